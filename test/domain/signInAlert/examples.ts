/**
 * One good example for the tests here: a device code flow as a real capture showed it, the browser on one network and
 * the polling client on another. Each test changes the one field it is about. All people and addresses are invented
 * (RFC 5737, RFC 5398).
 */
import {
  assembleCases,
  type DeviceCodeCase,
  readRecords,
  type SignInRecord,
} from '../../../src/domain/signInAlert/index.js'

export const USER = '11111111-0000-4000-8000-000000000001'
export const OTHER_USER = '11111111-0000-4000-8000-000000000002'
export const THIRD_USER = '11111111-0000-4000-8000-000000000003'
export const HOME = '198.51.100.20'
export const AWAY = '203.0.113.77'
export const APP = 'aaaaaaaa-0000-4000-8000-000000000001'
export const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const BROKER = '29d9ed98-a469-4536-ade2-f981bc1d605e'
export const OFFICE_CLIENT = 'd3590ed6-52b3-4102-aeff-aad2292ab01c'
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'

export type Row = Readonly<Record<string, unknown>>

/** The approval: the person in their browser. */
export const approval: Row = {
  id: 'a0000000-0000-4000-8000-000000000002',
  createdDateTime: '2026-03-02T09:00:20Z',
  userId: USER,
  userPrincipalName: 'megan@contoso.com',
  userType: 'member',
  appId: APP,
  correlationId: 'c0000000-0000-4000-8000-000000000001',
  sessionId: 'e0000000-0000-4000-8000-000000000001',
  isInteractive: true,
  authenticationProtocol: 'deviceCode',
  originalTransferMethod: 'none',
  incomingTokenType: 'none',
  ipAddress: HOME,
  autonomousSystemNumber: 64496,
  location: { city: 'Redmond', countryOrRegion: 'US' },
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
  status: { errorCode: 0 },
}

/** The same browser a moment before, asked whether it is really signing in. */
export const interrupt: Row = {
  ...approval,
  id: 'a0000000-0000-4000-8000-000000000001',
  createdDateTime: '2026-03-02T09:00:00Z',
  status: { errorCode: 50199 },
}

/** The client that polled gets its tokens. */
export const redemption: Row = {
  ...approval,
  id: 'a0000000-0000-4000-8000-000000000003',
  createdDateTime: '2026-03-02T09:00:25Z',
  isInteractive: false,
  authenticationProtocol: 'none',
  originalTransferMethod: 'deviceCodeFlow',
  ipAddress: AWAY,
  autonomousSystemNumber: 64511,
  location: { city: 'Delft', countryOrRegion: 'NL' },
}

/** A later use of the same session, a correlation of its own. */
export const refresh: Row = {
  ...redemption,
  id: 'a0000000-0000-4000-8000-000000000004',
  createdDateTime: '2026-03-02T10:00:00Z',
  correlationId: 'c0000000-0000-4000-8000-000000000002',
  incomingTokenType: 'refreshToken',
}

export const phish: readonly Row[] = [interrupt, approval, redemption]

/** The same flow, approved and redeemed in one network. */
export const atHome: readonly Row[] = [interrupt, approval, { ...redemption, ...placeOf(approval) }]

export function placeOf(row: Row): Row {
  return {
    ipAddress: row.ipAddress,
    autonomousSystemNumber: row.autonomousSystemNumber,
    location: row.location,
  }
}

/** The rows again as another flow: ids, correlation and session get a suffix, times move by `minutes`. */
export function again(rows: readonly Row[], suffix: string, minutes: number, change: Row = {}): readonly Row[] {
  return rows.map((row) => ({
    ...row,
    id: `${String(row.id)}-${suffix}`,
    correlationId: `${String(row.correlationId)}-${suffix}`,
    sessionId: `${String(row.sessionId)}-${suffix}`,
    createdDateTime: later(String(row.createdDateTime), minutes),
    ...change,
  }))
}

export const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString()

export const recordsOf = (rows: readonly Row[]): readonly SignInRecord[] => readRecords({ value: rows }).records

export const casesOf = (rows: readonly Row[]): readonly DeviceCodeCase[] => assembleCases(recordsOf(rows)).cases

/** The one case the rows make. */
export function caseOf(rows: readonly Row[]): DeviceCodeCase {
  const cases = casesOf(rows)
  const [only] = cases
  if (only === undefined || cases.length > 1) throw new Error(`expected one case, got ${cases.length}`)
  return only
}

/** The kinds of the legs by record id, in short: `{ '…2': 'approval' }`. */
export const kindsOf = (one: DeviceCodeCase): Record<string, string> =>
  Object.fromEntries(one.legs.map((leg) => [leg.record.id.slice(-1), leg.kind]))
