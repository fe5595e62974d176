/**
 * The tenant's Conditional Access, read in steps that can each be kept: policies and named locations as Graph returned
 * them, the people whom policies mention, what stands beside, and everything that could not be read.
 *
 * Members are read whole each time. There is a delta of groups (direct members, up to 50 groups a filter) and of users,
 * and what they leave out could make "unchanged" untrue: Microsoft Graph docs, "Use delta query", Processing delays (a
 * change "might not be indicated" by a delta link that is followed too early) and group: delta (nothing on members who
 * come back when a deleted user or group is restored). A group that looks empty of strangers counts as emergency access,
 * so a member who is missed could turn `partial` into `yes`. As early notice, to read sooner, `flows/watchGroups.ts` uses it.
 */
import { isPosternError } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Accounts, Posture } from '../../domain/policyStatus/index.js'
import type { ReadingEnd, ReadingStep, ReadThing, TenantReader } from '../../flows/ports.js'
import type { GraphClient } from '../client.js'
import { readAccounts } from './accounts.js'
import { readApps } from './apps.js'
import { readGroups, readMembers, readMembersPage, readPeople, readSharedDevices, whatOf } from './people.js'
import { readNamedLocations, readPolicies } from './policies.js'
import { readPosture } from './posture.js'
import { beginning, type Progress, readProgress, type Task } from './progress.js'
import { readRolePage, readRoles } from './roles.js'
import { isPassing, Step } from './step.js'

/**
 * Members of the Office 365 suite that people ask about. Microsoft lists the suite by name only and says that it changes
 * (Microsoft Learn, "Office 365 App in Conditional Access reference", 2026-06-05), and Graph does not list it; a policy that
 * names it makes the rest a stated unknown. The ids are those of the same names in merill/microsoft-info.
 */
const OFFICE_365 = [
  '00000002-0000-0ff1-ce00-000000000000', // Office 365 Exchange Online
  '00000003-0000-0ff1-ce00-000000000000', // Office 365 SharePoint Online
  'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', // Microsoft Teams Services
]

/** What fails this often for a passing reason is stated as unknown, so that one dead endpoint does not end all reading. */
const TRIES_MAX = 3
/** Without these there is no answer: they are waited for, and meanwhile an older snapshot tells its age. */
const ESSENTIAL: ReadonlySet<Task['kind']> = new Set(['policies', 'named-locations'])
const RESTARTS_MAX = 5
/** Of one step, so that what is kept at once stays small. A location can have 2,000 ranges. */
const WEIGHT_MAX = 2_000
const WEIGHTS: Partial<Record<ReadThing['kind'], number>> = { 'named-location': 200, policy: 20 }

export interface Declared {
  /** Object ids; empty is undeclared. */
  readonly emergencyAccounts: readonly UserId[]
  /** CIDR ranges; empty is undeclared. */
  readonly mfaTrustedIps: readonly string[]
}

export function createTenantReader(
  graph: GraphClient,
  declared: Declared,
  cloud: { readonly hasAttackSimulation: boolean },
): TenantReader {
  async function run(task: Task, step: Step, waits: boolean): Promise<void> {
    const { progress } = step
    /** The rest of it is the next task. */
    const goOn = (next: string | null) => {
      if (next !== null && 'next' in task) progress.tasks.unshift({ ...task, next })
    }
    switch (task.kind) {
      case 'policies':
        return goOn(await readPolicies(step, task.next))
      case 'named-locations':
        return goOn(await readNamedLocations(step, task.next))
      case 'people':
        return readPeople(step, task.ids)
      case 'shared-devices':
        return goOn(await readSharedDevices(step, task.next))
      case 'groups':
        return readGroups(step, task.ids)
      case 'members':
        return readMembers(step, task.of)
      case 'members-page':
        return goOn(await readMembersPage(step, task.of, task.next))
      case 'roles':
        return readRoles(step, task.ids, task.assigned)
      case 'role-page':
        return goOn(await readRolePage(step, task.id, task.assigned, task.next))
      case 'apps':
        return goOn(await readApps(step, task.next))
      case 'posture': {
        const found = await readPosture(graph, task.part, { ...cloud, waits })
        progress.posture = { ...progress.posture, [task.part]: found }
        return
      }
      case 'accounts':
        progress.accounts = await readAccounts(graph, waits)
    }
  }

  return {
    async *read(from, { patient }) {
      let progress = readProgress(from) ?? beginning(declared.emergencyAccounts)
      for (let task = progress.tasks[0]; task !== undefined; task = progress.tasks[0]) {
        const waits = patient && (ESSENTIAL.has(task.kind) || progress.tries + 1 < TRIES_MAX)
        const copy = { ...structuredClone(progress), tries: 0, tasks: structuredClone(progress.tasks.slice(1)) }
        const step = new Step(graph, copy, waits)
        try {
          await step.unless(unknownOf(task), () =>
            run(task, step, waits).catch((error: unknown) => startAgain(task, step, error)),
          )
        } catch (error) {
          if (!isPassing(error)) throw error
          yield { things: [], progress: { ...progress, tries: progress.tries + 1 }, end: null }
          throw error
        }
        yield* inSteps(step, progress)
        progress = copy
      }
      yield { things: [], progress, end: endOf(progress, declared) }
    },
  }
}

/** A link to a page may have expired while nobody read: what it belongs to is read from its beginning, once or twice. */
function startAgain(task: Task, { progress }: Step, error: unknown): void {
  const isRefused = isPosternError(error, 'graph-shape') && error.detail.status === 400
  if (!isRefused || !('next' in task) || task.next === null || progress.restarts >= RESTARTS_MAX) throw error
  progress.restarts += 1
  progress.tasks.unshift(fromItsBeginning(task))
}

function fromItsBeginning(task: Task): Task {
  if (task.kind === 'members-page') return { kind: 'members', of: [task.of] }
  if (task.kind === 'role-page') return { kind: 'roles', ids: [task.id], assigned: task.assigned }
  return 'next' in task ? { ...task, next: null } : task
}

/** The progress moves with the last of the things: what is kept twice is the same. */
function* inSteps({ things, progress: after }: Step, before: Progress): Iterable<ReadingStep> {
  let part: ReadThing[] = []
  let weight = 0
  for (const thing of things) {
    if (weight >= WEIGHT_MAX) {
      yield { things: part, progress: before, end: null }
      part = []
      weight = 0
    }
    part.push(thing)
    weight += WEIGHTS[thing.kind] ?? 1
  }
  yield { things: part, progress: after, end: null }
}

function unknownOf(task: Task) {
  switch (task.kind) {
    case 'people':
    case 'shared-devices':
      return 'users'
    case 'groups':
      return 'group-members'
    case 'members':
      return task.of.some(({ held }) => held === null) ? 'group-members' : 'roles'
    case 'members-page':
      return whatOf(task.of)
    case 'role-page':
      return 'roles'
    case 'apps':
    case 'posture':
    case 'accounts':
      return 'catalog'
    default:
      return task.kind
  }
}

function endOf({ mentions, unknowns, posture, accounts, isSettled }: Progress, declared: Declared): ReadingEnd {
  const stated: Progress['unknowns'] = [...unknowns]
  // What Graph cannot tell and nobody declared, where a policy makes it matter.
  if (declared.emergencyAccounts.length === 0) stated.push({ what: 'emergency-access', why: 'not-declared' })
  if (declared.mfaTrustedIps.length === 0 && mentions.mfaTrustedIps)
    stated.push({ what: 'mfa-trusted-ips', why: 'not-declared' })
  if (mentions.suites) stated.push({ what: 'catalog', why: 'not-listed-by-graph' })
  return {
    isSettled,
    header: {
      mfaTrustedIps: declared.mfaTrustedIps,
      emergencyAccess: { users: declared.emergencyAccounts, groups: [] },
      office365: OFFICE_365,
      adminPortals: [],
      unknowns: stated,
      // zod says "may be undefined" where we say "may be absent"; both read the same.
      posture: posture as Posture,
      ...(accounts === undefined ? {} : { accounts: accounts as Accounts }),
    },
  }
}
