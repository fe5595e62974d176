/** The legs of a case as the security team reads them, and where it can look what the tokens were used for. */
import { type HuntLink, huntingLinks } from '../domain/huntingLinks.js'
import type { LegView, PlaceView, StepView } from '../domain/notices.js'
import { EMPTY_CONTEXT, isTrusted, type Leg, networkNameOf, rangeOf } from '../domain/signInAlert/index.js'
import type { Settings, StoredCase } from './ports.js'

/** As many as are read on a phone. */
const LEGS_MAX = 8
/** An access token outlives a revoke by this long (Microsoft Learn, "Continuous access evaluation": up to an hour). */
const TOKEN_LIFE_MS = 75 * 60_000

export function placeOf(leg: Leg, trustedNetworks: readonly string[]): PlaceView {
  const { city, country, ipAddress, asn } = leg.record
  const context = { ...EMPTY_CONTEXT, trustedNetworks: trustedNetworks.flatMap((network) => rangeOf(network) ?? []) }
  return {
    city: city ?? null,
    countryOrRegion: country?.toUpperCase() ?? null,
    ipAddress: ipAddress ?? null,
    // Named locations of the tenant are known from the row itself, which says when it came from a trusted one.
    trusted: isTrusted(leg.record, context),
    network: networkNameOf(asn),
  }
}

/** The flow itself, and of the later uses of its tokens the first and the last. */
export function legViews(
  { case: { legs } }: StoredCase,
  trustedNetworks: readonly string[],
): { readonly legs: readonly LegView[]; readonly legsLeft: number } {
  const tails = legs.filter(({ kind, inFlow }) => kind === 'tail' || !inFlow)
  const ends = new Set([tails.at(0), tails.at(-1)])
  const told = legs.filter((leg) => ends.has(leg) || (leg.inFlow && leg.kind !== 'tail'))
  // The beginning says how it came about, the end how it stands.
  const half = LEGS_MAX / 2
  const shown = told.length <= LEGS_MAX ? told : [...told.slice(0, half), ...told.slice(-half)]
  return {
    legs: shown.map((leg) => ({
      kind: leg.kind,
      at: new Date(leg.record.atMs),
      from: placeOf(leg, trustedNetworks),
    })),
    legsLeft: legs.length - shown.length,
  }
}

/** Null where this cloud has no place to hunt in. Nothing was read where nobody got a token. */
export function huntsFor(
  { defenderPortal, tenantId }: Pick<Settings, 'defenderPortal' | 'tenantId'>,
  { case: one, userId, firstSeen }: StoredCase,
  steps: readonly StepView[],
): readonly HuntLink[] | null {
  if (defenderPortal === null) return null
  const tokens = one.legs.filter(({ record }) => record.result === 0)
  if (one.outcome !== 'completed' || tokens.length === 0) return []
  const revokedMs = Math.max(
    0,
    ...steps
      .filter(({ step, outcome }) => step === 'revoke-sessions' && outcome === 'done')
      .map(({ at }) => at.getTime()),
  )
  const isOver = revokedMs > Math.max(...tokens.map(({ record }) => record.atMs))
  return huntingLinks(defenderPortal, tenantId, {
    userId,
    sessionId: tokens.map(({ record }) => record.sessionId).find((session) => session !== undefined) ?? null,
    from: firstSeen,
    until: isOver ? new Date(revokedMs + TOKEN_LIFE_MS) : null,
  })
}
