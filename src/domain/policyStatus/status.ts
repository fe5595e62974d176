/**
 * Is device code flow blocked, for whom is it not, and why?
 *
 * What counts is what the enabled policies do together, whether they name device code flow or not. A general policy
 * that happens to stop some of it does not make the answer `partial`: nearly every tenant has one.
 */
import type { GapCode, ResidualCode } from './codes.js'
import { type CompiledTenant, compileTenant } from './compile.js'
import { networkMisses } from './conditions/network.js'
import { type Person, userMisses } from './conditions/users.js'
import { GapFinder, type Gaps } from './gaps.js'
import { namesDeviceCodeFlow, type Policy } from './policy.js'
import { bitsOf, classOf, inState, requiredScope, type Scope, someSignIn } from './scope.js'
import { isBroad, riskPolicies } from './signInRisk.js'
import type { Tenant } from './tenant.js'

export type Blocked = 'yes' | 'partial' | 'report-only' | 'no'

export interface Gap {
  readonly code: GapCode
  /** The policies that leave it; empty where it is about the tenant. */
  readonly policies: readonly Policy[]
}

export interface StatusAnalysis {
  readonly blocked: Blocked
  readonly gaps: readonly Gap[]
  readonly residual: readonly ResidualCode[]
  /** Listed users, emergency access left out, who can complete some sign-in from a network that is not trusted. */
  readonly openUsers: readonly string[]
  /** `*` is an unnamed internet address, else the named locations an ordinary member can do it from. */
  readonly openFrom: readonly string[]
  /** Classes of people who are open, stand-ins included. */
  readonly openPeople: readonly Person[]
  /** The policies the answer is about: those that block by name, or, where others block everything, those. */
  readonly decisive: readonly Policy[]
}

export interface Status {
  readonly blocked: Blocked
  readonly gaps: readonly GapCode[]
  readonly residual: readonly ResidualCode[]
  readonly openUsers: readonly string[]
  readonly openFrom: readonly string[]
}

/** The answer in codes and ids; `analyseStatus` has the policies behind them. */
export function evaluateStatus(tenant: Tenant | CompiledTenant): Status {
  const { blocked, gaps, residual, openUsers, openFrom } = analyseStatus(tenant)
  return { blocked, gaps: gaps.map(({ code }) => code), residual, openUsers, openFrom }
}

const analysed = new WeakMap<CompiledTenant, StatusAnalysis>()

/** Worked out once for each compiled tenant, and kept as long as that. */
export function analyseStatus(tenant: Tenant | CompiledTenant): StatusAnalysis {
  const compiled = compileTenant(tenant)
  const analysis = analysed.get(compiled) ?? analyse(compiled)
  analysed.set(compiled, analysis)
  return analysis
}

function analyse(compiled: CompiledTenant): StatusAnalysis {
  const scope = requiredScope(compiled)
  const all = [scope.people, scope.networks, ...scope.others]
  const enforced = inState(scope.relevant, 'enabled', false)
  const blocked = judge(scope, enforced)
  const decisive = decisivePolicies(scope, blocked)

  const finder = new GapFinder([scope.networks, ...scope.others], enforced, decisive)
  const found: Gaps = new Map()
  const openPeople = new Map<Person, Gaps>()
  for (const people of scope.people) {
    const gaps = finder.of(people)
    if (gaps === null) continue
    for (const person of people.values) openPeople.set(person, gaps)
    for (const [code, policies] of gaps) found.set(code, new Set([...(found.get(code) ?? []), ...policies]))
  }
  const openListed = compiled.people.listed.filter(({ person, emergency }) => !emergency && openPeople.has(person))
  for (const person of new Set(openListed.map(({ person }) => person)))
    for (const code of EXCLUSIONS)
      for (const index of openPeople.get(person)?.get(code) ?? []) {
        const known = found.get('excludes-non-emergency-users') ?? new Set()
        found.set('excludes-non-emergency-users', known.add(index))
      }

  const policiesAt = (indexes: Iterable<number>): readonly Policy[] =>
    [...indexes].flatMap((index) => scope.relevant[index] ?? [])
  const conditional = [...found].map(([code, indexes]) => ({ code, policies: policiesAt(indexes) }))
  const blocking = policiesAt(decisive.filter((index) => someSignIn(all, (alive) => holds(alive, index))))
  return {
    blocked,
    gaps: [...conditional, ...tenantGaps(compiled, scope, blocked, enforced), ...sideGaps(compiled, blocking)],
    residual: residualOf(scope, blocked, enforced),
    openUsers: openListed.map(({ id }) => id),
    openFrom: openFrom(compiled, scope, enforced),
    openPeople: [...openPeople.keys()],
    decisive: policiesAt(decisive),
  }
}

const EXCLUSIONS: readonly GapCode[] = ['excluded-users', 'excluded-groups', 'excluded-roles']
const holds = (bits: bigint, index: number): boolean => ((bits >> BigInt(index)) & 1n) === 1n

function judge(scope: Scope, enforced: bigint): Blocked {
  const { relevant } = scope
  const all = [scope.people, scope.networks, ...scope.others]
  if (!someSignIn(all, (alive) => (alive & enforced) === 0n)) return 'yes'
  const named = inState(relevant, 'enabled', true)
  if (someSignIn(all, (alive) => (alive & named) !== 0n)) return 'partial'
  const reporting = inState(relevant, 'report-only', false)
  const reportingByName = inState(relevant, 'report-only', true)
  const wouldBlockSome = someSignIn(all, (alive) => (alive & reportingByName) !== 0n)
  const wouldBlockAll = reporting !== 0n && !someSignIn(all, (alive) => (alive & (enforced | reporting)) === 0n)
  return wouldBlockSome || wouldBlockAll ? 'report-only' : 'no'
}

/**
 * The policies whose failures are the gaps: those that name device code flow, enabled before report-only before
 * disabled, the first state in which any of them blocks something; where none does, the first state there is.
 */
function decisivePolicies(scope: Scope, blocked: Blocked): readonly number[] {
  const all = [scope.people, scope.networks, ...scope.others]
  const states = (['enabled', 'report-only', 'disabled'] as const).map((state) => inState(scope.relevant, state, true))
  const indexes = (bits: bigint): readonly number[] =>
    scope.relevant.flatMap((_, index) => (holds(bits, index) ? [index] : []))
  const blocking = states.find((bits) => bits !== 0n && someSignIn(all, (alive) => (alive & bits) !== 0n))
  const chosen = indexes(blocking ?? states.find((bits) => bits !== 0n) ?? 0n)
  // Nothing names it and it is blocked all the same: then the general policies are what holds.
  return chosen.length === 0 && blocked === 'yes' ? indexes(inState(scope.relevant, 'enabled', false)) : chosen
}

/** Gaps that say what the tenant has instead of a block. */
function tenantGaps(compiled: CompiledTenant, scope: Scope, blocked: Blocked, enforced: bigint): readonly Gap[] {
  if (blocked === 'yes') return []
  const { relevant } = scope
  const all = [scope.people, scope.networks, ...scope.others]
  const select = (bits: bigint): readonly Policy[] => relevant.filter((_, index) => holds(bits, index))
  const gaps: Gap[] = []
  if (!relevant.some(namesDeviceCodeFlow)) gaps.push({ code: 'no-block-policy', policies: [] })

  const general = enforced & ~inState(relevant, 'enabled', true)
  if (blocked !== 'partial' && someSignIn(all, (alive) => (alive & general) !== 0n))
    gaps.push({ code: 'incidental-blocks-only', policies: select(general) })

  const wouldBlock = (bits: bigint): boolean =>
    someSignIn(all, (alive) => (alive & enforced) === 0n && (alive & bits) !== 0n)
  const reportingByName = inState(relevant, 'report-only', true)
  const reporting = blocked === 'report-only' ? inState(relevant, 'report-only', false) : reportingByName
  if (wouldBlock(reporting)) gaps.push({ code: 'report-only', policies: select(reporting) })
  const disabled = inState(relevant, 'disabled', true)
  if (wouldBlock(disabled)) gaps.push({ code: 'disabled', policies: select(disabled) })

  const enabled = compiled.policies.filter((policy) => policy.state === 'enabled' && !policy.forWorkloads)
  const instead = enabled.filter((policy) => namesDeviceCodeFlow(policy) && !policy.controls.blocks)
  if (instead.length > 0) gaps.push({ code: 'grant-not-block', policies: instead })
  const other = enabled.filter(
    (policy) => policy.controls.blocks && policy.transferMethods !== null && !namesDeviceCodeFlow(policy),
  )
  if (other.length > 0) gaps.push({ code: 'wrong-transfer-method', policies: other })
  return gaps
}

/** Gaps that leave `blocked` as it is. */
function sideGaps(compiled: CompiledTenant, blocking: readonly Policy[]): readonly Gap[] {
  const { people, locations, policies } = compiled
  const gaps: Gap[] = []
  const untrusting = blocking.filter(({ network }) => network?.include.allTrusted || network?.exclude.allTrusted)
  if (!locations.anyTrusted && untrusting.length > 0)
    gaps.push({ code: 'no-trusted-location-defined', policies: untrusting })

  const emergency = people.emergencyStandIns()
  const careless = blocking.filter(({ users }) => {
    if (people.anyEmergencyDeclared) return emergency.some((person) => userMisses(users, person).length === 0)
    return users.exclude.ids.size + users.exclude.groups.size + users.exclude.roles.size === 0
  })
  if (careless.length > 0) gaps.push({ code: 'no-emergency-exclusion', policies: careless })

  const risk = riskPolicies(policies)
  if (risk.length === 0) gaps.push({ code: 'no-signin-risk-policy', policies: [] })
  else if (!risk.some((policy) => isBroad(policy, locations)))
    gaps.push({ code: 'signin-risk-policy-limited', policies: risk })
  return gaps
}

/** Holes that the recommended design has itself: sign-ins stopped elsewhere, or for others, but open here. */
function residualOf(scope: Scope, blocked: Blocked, enforced: bigint): readonly ResidualCode[] {
  if (blocked !== 'yes' && blocked !== 'partial') return []
  const openOnlyHere = (here: readonly { readonly bits: bigint }[], rest: Parameters<typeof someSignIn>[0]): boolean =>
    here.some(({ bits }) => someSignIn(rest, (alive) => (alive & enforced) !== 0n && (alive & enforced & bits) === 0n))
  const residual: ResidualCode[] = []
  if (openOnlyHere(scope.trustedNetworks, [scope.people, ...scope.others])) residual.push('trusted-networks-open')
  if (openOnlyHere(scope.emergency, [scope.networks, ...scope.others])) residual.push('emergency-accounts-open')
  return residual
}

function openFrom(compiled: CompiledTenant, scope: Scope, enforced: bigint): readonly string[] {
  const member = classOf(scope.relevant, compiled.people.plain, (policy, person) => userMisses(policy.users, person))
  const names = new Map(compiled.locations.all.map(({ key, id }) => [key, id]))
  const open = new Set<string>()
  for (const place of compiled.locations.origins()) {
    const here = bitsOf(scope.relevant, (policy) => networkMisses(policy.network, place).length === 0)
    const standing = member.bits & here & enforced
    if (!someSignIn(scope.others, (alive) => alive === 0n, standing)) continue
    if (place.locations.size === 0) open.add('*')
    for (const key of place.locations) open.add(names.get(key) ?? key)
  }
  return [...open]
}
