-- The audit trail: a chain of entries over pseudonyms and digests, and beside it what can be emptied for one person.

create table audit_entry (
  position bigint primary key,
  at timestamptz not null,
  event text not null,
  what text,
  actor text not null,
  about text,
  digest text not null,
  anchor text,
  seal text not null
);
create index audit_entry_actor on audit_entry (actor, position);
create index audit_entry_about on audit_entry (about, position) where about is not null;
create index audit_entry_event on audit_entry (event, position);
create index audit_entry_at on audit_entry (at);

create table audit_detail (
  position bigint primary key references audit_entry on delete cascade,
  salt text not null,
  -- Text and not jsonb, which would not give back what was digested.
  details text not null
);

create table audit_person (
  user_id text primary key,
  pseudonym text not null unique,
  seal text not null
);

-- The end of the chain: one row, which whoever appends locks as the last thing of his transaction.
create table audit_head (
  name text primary key,
  position bigint not null,
  seal text not null
) with (fillfactor = 70);
