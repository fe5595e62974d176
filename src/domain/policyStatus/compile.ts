/**
 * A tenant compiled for evaluation: every policy read once, and one facet for each condition.
 *
 * Compiling costs once what evaluating would otherwise cost every time. The compiled form is kept as long as the
 * tenant object it came from, so callers may pass the same object again and again; they must not change it in between.
 */
import { flowMisses } from './conditions/authenticationFlows.js'
import { CLIENT_APPS, clientAppMisses } from './conditions/clientApps.js'
import { deviceMisses } from './conditions/deviceFilter.js'
import { networkMisses, type Place } from './conditions/network.js'
import { PLATFORMS, platformMisses } from './conditions/platforms.js'
import { type Resource, resourceMisses } from './conditions/resources.js'
import { INSIDER_RISK_LEVELS, RISK_LEVELS, riskMisses } from './conditions/risks.js'
import { type Person, userMisses } from './conditions/users.js'
import { People } from './directory.js'
import { Locations } from './locations.js'
import { type Policy, readPolicy } from './policy.js'
import { addTo, Facet, type PolicySet, policySet } from './policySet.js'
import { Resources } from './resourceCatalog.js'
import type { Device, Tenant } from './tenant.js'

/** A sign-in's words as policies compare them; anything unheard of becomes one word, so that caches stay small. */
class Words {
  private readonly known: ReadonlyMap<string, string>

  constructor(words: readonly string[]) {
    this.known = new Map(words.map((word) => [word, word]))
  }

  of(value: string | null | undefined, absent: string): string {
    if (value === null || value === undefined) return absent
    return this.known.get(value) ?? this.known.get(value.toLowerCase()) ?? 'other-value'
  }
}

export class CompiledTenant {
  readonly policies: readonly Policy[]
  readonly people: People
  readonly resources: Resources
  readonly locations: Locations

  readonly enabled: PolicySet
  readonly reportOnly: PolicySet

  readonly users: Facet<Person>
  readonly targets: Facet<Resource>
  readonly network: Facet<Place>
  readonly clients: Facet<string>
  readonly platforms: Facet<string>
  readonly flows: Facet<number>
  readonly signInRisk: Facet<string>
  readonly userRisk: Facet<string>
  readonly insiderRisk: Facet<string>

  readonly clientWords = new Words(CLIENT_APPS)
  readonly platformWords = new Words(PLATFORMS)
  readonly riskWords: Words
  private readonly filtered: readonly Policy[]
  private readonly unfiltered: PolicySet
  private readonly unregistered: PolicySet
  private readonly scratch: PolicySet

  constructor(readonly tenant: Tenant) {
    this.policies = tenant.policies.map(readPolicy)
    this.people = new People(tenant.directory, this.policies)
    this.resources = new Resources(tenant.catalog, this.policies)
    this.locations = new Locations(tenant.namedLocations, tenant.mfaTrustedIps)
    const inState = (state: Policy['state']): PolicySet =>
      policySet(this.policies, (policy) => policy.state === state && !policy.forWorkloads)
    this.enabled = inState('enabled')
    this.reportOnly = inState('report-only')

    this.users = new Facet(this.policies, (policy, person) => userMisses(policy.users, person))
    this.targets = new Facet(this.policies, (policy, resource) => resourceMisses(policy.resources, resource))
    this.network = new Facet(this.policies, (policy, place) => networkMisses(policy.network, place))
    this.clients = new Facet(this.policies, (policy, client) => clientAppMisses(policy.clientApps, client))
    this.platforms = new Facet(this.policies, (policy, platform) => platformMisses(policy.platforms, platform))
    this.flows = new Facet(this.policies, (policy, flows) => flowMisses(policy.transferMethods, flows))
    this.signInRisk = new Facet(this.policies, (policy, level) => riskMisses(policy.risks.signIn, level))
    this.userRisk = new Facet(this.policies, (policy, level) => riskMisses(policy.risks.user, level))
    this.insiderRisk = new Facet(this.policies, (policy, level) => riskMisses(policy.risks.insider, level))

    const risks = this.policies.flatMap(({ risks: { signIn, user, insider } }) => [signIn, user, insider])
    // Levels that only a policy knows count as well, so that a newer enum member still matches itself.
    this.riskWords = new Words([
      ...RISK_LEVELS,
      ...INSIDER_RISK_LEVELS,
      ...risks.flatMap((levels) => [...(levels ?? [])]),
    ])
    this.filtered = this.policies.filter(({ deviceFilter }) => deviceFilter !== null)
    this.unfiltered = policySet(this.policies, ({ deviceFilter }) => deviceFilter === null)
    this.unregistered = policySet(this.policies, ({ deviceFilter }) => deviceMisses(deviceFilter, null).length === 0)
    this.scratch = this.unfiltered.slice()
  }

  /** The policies whose device filter a device meets. Valid until the next call: one buffer is used again. */
  devices(device: Device | null | undefined): PolicySet {
    if (device === null || device === undefined) return this.unregistered
    if (this.filtered.length === 0) return this.unfiltered
    this.scratch.set(this.unfiltered)
    for (const policy of this.filtered)
      if (deviceMisses(policy.deviceFilter, device).length === 0) addTo(this.scratch, policy.index)
    return this.scratch
  }
}

const compiled = new WeakMap<Tenant, CompiledTenant>()

/** Compiles a tenant, or finds the compiled form of the same object. */
export function compileTenant(tenant: Tenant | CompiledTenant): CompiledTenant {
  if (tenant instanceof CompiledTenant) return tenant
  const known = compiled.get(tenant)
  if (known !== undefined) return known
  const fresh = new CompiledTenant(tenant)
  compiled.set(tenant, fresh)
  return fresh
}

/** For a copy that differs in nothing that is compiled. */
export function keepCompiled(from: Tenant, to: Tenant): void {
  const known = compiled.get(from)
  if (known !== undefined) compiled.set(to, known)
}
