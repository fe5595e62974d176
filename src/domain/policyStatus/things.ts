/**
 * A snapshot taken apart: a header, and one thing after another. A tenant too large for one JSON text is read, kept and
 * written this way, so that no step has to hold all of it.
 */
import type { Accounts } from './accounts.js'
import { PackedMemberships, type PackedSlice } from './packedMemberships.js'
import type { Posture } from './posture.js'
import type { PolicySnapshot, Unknown } from './snapshot.js'
import type { Catalog, EmergencyAccess, Membership, Memberships } from './tenant.js'

export const THING_KINDS = ['policy', 'named-location', 'user', 'group', 'membership', 'role', 'app'] as const
export type ThingKind = (typeof THING_KINDS)[number]

export interface Thing {
  readonly kind: ThingKind
  /** As the snapshot holds it in the list of its kind. */
  readonly value: Readonly<Record<string, unknown>>
}

/** All of a snapshot that is no list of things. */
export interface SnapshotHeader {
  readonly takenAt: string
  readonly mfaTrustedIps: readonly string[]
  readonly emergencyAccess: EmergencyAccess
  readonly office365: readonly string[]
  readonly adminPortals: readonly string[]
  readonly unknowns: readonly Unknown[]
  readonly posture?: Posture
  readonly accounts?: Accounts
}

/** Fewer memberships are a list like the others. */
const PACKED_FROM = 20_000

/** Puts a snapshot together again. Things of a kind stay in the order in which they come. */
export class SnapshotBuilder {
  private readonly lists = new Map<string, unknown[]>(THING_KINDS.map((kind) => [kind, []]))
  private readonly packed = new PackedMemberships()

  add(kind: string, value: unknown): void {
    if (kind === 'membership') this.packed.add(value as Membership)
    else this.lists.get(kind)?.push(value)
  }

  addPacked(slice: PackedSlice): void {
    this.packed.addSlice(slice)
  }

  /** As a file has it, unchecked: what was not written here goes through `parseSnapshot`. */
  raw(header: SnapshotHeader): unknown {
    return this.with([...this.packed], header)
  }

  private with(memberships: Memberships, header: SnapshotHeader): unknown {
    const { emergencyAccess, office365, adminPortals, ...rest } = header
    const [policies, namedLocations, users, groups, , roles, apps] = this.lists.values()
    return {
      ...rest,
      policies,
      namedLocations,
      directory: { users, groups, memberships, roles, emergencyAccess },
      catalog: { office365, adminPortals, apps },
    }
  }

  /** For things and a header that Postern itself took apart. */
  build(header: SnapshotHeader): PolicySnapshot {
    const memberships = this.packed.length > PACKED_FROM ? this.packed.close() : [...this.packed]
    return this.with(memberships, header) as PolicySnapshot
  }
}

export function headerOf(snapshot: PolicySnapshot): SnapshotHeader {
  const { takenAt, mfaTrustedIps, unknowns, posture, accounts, directory, catalog } = snapshot
  const { office365 = [], adminPortals = [] }: Catalog = catalog
  return {
    takenAt,
    mfaTrustedIps,
    emergencyAccess: directory.emergencyAccess ?? {},
    office365,
    adminPortals,
    unknowns,
    ...(posture === undefined ? {} : { posture }),
    ...(accounts === undefined ? {} : { accounts }),
  }
}

export function* thingsOf({ policies, namedLocations, directory, catalog }: PolicySnapshot): Iterable<Thing> {
  const lists: readonly (Iterable<unknown> | undefined)[] = [
    policies,
    namedLocations,
    directory.users,
    directory.groups,
    directory.memberships,
    directory.roles,
    catalog.apps,
  ]
  for (const [index, kind] of THING_KINDS.entries())
    for (const value of lists[index] ?? []) yield { kind, value: value as Thing['value'] }
}

/** So that one JSON text stays far below the longest that Node can hold. */
export const ONE_TEXT_THINGS_MAX = 100_000

export function thingCount({ policies, namedLocations, directory, catalog }: PolicySnapshot): number {
  const { users, groups, memberships, roles } = directory
  const lists = [policies, namedLocations, users, groups, memberships, roles, catalog.apps]
  return lists.reduce((count, list) => count + (list?.length ?? 0), 0)
}
