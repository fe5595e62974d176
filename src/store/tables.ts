/**
 * What an export holds, in the order of the references, and the key by which each table is read in a stable order.
 * `bucket` is left out: paces are of the moment.
 */
export interface Table {
  readonly name: string
  readonly key: string
  /** The column whose numbers the database hands out. */
  readonly counter?: string
}

export const TABLES: readonly Table[] = [
  { name: 'sign_in_record', key: 'record_id' },
  { name: 'device_code_case', key: 'case_id' },
  { name: 'alert', key: 'alert_id' },
  { name: 'own_report', key: 'check_id' },
  { name: 'alert_answer', key: 'answer_id', counter: 'answer_id' },
  { name: 'alert_step', key: 'step_id', counter: 'step_id' },
  { name: 'containment_step', key: 'alert_id, step' },
  { name: 'containment_action', key: 'alert_id, step, target' },
  { name: 'containment_finding', key: 'alert_id, kind' },
  { name: 'job', key: 'job_id', counter: 'job_id' },
  { name: 'sent_notice', key: 'conversation_id, activity_id' },
  { name: 'conversation', key: 'conversation_id' },
  { name: 'code_check', key: 'check_id' },
  { name: 'sign_in_watch', key: 'check_id' },
  { name: 'sealed_text', key: 'check_id' },
  { name: 'check_trace', key: 'check_id, kind, hash' },
  { name: 'lure', key: 'lure_id' },
  { name: 'lure_trace', key: 'lure_id, kind, hash' },
  { name: 'lure_card', key: 'conversation_id, activity_id' },
  { name: 'report', key: 'check_id, by_user' },
  { name: 'warning', key: 'warning_id' },
  { name: 'warning_person', key: 'warning_id, user_id' },
  { name: 'warning_step', key: 'step_id', counter: 'step_id' },
  { name: 'event_cursor', key: 'reader' },
  { name: 'event_trouble', key: 'position' },
  { name: 'source_fault', key: 'fault_id', counter: 'fault_id' },
  { name: 'audit_entry', key: 'position' },
  { name: 'audit_detail', key: 'position' },
  { name: 'audit_person', key: 'user_id' },
  { name: 'audit_head', key: 'name' },
  { name: 'secret', key: 'name' },
  { name: 'lease', key: 'name' },
  { name: 'lookup', key: 'kind, subject' },
  { name: 'reach', key: 'user_id' },
  { name: 'health', key: 'name' },
  { name: 'stream_partition', key: 'stream, partition_id' },
  { name: 'wanted_flow', key: 'user_id, correlation_id' },
  { name: 'policy_snapshot', key: 'snapshot_id', counter: 'snapshot_id' },
  { name: 'policy_part', key: 'digest' },
  { name: 'policy_snapshot_part', key: 'snapshot_id, position' },
  { name: 'policy_drift', key: 'drift_id', counter: 'drift_id' },
  { name: 'policy_change', key: 'change_id' },
  { name: 'emergency_sign_in', key: 'sign_in_id' },
  { name: 'policy_reading', key: 'reading_id', counter: 'reading_id' },
  { name: 'policy_reading_thing', key: 'reading_id, kind, key' },
  { name: 'policy_write', key: 'write_id' },
  { name: 'policy_impact', key: 'impact_id', counter: 'impact_id' },
  { name: 'set_aside', key: 'set_aside_id', counter: 'set_aside_id' },
]

/** Rises when the lines themselves change their form; what is in a row follows the migrations. */
export const FORMAT = 1
