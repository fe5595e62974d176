/** The answer to "would this sign-in be blocked": by device code, with the defaults of a laptop where nothing is said. */
import { type AddressRange, cidrRange } from '../addresses.js'
import { type CompiledTenant, compileTenant } from '../compile.js'
import { Evidence, policyRef } from '../evidence.js'
import type { NamedLocation } from '../namedLocation.js'
import { mentionedLocations } from '../scope.js'
import type { PolicySnapshot } from '../snapshot.js'
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

type From = Pick<SignIn, 'ipAddress' | 'country' | 'compliantNetwork'>

/** Where the sign-in to evaluate comes from; of a range or a named location one of every kind that policies tell apart. */
interface Origin {
  readonly place: WhatIfPlace
  readonly first: From
  readonly others: readonly From[]
  /** As it can be kept: what somebody's words were found to mean. */
  readonly from: WhatIfQuestion['from']
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
    ...origin.first,
  }
  const result = evaluateWhatIf(tenant, signIn)
  const everywhere = [signIn, ...origin.others.map((from) => ({ ...signIn, ...from }))]
  const refs = (ids: WhatIf['applied']) => tenant.policies.filter(({ id }) => ids.includes(id)).map(policyRef)
  // An address tells no country. `null`: it maps to none.
  const listed = [null, ...tenant.locations.all.flatMap((location) => location.countries)]
  const countries = tenant.locations.countriesApart(listed, mentionedLocations(tenant.policies))
  const hangsOnCountry = (one: SignIn): boolean => {
    const { outcome } = evaluateWhatIf(tenant, one)
    return countries.some((country) => evaluateWhatIf(tenant, { ...one, country }).outcome !== outcome)
  }
  const answer: WhatIfAnswer = {
    ...dated,
    kind: 'what-if',
    question: { ...question, from: origin.from },
    person:
      user === null
        ? null
        : { id: user.id, displayName: user.displayName ?? null, userPrincipalName: user.userPrincipalName ?? null },
    place: origin.place,
    app,
    platform,
    outcome: everywhere.every((one) => evaluateWhatIf(tenant, one).outcome === result.outcome)
      ? result.outcome
      : 'depends',
    because: personViewOf(whole, dated.unknowns).because(result.outcome !== 'block', user?.id ?? null),
    applied: refs(result.applied),
    reportOnly: refs(result.reportOnly),
    controls: result.controls,
    countryUnknown: origin.place.address !== null && everywhere.some(hangsOnCountry),
    graph: { kind: 'unknown', why: 'not-asked' },
  }
  return { answer, signIn }
}

function originOf({ from }: WhatIfQuestion, snapshot: PolicySnapshot): Origin | null {
  const tenant = compileTenant(snapshot)
  if (from !== null && 'address' in from) {
    const range = cidrRange(from.address)
    return range === null ? null : atAddresses({ asked: from.address, from }, [range], tenant, snapshot)
  }
  if (from === null) {
    const free = ANYWHERE.find((address) => tenant.locations.placeOf(address, undefined, false).locations.size === 0)
    const range = cidrRange(free ?? '192.0.2.1')
    return range === null ? null : atAddresses({ asked: null, from }, [range], tenant, snapshot)
  }
  const all = tenant.locations.all
  const { called = null } = 'called' in from ? from : {}
  const found = all.find((one) =>
    'location' in from ? one.id === from.location : called !== null && isCalled(one, called),
  )
  if (found === undefined) return 'country' in from ? inCountry(from.country, tenant, snapshot) : null
  const kept = { location: found.id }
  const place = {
    asked: found.displayName,
    locations: [named(snapshot, found.id)],
    trusted: found.trusted,
    address: null,
    country: null,
  }
  if (found.kind === 'compliant-network') return { place, first: { compliantNetwork: true }, others: [], from: kept }
  if (found.kind === 'country') {
    const inside = [...found.countries, ...(found.unknownCountries ? [null] : [])]
    const [first = null, ...others] = tenant.locations.countriesApart(inside, mentionedLocations(tenant.policies))
    return { place, first: { country: first }, others: others.map((country) => ({ country })), from: kept }
  }
  return atAddresses({ asked: found.displayName, from: kept }, found.ranges, tenant, snapshot)
}

const isCalled = ({ displayName }: NamedLocation, called: string): boolean =>
  displayName.normalize('NFKC').trim().toLowerCase() === called.normalize('NFKC').trim().toLowerCase()

/** At an address there that is in no other location. */
function inCountry(country: string, tenant: CompiledTenant, snapshot: PolicySnapshot): Origin {
  const { locations, trusted } = tenant.locations.placeOf(undefined, country, false)
  const there = [...locations].map((id) => named(snapshot, id))
  const place = { asked: null, address: null, country, locations: there, trusted }
  return { place, first: { country }, others: [], from: { country } }
}

/** Null: there is no range that could be read. */
function atAddresses(
  { asked, from }: { readonly asked: string | null; readonly from: WhatIfQuestion['from'] },
  ranges: readonly AddressRange[],
  tenant: CompiledTenant,
  snapshot: PolicySnapshot,
): Origin | null {
  const found = tenant.locations.addressesWithin(ranges, mentionedLocations(tenant.policies))
  const [address, ...others] = found
  if (address === undefined) return null
  const { locations, trusted } = tenant.locations.placeOf(address, undefined, false)
  const place = { asked, address, country: null, locations: [...locations].map((id) => named(snapshot, id)), trusted }
  return { place, first: { ipAddress: address }, others: others.map((ipAddress) => ({ ipAddress })), from }
}

const named = (snapshot: PolicySnapshot, id: string) => new Evidence(compileTenant(snapshot), true).location(id)
