-- Sign-in flows of which some replica has seen a device code row: the others let the rest of them through. For two hours.
create table wanted_flow (
  user_id text not null,
  correlation_id text not null,
  at timestamptz not null,
  primary key (user_id, correlation_id)
);
create index wanted_flow_at on wanted_flow (at);
