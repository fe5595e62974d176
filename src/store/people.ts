/**
 * Where people stand in the tables: what `postern privacy` writes out and erases. A table that names nobody is listed
 * with the reason; a test holds this against the tables there are.
 */

/** Stands for a person who was erased, where a row has to stay. The nil UUID: no directory has such a person. */
const ERASED = '00000000-0000-0000-0000-000000000000'

export interface PersonalTable {
  readonly table: string
  /** Rows that name the person `$1`. */
  readonly names: string
  /** In place of deleting the rows: what takes the person out of them. */
  readonly empty?: string
  /** Rows that stay as they are, and are said to. */
  readonly except?: string
  /** What is written out of a row `t`, where all of it would show others; absent: all of it. */
  readonly shown?: string
}

const ALERTS = '(select alert_id from alert where user_id = $1)'
const CHECKS = '(select check_id from code_check where user_id = $1)'
const OPEN_ALERTS = "(select alert_id from alert where state not in ('closed', 'superseded'))"
/** A guid holds no sign that `like` would read. Ids from outside may stand in capitals. */
const MENTIONS = (text: string): string => `lower(${text}) like '%' || $1 || '%'`
const PSEUDONYM = '(select pseudonym from audit_person where user_id = $1)'
const ENTRIES = `(select position from audit_entry where actor in ${PSEUDONYM} or about in ${PSEUDONYM})`

/** In the order in which they can be erased: what refers to a row before it. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  // The members of a group are a copy of the directory's, and go with their age; the group's own id is nobody's.
  {
    table: 'lookup',
    names: `(kind = 'sign-in-usage' and subject = $1) or (kind = 'group-members' and body->'people' ? $1)
      or (kind = 'earlier-uses' and ${MENTIONS('body::text')})
      or (kind = 'last-question' and (subject like $1 || ' %' or ${MENTIONS('body::text')}))`,
  },
  { table: 'reach', names: 'user_id = $1' },
  {
    table: 'job',
    names: `${MENTIONS('subject')} or ${MENTIONS('key')} or subject in ${ALERTS} or subject in ${CHECKS}`,
  },
  { table: 'own_report', names: `alert_id in ${ALERTS} or check_id in ${CHECKS}` },
  { table: 'sent_notice', names: `alert_id in ${ALERTS}` },
  { table: 'containment_step', names: `alert_id in ${ALERTS}` },
  { table: 'containment_finding', names: `alert_id in ${ALERTS}` },
  { table: 'containment_action', names: `alert_id in ${ALERTS}` },
  // Presses on other people's alerts.
  {
    table: 'containment_action',
    names: 'actor = $1',
    empty: `update containment_action set actor = '${ERASED}'`,
  },
  { table: 'alert_answer', names: `alert_id in ${ALERTS} or by_user = $1` },
  { table: 'alert_step', names: `alert_id in ${ALERTS}` },
  // Presses on other people's alerts. On open ones the second of two people is told from the first by this.
  {
    table: 'alert_step',
    names: 'actor = $1',
    empty: `update alert_step set actor = '${ERASED}'`,
    except: `alert_id in ${OPEN_ALERTS}`,
  },
  { table: 'alert', names: 'user_id = $1' },
  { table: 'device_code_case', names: 'user_id = $1' },
  { table: 'sign_in_record', names: 'user_id = $1' },
  { table: 'wanted_flow', names: 'user_id = $1' },
  // An event that cannot be read may still show whom it is about.
  { table: 'set_aside', names: `user_id = $1 or ${MENTIONS("coalesce(body, '')")}` },
  { table: 'sealed_text', names: `check_id in ${CHECKS}` },
  { table: 'check_trace', names: `check_id in ${CHECKS}` },
  { table: 'sign_in_watch', names: `user_id = $1 or check_id in ${CHECKS}` },
  { table: 'code_check', names: 'user_id = $1' },
  { table: 'report', names: 'by_user = $1' },
  { table: 'warning_person', names: 'user_id = $1' },
  { table: 'warning', names: 'started_by = $1', empty: `update warning set started_by = '${ERASED}'` },
  { table: 'warning_step', names: 'actor = $1', empty: `update warning_step set actor = '${ERASED}'` },
  { table: 'conversation', names: 'user_id = $1' },
  // A group or channel in which the person spoke to the bot first.
  {
    table: 'conversation',
    names: `user_id is null and ${MENTIONS('reference::text')}`,
    empty: "update conversation set reference = reference - 'user'",
  },
  // Copies of the directory's, packed: whole snapshots go, and the next reading starts afresh.
  {
    table: 'policy_snapshot',
    names: `snapshot_id in (select s.snapshot_id from policy_snapshot_part s join policy_part p on p.digest = s.digest
      where p.people ? $1)`,
  },
  // Its rows go with the snapshot; what it shows is that the person stands in it.
  {
    table: 'policy_snapshot_part',
    names: 'digest in (select digest from policy_part where people ? $1)',
  },
  // What stands in it of the person is written out by `exportPerson` itself.
  {
    table: 'policy_part',
    names: 'people ? $1',
    shown: "jsonb_build_object('digest', digest, 'kind', kind)",
  },
  {
    table: 'policy_reading',
    names: `${MENTIONS('progress::text')} or reading_id in
      (select reading_id from policy_reading_thing where ${MENTIONS('value::text')})`,
    shown: "jsonb_build_object('reading_id', reading_id, 'began_at', began_at)",
  },
  {
    table: 'policy_reading_thing',
    names: `kind <> 'policy' and ${MENTIONS('value::text')}`,
  },
  // Who changed a policy, or came into a group. A change that is gone is not told again: it is not compared again.
  {
    table: 'policy_change',
    names: `${MENTIONS('body::text')} or ${MENTIONS("coalesce(author::text, '')")}`,
    shown:
      "jsonb_build_object('change_id', change_id, 'code', body->'code', 'subject', body->'subject', 'found_at', found_at)",
  },
  { table: 'emergency_sign_in', names: 'user_id = $1' },
  // It is made anew when somebody asks.
  {
    table: 'policy_impact',
    names: MENTIONS('body::text'),
    shown: "jsonb_build_object('impact_id', impact_id, 'at', at)",
  },
  // Presses, and emergency accounts that a policy leaves out. What is under way is needed whole to be taken back.
  {
    table: 'policy_write',
    names: `proposed_by = $1 or approved_by = $1 or ${MENTIONS('write::text')}`,
    empty: `update policy_write set proposed_by = replace(proposed_by, $1, '${ERASED}'),
      approved_by = replace(approved_by, $1, '${ERASED}'),
      write = regexp_replace(write::text, $1, '${ERASED}', 'gi')::jsonb`,
    except: 'ended_at is null',
    shown: "jsonb_build_object('write_id', write_id, 'state', state, 'proposed_at', proposed_at)",
  },
  // Erased by `erasePerson` itself, under the lock of the chain.
  { table: 'audit_detail', names: `position in ${ENTRIES}`, except: 'true' },
  { table: 'audit_entry', names: `position in ${ENTRIES}`, except: 'true' },
  { table: 'audit_person', names: 'user_id = $1', except: 'true' },
]

export const NAMING_NOBODY: Readonly<Record<string, string>> = {
  lure: 'counts, and the id of a check that goes with its asker',
  lure_trace: 'keyed hashes of a message, not of who got it',
  lure_card: 'where the card of a lure stands',
  audit_head: 'the end of the chain',
  secret: 'keys',
  lease: 'names of processes',
  health: 'numbers of the last round',
  event_cursor: 'how far the trail was handed on',
  event_trouble: 'events that were not taken, by their place in the trail',
  stream_partition: 'names of processes, and how far each partition was read',
  policy_drift: 'where the card of a change stands',
  source_fault: 'which source failed, since when, and numbers',
}
