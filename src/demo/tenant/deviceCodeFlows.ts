/**
 * What device code sign-ins write to the log, as data. The rows follow a published capture: an interrupt and an approval
 * from the person's own browser, then a non-interactive redemption by whoever asked for the code, with
 * `originalTransferMethod` deviceCodeFlow and an empty device. The interactive rows hold the person's address, so "a new
 * country" on them tells nothing of where the tokens went.
 */
import { randomUUID } from 'node:crypto'
import { CLIENTS, RESOURCES } from './catalog.js'
import type { SignInRow, SimulatedUser } from './model.js'
import { type ClientApp, signInRow, type Vantage } from './signInRow.js'
import { HARBOUR, OFFICE, ROOM_PHONE, TERMINAL } from './vantages.js'

const SECOND_MS = 1_000
const MFA_BY_CLAIM = 'MFA requirement satisfied by claim in the token'

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
export function completedFlow(flow: Flow): readonly SignInRow[] {
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
