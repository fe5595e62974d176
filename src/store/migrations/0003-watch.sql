-- The watch of a check's asker, and alerts that begin with a person's own report instead of a case.

-- `opened_at`: when the check was made, or called phishing by its asker since. The card is the one that tells of it.
create table sign_in_watch (
  check_id text primary key references code_check on delete cascade,
  user_id text not null,
  from_at timestamptz not null,
  opened_at timestamptz not null,
  until_at timestamptz not null,
  verdict text not null,
  state text not null default 'open',
  case_id text,
  seen_at timestamptz,
  concluded_at timestamptz,
  conversation_id text,
  activity_id text
);
create index sign_in_watch_open on sign_in_watch (until_at) where state = 'open';
create index sign_in_watch_of_user on sign_in_watch (user_id, from_at);

-- One case, one alert, still: an alert without a case is a person's own report, and takes the case when it is seen.
alter table alert alter column case_id drop not null;
alter table alert add column kind text not null default 'case';
alter table alert add constraint alert_is_about check (case_id is not null or kind = 'own-report');

-- "I already entered it", once a check. It may be answered by an alert that was there before.
create table own_report (
  check_id text primary key,
  alert_id text not null references alert,
  at timestamptz not null
);
