-- Reports of lures: sealed texts, traces to recognise a lure by, and one case for all who report the same.

-- Excerpts of what people pasted no longer stand in the findings: they are in the sealed text until it is reported.
update code_check set findings = jsonb_set(findings, '{signals}', coalesce(
  (select jsonb_agg((signal - 'span') || '{"evidence": ""}'::jsonb) from jsonb_array_elements(findings->'signals') as signal),
  '[]'::jsonb));

-- The key is not here: it travels in the card of the person who asked.
create table sealed_text (
  check_id text primary key references code_check on delete cascade,
  sealed text not null,
  expires_at timestamptz not null
);
create index sealed_text_expiry on sealed_text (expires_at);

-- Keyed hashes of what a message can be recognised by.
create table check_trace (
  check_id text not null references code_check on delete cascade,
  kind text not null,
  hash text not null,
  primary key (check_id, kind, hash)
);

-- A lure that was reported, under the id of the check that was reported first. `text_until`: a card that shows the text
-- stands in the channel and must lose it then.
create table lure (
  lure_id text primary key,
  first_at timestamptz not null,
  last_at timestamptz not null,
  reports integer not null,
  reporters integer not null,
  told_reporters integer not null default 0,
  likenesses jsonb not null,
  text_until timestamptz
);
create index lure_text_until on lure (text_until) where text_until is not null;

create table lure_trace (
  lure_id text not null references lure on delete cascade,
  kind text not null,
  hash text not null,
  primary key (lure_id, kind, hash)
);
create index lure_trace_hash on lure_trace (hash);

-- A card in the security channel that shows the lure.
create table lure_card (
  conversation_id text not null,
  activity_id text not null,
  lure_id text not null references lure on delete cascade,
  at timestamptz not null,
  primary key (conversation_id, activity_id)
);
create index lure_card_of_lure on lure_card (lure_id);

-- A report outlives its check: its text is kept for a time of its own. `weighs`: a member's, not a guest's.
alter table report drop constraint report_check_id_fkey;
alter table report add column lure_id text references lure on delete cascade;
alter table report add column weighs boolean not null default true;
alter table report add column findings jsonb;
alter table report add column body text;
alter table report add column expires_at timestamptz not null default now() + interval '30 days';
create index report_of_lure on report (lure_id, at);
create index report_expiry on report (expires_at);
-- Reports of before, some of which may still be owed to the channel.
insert into lure (lure_id, first_at, last_at, reports, reporters, told_reporters, likenesses)
  select check_id, min(at), max(at), count(*), count(distinct by_user), 1, '[]'::jsonb from report group by check_id;
update report set lure_id = report.check_id, findings = c.findings, expires_at = c.expires_at
  from code_check c where c.check_id = report.check_id;

-- Keys that the store itself keeps where the settings give none.
create table secret (
  name text primary key,
  value text not null
);
