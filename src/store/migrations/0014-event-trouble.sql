-- Events that the receiver did not take: the one that holds the others, and those that were set aside so that the
-- others could go on. An event is an entry of the audit trail, which may have passed its time by then.

create table event_trouble (
  position bigint primary key,
  state text not null check (state in ('held', 'set-aside', 'again')),
  -- HTTP; null where there was no answer.
  status integer,
  tries integer not null,
  since timestamptz not null,
  at timestamptz not null
) with (fillfactor = 70);
