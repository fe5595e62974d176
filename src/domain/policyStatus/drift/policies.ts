/** Policies that came, went or were edited, and those that stand and wait. */
import { canonical, opensBetween } from '../change.js'
import { policyRef } from '../evidence.js'
import { MANAGED_DELAY_MS } from '../managedDelay.js'
import { isManaged } from '../plan/recommended.js'
import { namesDeviceCodeFlow, type Policy } from '../policy.js'
import { type FieldChange, fieldChanges, valueAt } from '../policyFields.js'
import { isoOf, member, text } from '../reading.js'
import { changeOf } from './changeId.js'
import type { DriftChange, DriftThing } from './shape.js'
import { isWholeIn, type Side } from './view.js'

/** Each is an evaluation of the whole tenant; more enabled blocks than these are not edited at once by hand. */
const EVALUATED_MAX = 10

export function policyChanges(before: Side, after: Side): readonly DriftChange[] {
  const changes: DriftChange[] = []
  let evaluated = 0
  const opens = (was: Policy | undefined, raw: unknown, is: Policy | undefined): boolean | 'unknown' => {
    // Only an enabled block can be given up.
    if (was === undefined || was.state !== 'enabled' || !was.controls.blocks) return false
    // One that was not read may block the same.
    if (!isWholeIn(['policies'], after)) return 'unknown'
    evaluated += 1
    if (evaluated > EVALUATED_MAX) return 'unknown'
    const { policies } = after.snapshot
    const earlier =
      is === undefined ? [...policies, raw] : policies.map((other, index) => (index === is.index ? raw : other))
    return opensBetween(after.snapshot, earlier, policies)
  }
  for (const id of new Set([...before.relevant.keys(), ...after.relevant.keys()])) {
    // An edit may have made it matter, or have ended that.
    const was = find(before, id)
    const is = find(after, id)
    const [old, fresh] = [rawOf(before, was), rawOf(after, is)]
    const shown = is ?? was
    if (shown === undefined) continue
    const subject = thingOf(shown)
    const when = text(member(fresh, 'modifiedDateTime')) ?? before.snapshot.takenAt
    if (is === undefined || was === undefined) {
      if ((is === undefined ? after : before).unknown.has('policies')) continue
      changes.push(
        changeOf({
          code: is === undefined ? 'policy-removed' : 'policy-added',
          subject,
          opens: opens(was, old, is),
          policies: [policyRef(shown)],
          content: [old, fresh, before.snapshot.takenAt],
        }),
      )
      continue
    }
    const fields = [...fieldChanges(old, fresh), ...unreadChanges(was, old, is, fresh)]
    if (fields.length === 0) continue
    const opened = opens(was, old, is)
    for (const code of ['policy-state-changed', 'policy-edited'] as const) {
      const own = fields.filter(({ field }) => (field === 'state') === (code === 'policy-state-changed'))
      if (own.length > 0)
        changes.push(
          changeOf({ code, subject, opens: opened, policies: [policyRef(is)], fields: own, content: [own, when] }),
        )
    }
  }
  return changes
}

const find = ({ tenant }: Side, id: string): Policy | undefined =>
  tenant.policies.find((policy) => policy.id.toLowerCase() === id)
const rawOf = ({ snapshot }: Side, policy: Policy | undefined): unknown =>
  policy === undefined ? undefined : snapshot.policies[policy.index]

const thingOf = ({ id, displayName }: Policy): DriftThing => ({ kind: 'policy', id, name: displayName })

/** Conditions that this version does not understand, compared as they are written. */
function unreadChanges(was: Policy, old: unknown, is: Policy, fresh: unknown): readonly FieldChange[] {
  return [...new Set([...was.unread, ...is.unread])]
    .filter((name) => !COMPARED.has(name))
    .flatMap((name) =>
      PARENTS.flatMap((parent) => {
        const [from, to] = [old, fresh].map((raw) => member(valueAt(raw, parent), name) ?? null)
        return canonical(from) === canonical(to) ? [] : [{ field: `${parent}.${name}`, before: from, after: to }]
      }),
    )
}

/** Where conditions stand, of which some are not understood. */
const PARENTS = ['conditions', 'conditions.applications', 'conditions.devices'] as const
/** They are among the fields that are compared anyway. */
const COMPARED: ReadonlySet<string> = new Set(['state', 'applicationFilter', 'deviceFilter'])

const DAY_MS = 24 * 60 * 60 * 1000

/** What stands and waits: a managed policy that Microsoft will turn on, a report-only policy that nobody enabled. */
export function standing(before: Side | null, after: Side, reportOnlyDaysMax: number): readonly DriftChange[] {
  return [...after.relevant.values()].flatMap((policy) => {
    if (policy.state !== 'report-only' || !policy.controls.blocks || !namesDeviceCodeFlow(policy)) return []
    const raw = rawOf(after, policy)
    const created = instant(member(raw, 'createdDateTime'))
    const since = instant(member(raw, 'modifiedDateTime')) ?? created
    const was = before === null ? undefined : find(before, policy.id.toLowerCase())
    const stood = was?.state === 'report-only'
    const told = { subject: thingOf(policy), opens: false, policies: [policyRef(policy)] } as const
    const found: DriftChange[] = []
    if (isManaged(raw)) {
      const at = created === null ? null : isoOf(created + MANAGED_DELAY_MS)
      found.push(changeOf({ ...told, code: 'managed-policy-pending', isStanding: stood, at, content: created }))
    }
    const isLong = ({ snapshot }: Side): boolean =>
      since !== null && Date.parse(snapshot.takenAt) - since > reportOnlyDaysMax * DAY_MS
    if (since !== null && isLong(after)) {
      const isStanding = before !== null && stood && isLong(before)
      const at = isoOf(since)
      found.push(changeOf({ ...told, code: 'report-only-long', isStanding, at, content: since }))
    }
    return found
  })
}

function instant(value: unknown): number | null {
  const ms = Date.parse(text(value) ?? '')
  return Number.isNaN(ms) ? null : ms
}
