/**
 * The theft of a device code, as rows of the sign-in log: approved by the victim at the office, redeemed by the thief from
 * somewhere else.
 */
import { randomUUID } from 'node:crypto'
import { CLIENTS, RESOURCES } from './tenant/catalog.js'
import { completedFlow } from './tenant/deviceCodeFlows.js'
import type { SignInRow, SimulatedUser } from './tenant/model.js'
import type { Vantage } from './tenant/signInRow.js'
import { OFFICE } from './tenant/vantages.js'

const ATTACKER: Vantage = {
  ipAddress: '192.0.2.77',
  city: 'Frankfurt am Main',
  countryOrRegion: 'DE',
  autonomousSystemNumber: 64511,
  userAgent: 'python-requests/2.32.3',
  operatingSystem: '',
  browser: '',
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
