/**
 * The operator's exceptions → rules that the assessment can apply: read once a round, groups resolved through Graph. A
 * rule of which a group cannot be resolved is not applied, and that is a fault with a name: an exception that quietly
 * does nothing is looked for in the wrong place.
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid } from '../domain/ids.js'
import type { AllowRule, DeviceCodeCase } from '../domain/signInAlert/index.js'
import { allowRuleOf, type GroupMembers, readTuning, type Tuning, type TuningRule } from '../domain/tuning/index.js'
import type { Ports } from './ports.js'

export type TuningPorts = Pick<Ports, 'audience' | 'clock' | 'log' | 'store' | 'tuning'>

/** The names under which faults of the file and of its groups are marked. */
export const TUNING_FILE = 'tuning-file'
export const TUNING_GROUPS = 'tuning-groups'

const KIND = 'group-members'
/** Who left the group is asked about again after this. */
const MEMBERS_AGE_MS = 15 * 60_000

/** Nothing is allowed where the file cannot be read: more questions, and none too few. */
export async function currentTuning(ports: TuningPorts): Promise<Tuning> {
  const at = ports.clock.now()
  try {
    const text = await ports.tuning.read()
    if (text === null) return { rules: [], faults: [] }
    const tuning = readTuning(text, at.getTime())
    const [first] = tuning.faults
    const detail = { rules: tuning.rules.length, faults: tuning.faults.length, ...(first && { line: first.line }) }
    const code = first === undefined ? null : 'config-invalid'
    await ports.store.markHealth({ name: TUNING_FILE, ok: code === null, code, at, detail })
    return tuning
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.error('tuning file not read', { code: error.code })
    await ports.store.markHealth({ name: TUNING_FILE, ok: false, code: error.code, at, detail: {} })
    return { rules: [], faults: [] }
  }
}

export interface Allowed {
  readonly rules: readonly AllowRule[]
  /** False: a group could not be read just now, and may be later. */
  readonly isComplete: boolean
}

/** The rules about the applications of these cases. */
export async function allowedFor(
  ports: TuningPorts,
  tuning: Tuning,
  cases: readonly DeviceCodeCase[],
): Promise<Allowed> {
  const apps = new Set(cases.flatMap(({ legs }) => legs.map(({ record }) => record.appId)))
  const rules = tuning.rules.filter(({ appId }) => apps.has(appId))
  const groups = new Map<string, ReadonlySet<string>>()
  let isComplete = true
  for (const groupId of new Set(rules.flatMap((rule) => rule.groupIds))) {
    const members = await membersOf(ports, groupId, rules)
    if (members === 'later') isComplete = false
    else if (members !== null) groups.set(groupId, members)
  }
  return { rules: rules.flatMap((rule) => allowRuleOf(rule, groups) ?? []), isComplete }
}

type Members = NonNullable<ReturnType<GroupMembers['get']>>

/** Null: the group cannot be resolved, for good as far as one can see. */
async function membersOf(
  ports: TuningPorts,
  groupId: string,
  rules: readonly TuningRule[],
): Promise<Members | 'later' | null> {
  const at = ports.clock.now()
  const known = await ports.store.lookup(KIND, groupId)
  const remembered = known === null ? undefined : idsOf(known.body)
  if (remembered && known && at.getTime() - known.readAt.getTime() <= MEMBERS_AGE_MS) return remembered
  const line = rules.find(({ groupIds }) => groupIds.includes(groupId))?.line ?? 0
  const unresolved = async (code: string): Promise<void> => {
    ports.log.warn('a group of the tuning file cannot be resolved', { groupId, line, code })
    await ports.store.markHealth({ name: TUNING_GROUPS, ok: false, code, at, detail: { line, groupId } })
  }
  try {
    const { members, gaps, isJoinable } = await ports.audience.groupMembers(groupId)
    if (isJoinable) {
      // Whoever holds an account could exempt it himself.
      await unresolved('group-joinable')
      return null
    }
    if (gaps.length > 0) {
      // Members whom nobody can see, or more than anybody reads: who is meant is not known.
      await unresolved('graph-shape')
      return null
    }
    await ports.store.saveLookup(KIND, groupId, { readAt: at, body: { people: members } })
    await ports.store.markHealth({ name: TUNING_GROUPS, ok: true, code: null, at, detail: {} })
    return new Set(members)
  } catch (error) {
    if (!isPosternError(error)) throw error
    await unresolved(error.code)
    return error.code === 'graph-not-found' ? null : 'later'
  }
}

function idsOf(body: unknown): Members | undefined {
  const people = typeof body === 'object' && body !== null && 'people' in body ? body.people : undefined
  return Array.isArray(people) && people.every(isGuid) ? new Set(people.map(String)) : undefined
}
