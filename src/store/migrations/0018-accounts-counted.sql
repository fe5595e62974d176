-- How many enabled accounts the tenant had when a snapshot was last seen, as JSON: beside its contents, so that a new
-- colleague does not make another snapshot.

alter table policy_snapshot add column accounts jsonb;
