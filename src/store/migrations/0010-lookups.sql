-- Answers of Graph that are remembered with their age: what is usual for a person, who is in a group.

create table lookup (
  kind text not null,
  subject text not null,
  read_at timestamptz not null,
  body jsonb not null,
  primary key (kind, subject)
);
create index lookup_by_age on lookup (read_at);
