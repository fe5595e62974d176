/**
 * A snapshot: what Graph returned about policy, what the operator declared, when, and what could not be read.
 *
 * It is the file of `postern policy snapshot` and what the bot answers from. Policies and named locations stay as Graph
 * wrote them and are read tolerantly; everything else is checked here, once.
 */
import { z } from 'zod/v4'
import { PosternError } from '../errors.js'
import { type Accounts, accountsSchema } from './accounts.js'
import { UNKNOWN_CODES, type UnknownCode } from './codes.js'
import { Locations } from './locations.js'
import { type Posture, postureSchema } from './posture.js'
import { member, text } from './reading.js'
import type { Tenant } from './tenant.js'

export interface Unknown {
  readonly what: UnknownCode
  /** Graph's code, ours where Graph gave none, or a short reason. */
  readonly why: string
}

export interface PolicySnapshot extends Tenant {
  /** ISO 8601, UTC. */
  readonly takenAt: string
  readonly unknowns: readonly Unknown[]
  /** Absent in a snapshot that was taken before it was read. */
  readonly posture?: Posture
  /** Absent likewise. */
  readonly accounts?: Accounts
}

const TEXT_LENGTH_MAX = 1024
const FAULTS_MAX = 5

const id = z.string().min(1).max(TEXT_LENGTH_MAX)
const name = z.string().max(TEXT_LENGTH_MAX).nullable().optional()
const json = z.record(z.string(), z.unknown())
const unknownCodes = Object.keys(UNKNOWN_CODES) as [UnknownCode, ...UnknownCode[]]

const snapshotSchema = z.object({
  takenAt: z.iso.datetime({ offset: true }),
  policies: z.array(json),
  namedLocations: z.array(json).default([]),
  mfaTrustedIps: z.array(id).default([]),
  directory: z
    .object({
      users: z
        .array(
          z.object({
            id,
            displayName: name,
            userPrincipalName: name,
            userType: name,
            guestOrExternalUserType: name,
            homeTenantId: name,
            accountEnabled: z.boolean().nullable().optional(),
            isSharedDevice: z.boolean().nullable().optional(),
          }),
        )
        .default([]),
      groups: z.array(z.object({ id, displayName: name })).default([]),
      memberships: z.array(z.object({ groupId: id, memberId: id })).default([]),
      roles: z.array(z.object({ roleTemplateId: id, principalId: id, assignmentType: id, scope: id })).default([]),
      emergencyAccess: z
        .object({ users: z.array(id).default([]), groups: z.array(id).default([]) })
        .default({ users: [], groups: [] }),
    })
    .prefault({}),
  catalog: z
    .object({
      office365: z.array(id).default([]),
      adminPortals: z.array(id).default([]),
      apps: z
        .array(z.object({ appId: id, displayName: name, customSecurityAttributes: json.nullable().optional() }))
        .default([]),
    })
    .prefault({}),
  unknowns: z.array(z.object({ what: z.enum(unknownCodes), why: z.string().max(TEXT_LENGTH_MAX) })).default([]),
  posture: postureSchema.optional(),
  accounts: accountsSchema,
})

/**
 * Reads a snapshot that came from a file.
 *
 * Members that this version does not know are dropped. What a product has to derive and the file does not say (a
 * guest's type, any emergency account) is added to `unknowns`.
 * @throws PosternError `input-invalid`, with the places that are wrong and none of their contents.
 */
export function parseSnapshot(value: unknown): PolicySnapshot {
  const parsed = snapshotSchema.safeParse(value)
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, FAULTS_MAX).map(({ path, code }) => `${path.join('.')}: ${code}`)
    throw new PosternError('input-invalid', { what: 'policy snapshot', faults })
  }
  // zod says "may be undefined" where we say "may be absent"; both read the same.
  const snapshot = parsed.data as PolicySnapshot
  return { ...snapshot, unknowns: [...snapshot.unknowns, ...underived(snapshot)] }
}

function underived({ directory, unknowns }: PolicySnapshot): readonly Unknown[] {
  const stated = new Set(unknowns.map(({ what }) => what))
  const found: Unknown[] = []
  const guests = directory.users?.filter(
    (user) => user.userType === 'Guest' && user.guestOrExternalUserType === undefined,
  )
  if (!stated.has('guests') && guests !== undefined && guests.length > 0)
    found.push({ what: 'guests', why: 'type-not-given' })
  const declared = [...(directory.emergencyAccess?.users ?? []), ...(directory.emergencyAccess?.groups ?? [])]
  if (!stated.has('emergency-access') && declared.length === 0)
    found.push({ what: 'emergency-access', why: 'not-declared' })
  return found
}

/** Every range the tenant trusts, as CIDR: of named locations marked trusted, and the MFA trusted IPs. */
export function trustedRangesOf(snapshot: Pick<PolicySnapshot, 'namedLocations' | 'mfaTrustedIps'>): readonly string[] {
  const { all } = new Locations(snapshot.namedLocations, [])
  const ranges = snapshot.namedLocations.flatMap((raw, index) => (all[index]?.trusted === true ? cidrsOf(raw) : []))
  return [...ranges, ...snapshot.mfaTrustedIps]
}

/** The CIDR ranges of a named location as written; a range with a lower and an upper address has none. */
export function cidrsOf(namedLocation: unknown): readonly string[] {
  const ranges = member(namedLocation, 'ipRanges')
  return Array.isArray(ranges) ? ranges.flatMap((range) => text(member(range, 'cidrAddress')) ?? []) : []
}
