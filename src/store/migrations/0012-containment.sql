-- What Postern disabled or marked, one row a target: what can be taken back, and what counts against the hourly limit.

create table containment_action (
  alert_id text not null references alert,
  step text not null,
  target text not null,
  automatic boolean not null,
  actor text not null,
  state text not null,
  at timestamptz not null,
  primary key (alert_id, step, target)
);
create index containment_action_automatic on containment_action (at) where automatic;

-- What may have been added to the account since the first leg, one row a kind that was looked at.
create table containment_finding (
  alert_id text not null references alert,
  kind text not null,
  why text,
  found jsonb not null,
  at timestamptz not null,
  primary key (alert_id, kind)
);
