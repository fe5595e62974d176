/**
 * What device code sign-ins write to the log, as data: the theft, and the honest ones that look like it.
 *
 * The theft follows a published capture: an interrupt and an approval from the victim's own browser, then a
 * non-interactive redemption from somewhere else with `originalTransferMethod` deviceCodeFlow and an empty device. The
 * interactive rows hold the victim's address, so "a new country" on them misses it.
 */
import { randomUUID } from 'node:crypto'
import { CLIENTS, RESOURCES } from './tenant/catalog.js'
import type { SignInRow, SimulatedUser } from './tenant/model.js'
import { OFFICE, ROOM_PHONE, TERMINAL } from './tenant/seedHistory.js'
import { type ClientApp, signInRow, type Vantage } from './tenant/signInRow.js'

const SECOND_MS = 1_000
const MFA_BY_CLAIM = 'MFA requirement satisfied by claim in the token'

export const ATTACKER: Vantage = {
  ipAddress: '192.0.2.77',
  city: 'Frankfurt am Main',
  countryOrRegion: 'DE',
  autonomousSystemNumber: 64511,
  userAgent: 'python-requests/2.32.3',
  operatingSystem: '',
  browser: '',
}

const { trustedNetwork: _, ...UNTRUSTED } = OFFICE
const HARBOUR: Vantage = { ...UNTRUSTED, ipAddress: '198.51.100.80' }

interface Flow {
  readonly who: SimulatedUser
  readonly app: ClientApp
  readonly resource: ClientApp
  readonly approvedFrom: Vantage
  readonly redeemedFrom: Vantage
  /** When the code was entered. */
  readonly at: Date
}

/** One device code flow: the confirm page, the approval, the redemption, and the first use of the tokens. */
function completedFlow(flow: Flow): readonly SignInRow[] {
  const { who, app, resource } = flow
  const shared = { who, app, resource, correlationId: randomUUID(), sessionId: randomUUID() }
  const after = (seconds: number) => new Date(flow.at.getTime() + seconds * SECOND_MS)
  const byPerson = { from: flow.approvedFrom, interactive: true, protocol: 'deviceCode', transfer: 'none' } as const
  const byReceiver = {
    from: flow.redeemedFrom,
    interactive: false,
    protocol: 'none',
    transfer: 'deviceCodeFlow',
    additionalDetails: MFA_BY_CLAIM,
  } as const
  return [
    signInRow({
      ...shared,
      ...byPerson,
      id: randomUUID(),
      at: after(0),
      errorCode: 50199,
      failureReason: 'For security reasons, user confirmation is required for this request.',
    }),
    signInRow({
      ...shared,
      ...byPerson,
      id: randomUUID(),
      at: after(6),
      additionalDetails: 'MFA completed in Azure AD',
    }),
    signInRow({ ...shared, ...byReceiver, id: randomUUID(), at: after(10) }),
    signInRow({
      ...shared,
      ...byReceiver,
      id: randomUUID(),
      at: after(25),
      correlationId: randomUUID(),
      resource: RESOURCES.exchange,
      incomingTokenType: 'refreshToken',
    }),
  ]
}

/** A stolen code, redeemed by the thief through the authentication broker, which can register a device. */
export const deviceCodePhish = (who: SimulatedUser, at: Date): readonly SignInRow[] =>
  completedFlow({
    who,
    at,
    app: CLIENTS.broker,
    resource: RESOURCES.deviceRegistration,
    approvedFrom: OFFICE,
    redeemedFrom: ATTACKER,
  })

/** `az login --use-device-code` by somebody who does so every day. */
export const ownAzureCli = (who: SimulatedUser, at: Date): readonly SignInRow[] =>
  completedFlow({
    who,
    at,
    app: CLIENTS.azureCli,
    resource: RESOURCES.azure,
    approvedFrom: OFFICE,
    redeemedFrom: TERMINAL,
  })

/** A meeting room's phone that is signed in from the web page, as its maker prescribes. */
export const roomPhone = (who: SimulatedUser, at: Date): readonly SignInRow[] =>
  completedFlow({
    who,
    at,
    app: CLIENTS.teams,
    resource: RESOURCES.graph,
    approvedFrom: OFFICE,
    redeemedFrom: ROOM_PHONE,
  })

/** A code that was entered away from the office, where the policy blocks the flow. */
export function blockedByPolicy(who: SimulatedUser, at: Date, policyId: string): readonly SignInRow[] {
  return [
    signInRow({
      id: randomUUID(),
      at,
      who,
      from: HARBOUR,
      app: CLIENTS.office,
      resource: RESOURCES.graph,
      correlationId: randomUUID(),
      sessionId: randomUUID(),
      interactive: true,
      protocol: 'deviceCode',
      transfer: 'none',
      errorCode: 53003,
      failureReason: 'Access has been blocked by Conditional Access policies.',
      applied: [
        {
          id: policyId,
          displayName: 'CA001 Block device code flow',
          enforcedGrantControls: ['Block'],
          result: 'failure',
          conditionsSatisfied: 'application,users,location,authenticationFlows',
          conditionsNotSatisfied: 'none',
          includeRulesSatisfied: [
            { conditionalAccessCondition: 'authenticationFlows', ruleSatisfied: 'deviceCodeFlow' },
          ],
        },
      ],
    }),
  ]
}

/** The thief comes back with the refresh token of that session. After a revocation the tenant turns this into 50173. */
export function comesBack(stolen: readonly SignInRow[], at: Date): readonly SignInRow[] {
  const last = stolen.at(-1)
  if (last === undefined) return []
  return [
    {
      ...last,
      id: randomUUID(),
      correlationId: randomUUID(),
      createdDateTime: at.toISOString(),
      incomingTokenType: 'refreshToken',
    },
  ]
}
