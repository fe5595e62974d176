/** Networks that policies go by: new, gone, trusted, wider, narrower. */
import type { AddressRange } from '../addresses.js'
import { MFA_TRUSTED_IPS } from '../conditions/network.js'
import { policyRef } from '../evidence.js'
import type { NamedLocation } from '../namedLocation.js'
import type { Policy } from '../policy.js'
import { member, text } from '../reading.js'
import { cidrsOf } from '../snapshot.js'
import { changeOf, some } from './changeId.js'
import type { DriftChange, DriftCode, DriftThing } from './shape.js'
import { isWholeIn, type Side } from './view.js'

export function locationChanges(before: Side, after: Side): readonly DriftChange[] {
  const [earlier, later] = [locationsOf(before), locationsOf(after)]
  const changes: DriftChange[] = []
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const was = earlier.get(key)
    const is = later.get(key)
    const users = [...after.relevant.values()].filter((policy) =>
      goesBy(policy, key, was?.trusted || is?.trusted || false),
    )
    const shown = is ?? was
    if (shown === undefined || (users.length === 0 && !shown.trusted)) continue
    const subject: DriftThing = { kind: 'location', id: shown.id, name: shown.displayName }
    const [old, fresh] = [rangesShown(before, key), rangesShown(after, key)]
    const when = modifiedOf(after, key) ?? before.snapshot.takenAt
    const blocks = users.filter(({ state, controls }) => state === 'enabled' && controls.blocks)
    const isExcluded = blocks.some(({ network }) => network?.exclude.ids.has(key) === true)
    const isExcludedByTrust = blocks.some(({ network }) => network?.exclude.allTrusted === true)
    const isIncluded = blocks.some(({ network }) => network?.include.ids.has(key) === true)
    const isOpening = (trusted: boolean): boolean => isExcluded || (trusted && isExcludedByTrust)
    const push = (code: DriftCode, isOpened: boolean | 'unknown'): void => {
      // A block that was not read may go by it.
      const opens = isOpened || (isWholeIn(['policies'], before, after) ? false : 'unknown')
      const things = (cidrs: readonly string[]) =>
        some(cidrs.map((id) => ({ kind: 'location', id, name: null }) as const))
      changes.push(
        changeOf({
          code,
          subject,
          opens,
          policies: users.map(policyRef),
          added: things(fresh.filter((range) => !old.includes(range))),
          removed: things(old.filter((range) => !fresh.includes(range))),
          content: [old, fresh, is?.trusted, when],
        }),
      )
    }
    if (was === undefined || is === undefined) {
      const list = key === MFA_TRUSTED_IPS ? 'mfa-trusted-ips' : 'named-locations'
      if (is === undefined && !after.unknown.has(list)) push('location-removed', isIncluded)
      if (was === undefined && !before.unknown.has(list)) push('location-added', isOpening(shown.trusted))
      continue
    }
    if (was.trusted !== is.trusted)
      push(is.trusted ? 'location-trusted' : 'location-untrusted', is.trusted && isExcludedByTrust)
    const unread = was.unread || is.unread
    if (holdsMore(is, was)) push('location-widened', isOpening(is.trusted) || (unread && 'unknown'))
    if (holdsMore(was, is)) push('location-narrowed', isIncluded || (unread && 'unknown'))
  }
  return changes
}

const locationsOf = ({ tenant }: Side): ReadonlyMap<string, NamedLocation> =>
  new Map(tenant.locations.all.map((location) => [location.key, location]))

const goesBy = ({ network }: Policy, key: string, trusted: boolean): boolean =>
  network !== null &&
  [network.include, network.exclude].some((chosen) => chosen.ids.has(key) || (trusted && chosen.allTrusted))

function rangesShown({ snapshot }: Side, key: string): readonly string[] {
  if (key === MFA_TRUSTED_IPS) return snapshot.mfaTrustedIps
  const raw = rawOf(snapshot, key)
  const countries = member(raw, 'countriesAndRegions')
  const unknown = member(raw, 'includeUnknownCountriesAndRegions') === true ? ['unknown countries'] : []
  return [...cidrsOf(raw), ...(Array.isArray(countries) ? countries.map(String) : []), ...unknown]
}

const rawOf = (snapshot: Side['snapshot'], key: string): unknown =>
  snapshot.namedLocations.find((raw) => text(member(raw, 'id'))?.toLowerCase() === key)
const modifiedOf = ({ snapshot }: Side, key: string): string | null =>
  text(member(rawOf(snapshot, key), 'modifiedDateTime'))

/** Whether one holds an address or a country that the other does not. */
function holdsMore(one: NamedLocation, other: NamedLocation): boolean {
  if (one.unknownCountries && !other.unknownCountries) return true
  if (one.countries.some((code) => !other.countries.includes(code))) return true
  const merged = mergedRanges(other.ranges)
  // Both go upwards, so that thousands of ranges are walked once.
  let at = 0
  return inOrder(one.ranges).some((range) => {
    while (at < merged.length && (merged[at] as AddressRange).to < range.from) at += 1
    const held = merged[at]
    return held === undefined || range.from < held.from || held.to < range.to
  })
}

const inOrder = (ranges: readonly AddressRange[]): readonly AddressRange[] =>
  [...ranges].sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0))

/** Ranges that touch become one, so that a range cut in two is still held. */
function mergedRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const merged: AddressRange[] = []
  for (const range of inOrder(ranges)) {
    const last = merged.at(-1)
    if (last === undefined || range.from > last.to) merged.push(range)
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to }
  }
  return merged
}
