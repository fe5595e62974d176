/**
 * How far a reading of the tenant has come, as JSON: what is still to be asked, and what was learnt that later requests
 * depend on. It outlives the process; another version may find it, so it is checked like anything from outside.
 */
import { z } from 'zod/v4'
import { accountsSchema, postureSchema, UNKNOWN_CODES, type UnknownCode } from '../../domain/policyStatus/index.js'

const id = z.string().min(1).max(256)
const next = z.string().max(16_384).nullable()
const assigned = z.enum(['active', 'eligible'])
/** Whose members are read: of a group that policies name, or of one that holds a role. */
const held = z.object({ roleTemplateId: id, assigned, scope: id })
const expanded = z.object({ groupId: id, held: held.nullable() })

const task = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('policies'), next }),
  z.object({ kind: z.literal('named-locations'), next }),
  z.object({ kind: z.literal('people'), ids: z.array(id) }),
  z.object({ kind: z.literal('shared-devices'), next }),
  z.object({ kind: z.literal('groups'), ids: z.array(id) }),
  z.object({ kind: z.literal('members'), of: z.array(expanded) }),
  z.object({ kind: z.literal('members-page'), of: expanded, next: z.string().max(16_384) }),
  z.object({ kind: z.literal('roles'), ids: z.array(id), assigned }),
  z.object({ kind: z.literal('role-page'), id, assigned, next: z.string().max(16_384) }),
  z.object({ kind: z.literal('apps'), next }),
  z.object({ kind: z.literal('posture'), part: postureSchema.keyof() }),
  z.object({ kind: z.literal('accounts') }),
])
export type Task = z.infer<typeof task>
export type Expanded = z.infer<typeof expanded>
export type Assigned = z.infer<typeof assigned>

const unknownCodes = Object.keys(UNKNOWN_CODES) as [UnknownCode, ...UnknownCode[]]

const progressSchema = z.object({
  /** The first is under way. */
  tasks: z.array(task),
  /** How often the first has failed for a passing reason. */
  tries: z.int(),
  /** How often a page's link had expired. */
  restarts: z.int(),
  policyCount: z.int(),
  locationCount: z.int(),
  /** Users, groups and roles that are queued or done. */
  asked: z.array(id),
  /** Whether a policy names partner tenants, so that guests' home tenants matter. */
  partnerTenants: z.boolean(),
  /** Domain → tenant; null: not found. */
  homes: z.record(z.string(), z.string().nullable()),
  /** What policies refer to that Graph cannot tell, or only with a request more. */
  mentions: z.object({ mfaTrustedIps: z.boolean(), suites: z.boolean(), appFilter: z.boolean() }),
  attributesSeen: z.boolean(),
  posture: postureSchema,
  accounts: accountsSchema,
  unknowns: z.array(z.object({ what: z.enum(unknownCodes), why: z.string().max(1024) })),
  /** False: something unknown may be known soon. */
  isSettled: z.boolean(),
})
export type Progress = z.infer<typeof progressSchema>

export const PEOPLE_EACH_TASK = 300
export const GROUPS_EACH_TASK = 20

/** @param accounts to look up whoever is mentioned: the declared emergency accounts */
export function beginning(accounts: readonly string[]): Progress {
  const progress: Progress = {
    tasks: [
      { kind: 'policies', next: null },
      { kind: 'named-locations', next: null },
      { kind: 'shared-devices', next: null },
      ...(['securityDefaults', 'domains', 'deviceRegistration', 'enrollment', 'attackSimulations'] as const).map(
        (part) => ({ kind: 'posture' as const, part }),
      ),
      { kind: 'accounts' },
    ],
    tries: 0,
    restarts: 0,
    policyCount: 0,
    locationCount: 0,
    asked: [],
    partnerTenants: false,
    homes: {},
    mentions: { mfaTrustedIps: false, suites: false, appFilter: false },
    attributesSeen: false,
    posture: {},
    unknowns: [],
    isSettled: true,
  }
  askFor(progress, { people: accounts })
  return progress
}

/** Null where it is not what this version writes. */
export const readProgress = (value: unknown): Progress | null => progressSchema.safeParse(value).data ?? null

/** Queues what was not asked for before. */
export function askFor(
  progress: Progress,
  {
    people = [],
    groups = [],
    roles = [],
  }: { readonly people?: readonly string[]; readonly groups?: readonly string[]; readonly roles?: readonly string[] },
): void {
  const asked = new Set(progress.asked)
  const fresh = (kind: string, ids: readonly string[]) => {
    const found = [...new Set(ids.map((each) => each.toLowerCase()))].filter((each) => !asked.has(`${kind} ${each}`))
    progress.asked.push(...found.map((each) => `${kind} ${each}`))
    return found
  }
  queue(progress, [
    ...parts(fresh('user', people), PEOPLE_EACH_TASK).map((ids) => ({ kind: 'people' as const, ids })),
    ...parts(fresh('group', groups), GROUPS_EACH_TASK).map((ids) => ({ kind: 'groups' as const, ids })),
    ...parts(fresh('role', roles), GROUPS_EACH_TASK).flatMap((ids) =>
      (['active', 'eligible'] as const).map((which) => ({ kind: 'roles' as const, ids, assigned: which })),
    ),
  ])
}

/** What stands beside the policies waits until they and their people are read: it would only make the progress longer. */
export function queue(progress: Progress, tasks: readonly Task[]): void {
  const at = progress.tasks.findIndex(({ kind }) => kind === 'posture')
  progress.tasks.splice(at < 0 ? progress.tasks.length : at, 0, ...tasks)
}

export function parts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}
