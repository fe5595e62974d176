-- Whom the bot can reach, and why not.

create table reach (
  user_id text primary key,
  state text not null,
  why text,
  at timestamptz not null,
  since timestamptz not null
);
create index reach_by_state on reach (state, user_id);
