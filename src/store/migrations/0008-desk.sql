-- What the security team asks of the store: open alerts, alerts by the beginning of their id, the last 30 days.

-- Few of many: what is low is never open for the team. The words are the domain's; a new one needs a new index.
create index alert_open_for_team on alert (created_at)
  where state not in ('closed', 'superseded') and severity in ('elevated', 'high', 'critical');
create index alert_created on alert (created_at);
create index alert_by_prefix on alert (alert_id text_pattern_ops);
create index sign_in_record_at on sign_in_record (at);
create index lure_last on lure (last_at);
