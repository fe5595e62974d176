/** The answer to "would this sign-in be blocked": by device code, with the defaults of a laptop where nothing is said. */
import ipaddr from 'ipaddr.js'
import { cidrRange } from '../addresses.js'
import { compileTenant } from '../compile.js'
import { Evidence, policyRef } from '../evidence.js'
import type { NamedLocation } from '../locations.js'
import { cidrsOf, type PolicySnapshot } from '../snapshot.js'
import type { DirectoryUser, SignIn, WhatIf } from '../tenant.js'
import { evaluateWhatIf } from '../whatIf.js'
import type { WhatIfAnswer, WhatIfPlace } from './answers.js'
import type { WhatIfQuestion } from './asked.js'
import { RESOURCES } from './resources.js'
import { datedAs, personViewOf, withPerson } from './view.js'

const APP_DEFAULT = 'microsoft-graph'
const PLATFORM_DEFAULT = 'windows'
/** Addresses for documentation and two of public name servers: one of them is in no named location. */
const ANYWHERE = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '1.1.1.1', '8.8.8.8']

/** A sign-in to evaluate; of a range its last address as well. */
interface Origin {
  readonly place: WhatIfPlace
  readonly signIn: Pick<SignIn, 'ipAddress' | 'country' | 'compliantNetwork'>
  readonly lastAddress: string | null
}

export interface WhatIfCase {
  readonly answer: WhatIfAnswer
  /** What was evaluated, for whoever asks somebody else the same. */
  readonly signIn: SignIn
}

/** @returns null where no named location is called so. */
export function answerWhatIf(
  question: WhatIfQuestion,
  user: DirectoryUser | null,
  snapshot: PolicySnapshot,
  now: Date,
): WhatIfCase | null {
  const whole = withPerson(snapshot, user)
  const origin = originOf(question, whole)
  if (origin === null) return null
  const { dated } = datedAs(whole, now)
  const tenant = compileTenant(whole)
  const app = question.app ?? APP_DEFAULT
  const platform = question.platform ?? PLATFORM_DEFAULT
  const signIn: SignIn = {
    userId: user?.id ?? '',
    appId: RESOURCES[app],
    authenticationFlow: 'deviceCodeFlow',
    clientAppType: 'mobileAppsAndDesktopClients',
    devicePlatform: platform,
    device: null,
    ...origin.signIn,
  }
  const result = evaluateWhatIf(tenant, signIn)
  const last =
    origin.lastAddress === null ? result : evaluateWhatIf(tenant, { ...signIn, ipAddress: origin.lastAddress })
  const refs = (ids: WhatIf['applied']) => tenant.policies.filter(({ id }) => ids.includes(id)).map(policyRef)
  // An address tells no country. `null`: it maps to none.
  const countries = [null, ...new Set(tenant.locations.all.flatMap((location) => location.countries))]
  const edges = [signIn, ...(origin.lastAddress === null ? [] : [{ ...signIn, ipAddress: origin.lastAddress }])]
  const hangsOnCountry = (edge: SignIn): boolean => {
    const { outcome } = evaluateWhatIf(tenant, edge)
    return countries.some((country) => evaluateWhatIf(tenant, { ...edge, country }).outcome !== outcome)
  }
  const answer: WhatIfAnswer = {
    ...dated,
    kind: 'what-if',
    question,
    person:
      user === null
        ? null
        : { id: user.id, displayName: user.displayName ?? null, userPrincipalName: user.userPrincipalName ?? null },
    place: origin.place,
    app,
    platform,
    outcome: last.outcome === result.outcome ? result.outcome : 'depends',
    because: personViewOf(whole, dated.unknowns).because(result.outcome !== 'block'),
    applied: refs(result.applied),
    reportOnly: refs(result.reportOnly),
    controls: result.controls,
    countryUnknown: origin.place.address !== null && edges.some(hangsOnCountry),
    graph: { kind: 'unknown', why: 'not-asked' },
  }
  return { answer, signIn }
}

function originOf({ from }: WhatIfQuestion, snapshot: PolicySnapshot): Origin | null {
  const tenant = compileTenant(snapshot)
  if (from !== null && 'address' in from) return atAddress(from.address, from.address, snapshot)
  if (from === null) {
    const free = ANYWHERE.find((address) => tenant.locations.placeOf(address, undefined, false).locations.size === 0)
    return atAddress(null, free ?? '192.0.2.1', snapshot)
  }
  const all = tenant.locations.all
  const index = all.findIndex((one) => ('location' in from ? one.id === from.location : isCalled(one, from.called)))
  const found = all[index]
  if (found === undefined) return null
  const place = {
    asked: found.displayName,
    locations: [named(snapshot, found.id)],
    trusted: found.trusted,
    address: null,
  }
  if (found.kind === 'compliant-network') return { place, signIn: { compliantNetwork: true }, lastAddress: null }
  if (found.kind === 'country') {
    return { place, signIn: { country: found.countries[0] ?? null }, lastAddress: null }
  }
  const cidr =
    index < snapshot.namedLocations.length ? cidrsOf(snapshot.namedLocations[index])[0] : snapshot.mfaTrustedIps[0]
  return cidr === undefined ? null : atAddress(found.displayName, cidr, snapshot)
}

const isCalled = ({ displayName }: NamedLocation, called: string): boolean =>
  displayName.normalize('NFKC').trim().toLowerCase() === called.normalize('NFKC').trim().toLowerCase()

/** @param cidr an address or a range, as `cidrRange` reads it. */
function atAddress(asked: string | null, cidr: string, snapshot: PolicySnapshot): Origin | null {
  if (cidrRange(cidr) === null) return null
  const { first, last } = edgesOf(cidr)
  const { locations, trusted } = compileTenant(snapshot).locations.placeOf(first, undefined, false)
  const named_ = [...locations].map((id) => named(snapshot, id))
  const place = { asked, address: first, locations: named_, trusted }
  return { place, signIn: { ipAddress: first }, lastAddress: first === last ? null : last }
}

function edgesOf(cidr: string): { readonly first: string; readonly last: string } {
  if (!cidr.includes('/')) return { first: cidr, last: cidr }
  const kind = cidr.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4
  return { first: kind.networkAddressFromCIDR(cidr).toString(), last: kind.broadcastAddressFromCIDR(cidr).toString() }
}

const named = (snapshot: PolicySnapshot, id: string) => new Evidence(compileTenant(snapshot), true).location(id)
