/** What is sent to Graph for a plan or its undoing, and what to make of what Graph then shows. */
import { graphRequestOf, keepsDeviceCodeFlow, undoBodyOf } from '../plan/forms.js'
import type { PlanNote, PolicyPlan } from '../plan/shape.js'
import { changedFields, type FieldChange, fieldChanges } from '../policyFields.js'
import { type Json, member, text, texts } from '../reading.js'

export type WriteAction = 'create' | 'change' | 'enable' | 'undo' | 'remove'

/** JSON through and through: it is kept as it stands. */
export interface PolicyWrite {
  readonly action: WriteAction
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  /** What is sent; null for a deletion. */
  readonly body: Json | null
  /** The policy as it is; null where one is created. */
  readonly before: Json | null
  /** As it is to be; null where it is deleted. */
  readonly after: Json | null
  readonly fields: readonly FieldChange[]
  /** Of a PATCH: what takes it back. */
  readonly undo: Json | null
  /** What whoever approves it has to know. Absent: it was asked for before this was kept. */
  readonly beside?: WriteBeside
}

export interface WriteBeside {
  /** Whether it opens something that is blocked now. */
  readonly weakens: boolean | 'unknown'
  /** Emergency access, none of which it reaches. Groups by name; a person's name is the directory's, and is not kept. */
  readonly emergency: readonly (Omit<PolicyPlan['emergency'][number], 'name'> & { readonly groupName: string | null })[]
  readonly notes: readonly PlanNote[]
}

const NAME_LENGTH_MAX = 200

/**
 * Null where the plan asks for nothing. `mark` goes into the name of a policy that is created: Graph has no other field
 * of ours, and without it nobody could tell after a lost answer whether it is there.
 */
export function writeOf(plan: PolicyPlan, mark: string): PolicyWrite | null {
  const { action, before } = plan
  const after = action === 'create' && plan.after !== null ? named(plan.after, mark) : plan.after
  const request = graphRequestOf({ action, before, after, fields: plan.fields })
  if (action === 'none' || request === null || after === null) return null
  return {
    action,
    method: request.method,
    body: request.body,
    before,
    after,
    fields: fieldChanges(before, after),
    undo: undoBodyOf({ before }, request),
    beside: { weakens: plan.weakens, emergency: sparedBy(plan, after), notes: plan.notes },
  }
}

function sparedBy({ emergency }: PolicyPlan, after: Json): WriteBeside['emergency'] {
  const groups = texts(member(member(member(after, 'conditions'), 'users'), 'excludeGroups'))
  const isGroup = new Set(groups.map((id) => id.toLowerCase()))
  return emergency.map(({ name, ...one }) => ({ ...one, groupName: isGroup.has(one.id.toLowerCase()) ? name : null }))
}

/** What undoes a change that was applied, on the policy as Graph has it now. Null where there is nothing to go back to. */
export function undoOf(applied: PolicyWrite, now: Json): PolicyWrite | null {
  const undoing = { action: 'undo', before: now, beside: besideUndo(applied, now) } as const
  if (applied.before === null) return { ...undoing, method: 'DELETE', body: null, after: null, fields: [], undo: null }
  if (applied.undo === null) return null
  const after = { ...now, ...applied.undo }
  const back = Object.fromEntries(Object.keys(applied.undo).map((name) => [name, now[name] ?? null]))
  const fields = fieldChanges(now, after)
  // Going back to a block in force would enforce whatever Graph kept of it: one without its flow blocks every sign-in.
  const undo = isOn(now) ? applied.undo : back
  return { ...undoing, method: 'PATCH', body: applied.undo, after, fields, undo }
}

/** Going back from a block in force may open what it blocks, and does where it is no block in force any more. */
function besideUndo({ before }: PolicyWrite, now: Json): WriteBeside {
  const weakens = !isOn(now) ? false : isOn(before) ? 'unknown' : true
  return { weakens, emergency: [], notes: [] }
}

/** What removes a policy that is in force no more and lacks its flow, and would block every sign-in. Null: it is not so. */
export const removalOf = (now: Json): PolicyWrite | null =>
  isOn(now) || keepsDeviceCodeFlow(now)
    ? null
    : {
        ...{ action: 'remove', method: 'DELETE', body: null, before: now, after: null, fields: [], undo: null },
        beside: { weakens: false, emergency: [], notes: [] },
      }

/** The conditions as they were, where `undo` does not name them: what of them Graph lost comes back. */
export const conditionsBackOf = ({ before, undo }: PolicyWrite): Json | null =>
  before === null || undo === null || 'conditions' in undo || !('conditions' in before)
    ? null
    : undoBodyOf({ before }, { method: 'PATCH', path: '', body: { conditions: null } })

const named = (policy: Json, mark: string): Json => ({
  ...policy,
  displayName: `${(text(member(policy, 'displayName')) ?? '').slice(0, NAME_LENGTH_MAX)} (Postern ${mark})`,
})

/** The policies of a list that have the name of one that was to be made. Others may have taken it, since cards show it. */
export function namedAs({ after }: PolicyWrite, policies: readonly unknown[]): readonly unknown[] {
  const name = text(member(after, 'displayName'))
  return policies.filter((policy) => name !== null && text(member(policy, 'displayName')) === name)
}

/** Whether it is what was sent but for the flow that Graph lost. */
export const lacksFlowOnly = ({ after }: PolicyWrite, returned: unknown): boolean =>
  changedFields(after, returned).every((field) => field === 'conditions.authenticationFlows.transferMethods')

/** `not-yet`: Graph's copies lag, and this one shows what was before. */
export type Shown = 'as-shown' | 'not-yet' | 'flow-lost' | 'not-as-shown'

/** @param returned the policy as it was read back; null where Graph has none of that id. */
export function readBack({ before, after }: PolicyWrite, returned: unknown): Shown {
  if (after === null) return returned === null ? 'as-shown' : 'not-yet'
  if (returned === null) return 'not-yet'
  if (keepsDeviceCodeFlow(after) && !keepsDeviceCodeFlow(returned)) return 'flow-lost'
  if (changedFields(after, returned).length === 0) return 'as-shown'
  return before !== null && changedFields(before, returned).length === 0 ? 'not-yet' : 'not-as-shown'
}

/** Whether a policy still is as a change found it. */
export const isAsBefore = ({ before }: PolicyWrite, returned: unknown): boolean =>
  before === null ? returned === null : returned !== null && changedFields(before, returned).length === 0

/** Whether what was taken back can do no harm any more: gone, not enforced, or as it was. Never said of a block that was in force. */
export const isTakenBack = (write: PolicyWrite, returned: unknown): boolean =>
  write.before === null
    ? returned === null
    : !isOn(write.before) &&
      (isAsBefore(write, returned) ||
        (returned !== null &&
          text(member(returned, 'state')) === text(member(write.before, 'state')) &&
          !isOn(returned)))

/** Whether a block that was in force is none any more: nothing puts it into force again but two administrators. */
export const isSwitchedOff = ({ before }: PolicyWrite, returned: unknown): boolean => isOn(before) && !isOn(returned)

/** Of a policy that was there before and is in force no more: whether it still lacks the flow that Graph lost. */
export const isLeftWithoutFlow = ({ before }: PolicyWrite, returned: unknown): boolean =>
  before !== null && returned !== null && !isOn(returned) && !keepsDeviceCodeFlow(returned)

const isOn = (policy: unknown): boolean => text(member(policy, 'state'))?.toLowerCase() === 'enabled'
