/**
 * Who can still sign in with a device code, from where, to what: the required scope's open part, in as few rows as say
 * it exactly.
 *
 * People who are open alike share a row, named by the widest thing that holds them (everyone, every guest, a group, a
 * role) and singly only where nothing else does. Emergency access is no part of it; it is told apart.
 */

import type { CompiledTenant } from './compile.js'
import type { Person } from './conditions/users.js'
import type { Evidence } from './evidence.js'
import { namedPlaces, namedResources, type OpenPlaces, type OpenResources } from './openPlaces.js'
import { type OpenWho, whoIsIn } from './openWho.js'
import { type Dimension, inState, requiredScope, type Scope, someSignIn } from './scope.js'

export const OPEN_LIMITS = ['client', 'platform', 'device', 'sign-in-risk', 'user-risk', 'insider-risk'] as const
export type OpenLimit = (typeof OPEN_LIMITS)[number]

/** A sign-in is open only with some of these. */
export interface OpenOnlyWith {
  readonly limit: OpenLimit
  /** Graph's words in lower case; empty for devices, which a filter tells apart. */
  readonly only: readonly string[]
}

export interface OpenSignIns {
  readonly who: OpenWho
  readonly from: OpenPlaces
  readonly to: OpenResources
  readonly onlyWith: readonly OpenOnlyWith[]
}

interface Part {
  /** Places of the network and resource classes in their dimensions. */
  readonly networks: readonly number[]
  readonly resources: readonly number[]
  readonly onlyWith: readonly OpenOnlyWith[]
}

export function openSignIns(tenant: CompiledTenant, evidence: Evidence, membersKnown: boolean): readonly OpenSignIns[] {
  const scope = requiredScope(tenant)
  const enforced = inState(scope.relevant, 'enabled', false)
  const parts = new Map<bigint, readonly Part[]>()
  const alike = new Map<string, { parts: readonly Part[]; people: Person[] }>()
  const closed: Person[] = []
  for (const { bits, values } of scope.people) {
    const standing = bits & enforced
    const known = parts.get(standing) ?? partsOf(scope, standing)
    parts.set(standing, known)
    if (known.length === 0) {
      closed.push(...values)
      continue
    }
    const key = JSON.stringify(known)
    const group = alike.get(key) ?? { parts: known, people: [] }
    for (const person of values) group.people.push(person)
    alike.set(key, group)
  }
  const rows = [...alike.values()].flatMap(({ parts: of, people }) => {
    const elsewhere = [...alike.values()].flatMap((other) => (other.people === people ? [] : other.people))
    return whoIsIn(tenant, evidence, { people, closed, elsewhere, membersKnown }).flatMap((who) =>
      of.map(({ networks, resources, onlyWith }) => ({
        who,
        from: namedPlaces(tenant, scope.networks, networks, evidence.location),
        to: namedResources(scope.others[0] ?? [], resources, evidence.app),
        onlyWith,
      })),
    )
  })
  return rows.sort((a, b) => weightOf(b.who) - weightOf(a.who))
}

/** The widest first. */
function weightOf(who: OpenWho): number {
  if (who.kind === 'everyone') return Number.MAX_SAFE_INTEGER
  if (who.kind === 'every-member') return Number.MAX_SAFE_INTEGER - 1
  if (who.kind === 'guests') return Number.MAX_SAFE_INTEGER - 2
  return who.kind === 'group' || who.kind === 'role' ? (who.count ?? 0) : who.count
}

/** The open part as blocks of networks × resources; `standing`: the enabled block policies that reach the people. */
function partsOf(scope: Scope, standing: bigint): readonly Part[] {
  const [resources = [], ...rest] = scope.others
  const closes = (alive: bigint): boolean => alive === 0n
  const openFor = (resource: bigint): readonly number[] =>
    scope.networks.flatMap(({ bits }, at) => (someSignIn(rest, closes, standing & bits & resource) ? [at] : []))
  const byBits = new Map<bigint, readonly number[]>()
  const blocks = new Map<string, { networks: readonly number[]; resources: number[]; bits: bigint }>()
  resources.forEach(({ bits }, at) => {
    const reaching = standing & bits
    const networks = byBits.get(reaching) ?? openFor(reaching)
    byBits.set(reaching, networks)
    if (networks.length === 0) return
    const key = networks.join()
    const block = blocks.get(key) ?? { networks, resources: [], bits: reaching }
    block.resources.push(at)
    blocks.set(key, block)
  })
  return [...blocks.values()].map(({ networks, resources: reached }) => ({
    networks,
    resources: reached,
    onlyWith: limitsOf(scope, standing, networks, reached),
  }))
}

/** Of each further dimension, the values some open sign-in of the block has, where not all have one. */
function limitsOf(
  scope: Scope,
  standing: bigint,
  networks: readonly number[],
  resources: readonly number[],
): readonly OpenOnlyWith[] {
  const [all = [], ...rest] = scope.others
  const chosen = <V>(dimension: Dimension<V>, at: readonly number[]): Dimension<V> =>
    at.flatMap((index) => dimension[index] ?? [])
  const block: readonly Dimension[] = [chosen(scope.networks, networks), chosen(all, resources)]
  return OPEN_LIMITS.flatMap((limit, at): OpenOnlyWith[] => {
    const dimension = rest[at] ?? []
    const others = [...block, ...rest.filter((_, index) => index !== at)]
    const open = dimension.filter(({ bits }) => someSignIn(others, (alive) => alive === 0n, standing & bits))
    if (open.length === dimension.length) return []
    const values = open.flatMap((one) => one.values).filter((value): value is string => typeof value === 'string')
    return [{ limit, only: limit === 'device' ? [] : values }]
  })
}
