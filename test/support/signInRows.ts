/** Sign-in rows as Graph beta spells them: one good device code phish, from which each test changes a field. */

export const PEOPLE = {
  dana: '3f2a1b00-0000-4000-8000-000000000001',
  sam: '3f2a1b00-0000-4000-8000-000000000002',
  guest: '3f2a1b00-0000-4000-8000-000000000003',
  room: '3f2a1b00-0000-4000-8000-000000000004',
} as const

export const BROKER = '29d9ed98-a469-4536-ade2-f981bc1d605e'
export const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const MICROSOFT_OFFICE = 'd3590ed6-52b3-4102-aeff-aad2292ab01c'

const VICTIM_ADDRESS = '198.51.100.20'
const ATTACKER_ADDRESS = '203.0.113.66'

export interface RowChange {
  readonly id?: string
  readonly at?: Date
  readonly userId?: string
  readonly correlationId?: string
  readonly sessionId?: string
  readonly appId?: string
  readonly ipAddress?: string
  readonly errorCode?: number
  readonly interactive?: boolean
  readonly authenticationProtocol?: string | null
  readonly originalTransferMethod?: string | null
}

/** The approval of a device code sign-in at 10:00, by Dana, in her browser. */
export function row(change: RowChange = {}): Record<string, unknown> {
  const interactive = change.interactive ?? true
  return {
    id: change.id ?? 'row-approval',
    createdDateTime: (change.at ?? new Date('2026-11-20T10:00:00Z')).toISOString(),
    userId: change.userId ?? PEOPLE.dana,
    userPrincipalName: 'dana@contoso.example',
    userType: 'member',
    appId: change.appId ?? MICROSOFT_OFFICE,
    appDisplayName: 'Meeting Helper',
    resourceId: '00000003-0000-0000-c000-000000000000',
    correlationId: change.correlationId ?? 'c0ffee00-0000-4000-8000-000000000001',
    sessionId: change.sessionId ?? '5e551010-0000-4000-8000-000000000001',
    isInteractive: interactive,
    signInEventTypes: [interactive ? 'interactiveUser' : 'nonInteractiveUser'],
    ipAddress: change.ipAddress ?? VICTIM_ADDRESS,
    autonomousSystemNumber: change.ipAddress === undefined ? 64496 : 64511,
    location: {
      city: change.ipAddress === undefined ? 'Leeds' : 'Elsewhere',
      countryOrRegion: change.ipAddress === undefined ? 'GB' : 'NL',
    },
    authenticationProtocol: change.authenticationProtocol === undefined ? 'deviceCode' : change.authenticationProtocol,
    originalTransferMethod: change.originalTransferMethod === undefined ? 'none' : change.originalTransferMethod,
    incomingTokenType: 'none',
    status: { errorCode: change.errorCode ?? 0 },
    userAgent: interactive ? 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' : 'curl/8.7.1',
  }
}

/** The tokens go to the attacker, half a minute later. */
export function redemption(change: RowChange = {}): Record<string, unknown> {
  return row({
    id: 'row-redemption',
    at: new Date('2026-11-20T10:00:30Z'),
    ipAddress: ATTACKER_ADDRESS,
    interactive: false,
    authenticationProtocol: 'none',
    originalTransferMethod: 'deviceCodeFlow',
    ...change,
  })
}

export const phish = (change: RowChange = {}): Record<string, unknown>[] => [row(change), redemption(change)]
