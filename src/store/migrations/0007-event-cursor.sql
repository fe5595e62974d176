-- How far each reader of the audit trail has come: what was handed to the operator's own tools.

create table event_cursor (
  reader text primary key,
  position bigint not null
) with (fillfactor = 70);
