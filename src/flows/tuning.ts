/**
 * The operator's exceptions → rules that the assessment can apply: read once a round, groups resolved through Graph. A
 * rule of which a group cannot be resolved is not applied, and that is a fault with a name: an exception that quietly
 * does nothing is looked for in the wrong place.
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid } from '../domain/ids.js'
import type { AllowRule, DeviceCodeCase } from '../domain/signInAlert/index.js'
import { allowRuleOf, type GroupMembers, readTuning, type Tuning } from '../domain/tuning/index.js'
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
  const unresolved: Unresolved[] = []
  let isComplete = true
  for (const groupId of new Set(rules.flatMap((rule) => rule.groupIds))) {
    const read = await membersOf(ports, groupId)
    if (read.members !== null) groups.set(groupId, read.members)
    else {
      const line = rules.find(({ groupIds }) => groupIds.includes(groupId))?.line ?? 0
      ports.log.warn('a group of the tuning file cannot be resolved', { groupId, line, code: read.code })
      unresolved.push({ groupId, line, code: read.code })
      isComplete &&= !read.later
    }
  }
  await markGroups(ports, tuning, new Set(groups.keys()), unresolved)
  return { rules: rules.flatMap((rule) => allowRuleOf(rule, groups) ?? []), isComplete }
}

interface Unresolved {
  readonly groupId: string
  readonly line: number
  readonly code: string
}

/** Of those that the mark names; one that is beyond comes up again by itself. */
const NAMED_MAX = 20

/**
 * One mark for all groups of the file. A case asks for some of them only, so what another has found stands until its
 * group is resolved, or nobody names it any more.
 */
async function markGroups(
  { clock, store }: TuningPorts,
  tuning: Tuning,
  resolved: ReadonlySet<string>,
  unresolved: readonly Unresolved[],
): Promise<void> {
  const before = (await store.health()).find(({ name }) => name === TUNING_GROUPS)
  const inFile = new Map(tuning.rules.flatMap(({ groupIds, line }) => groupIds.map((id) => [id, line] as const)))
  const now = new Set(unresolved.map(({ groupId }) => groupId))
  const earlier = String(before?.detail.groups ?? '')
    .split(' ')
    .filter((id) => inFile.has(id) && !resolved.has(id) && !now.has(id))
  const all = [...now, ...earlier].slice(0, NAMED_MAX)
  const [groupId] = all
  const at = clock.now()
  if (groupId === undefined) {
    if (before !== undefined || resolved.size > 0)
      await store.markHealth({ name: TUNING_GROUPS, ok: true, code: null, at, detail: {} })
    return
  }
  const [first] = unresolved
  const code = first?.code ?? before?.code ?? 'graph-not-found'
  const detail = { line: inFile.get(groupId) ?? 0, groupId, groups: all.join(' ') }
  await store.markHealth({ name: TUNING_GROUPS, ok: false, code, at, detail })
}

type Members = NonNullable<ReturnType<GroupMembers['get']>>
type MembersRead =
  | { readonly members: Members }
  /** `later`: it may be resolved soon. */
  | { readonly members: null; readonly code: string; readonly later: boolean }

const notResolved = (code: string, later = false): MembersRead => ({ members: null, code, later })

async function membersOf(ports: TuningPorts, groupId: string): Promise<MembersRead> {
  const at = ports.clock.now()
  const known = await ports.store.lookup(KIND, groupId)
  const remembered = known === null ? undefined : idsOf(known.body)
  if (remembered && known && at.getTime() - known.readAt.getTime() <= MEMBERS_AGE_MS) return { members: remembered }
  try {
    const { members, gaps, isJoinable } = await ports.audience.groupMembers(groupId)
    // Whoever holds an account could exempt it himself.
    if (isJoinable) return notResolved('group-joinable')
    // Members whom nobody can see, or more than anybody reads: who is meant is not known.
    if (gaps.length > 0) return notResolved('graph-shape')
    await ports.store.saveLookup(KIND, groupId, { readAt: at, body: { people: members } })
    return { members: new Set(members) }
  } catch (error) {
    if (!isPosternError(error)) throw error
    return notResolved(error.code, error.code !== 'graph-not-found')
  }
}

function idsOf(body: unknown): Members | undefined {
  const people = typeof body === 'object' && body !== null && 'people' in body ? body.people : undefined
  return Array.isArray(people) && people.every(isGuid) ? new Set(people.map(String)) : undefined
}
