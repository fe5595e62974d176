/** An alert as it is stored: a device code sign-in of Dana that went somewhere she was not. */
import { alertId, type CaseId, type RecordId, userId } from '../../src/domain/ids.js'
import type { DeviceCodeCase } from '../../src/domain/signInAlert/index.js'
import type { Alert, StoredCase } from '../../src/flows/ports.js'
import { DANA } from './activities.js'

const dana = userId(DANA.aadObjectId)
const firstSeen = new Date('2026-03-02T07:55:00Z')
const CASE_ID = 'case-dana-1' as CaseId

type Leg = DeviceCodeCase['legs'][number]

const leg = (kind: Leg['kind'], recordId: RecordId, ipAddress: string, interactive: boolean): Leg => ({
  kind,
  inFlow: true,
  undecided: false,
  record: {
    id: recordId,
    atMs: firstSeen.getTime(),
    result: 0,
    userId: dana,
    userPrincipalName: 'dana@contoso.example',
    userDisplayName: 'Dana',
    userType: 'member',
    correlationId: '66666666-6666-4666-8666-666666666601',
    sessionId: undefined,
    interactive,
    protocol: 'devicecode',
    transferMethod: undefined,
    tokenType: undefined,
    deviceCodeRuleFailed: false,
    ipAddress,
    asn: undefined,
    country: undefined,
    city: undefined,
    trustedNetwork: false,
    appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    appDisplayName: undefined,
    resourceId: undefined,
    audiences: [],
    userAgent: undefined,
    deviceId: undefined,
    risk: undefined,
    wids: [],
  },
})

export const exampleCase: StoredCase = {
  caseId: CASE_ID,
  userId: dana,
  firstSeen,
  severity: 'high',
  highestSeverity: 'high',
  reasons: [],
  case: {
    caseId: CASE_ID,
    userId: dana,
    userPrincipalName: 'dana@contoso.example',
    firstSeenMs: firstSeen.getTime(),
    lastSeenMs: firstSeen.getTime(),
    outcome: 'completed',
    legs: [
      leg('approval', 'record-1' as RecordId, '192.0.2.10', true),
      leg('redemption', 'record-2' as RecordId, '203.0.113.80', false),
    ],
  },
}

export const exampleAlert: Alert = {
  alertId: alertId('44444444-4444-4444-8444-444444444401'),
  kind: 'case',
  caseId: CASE_ID,
  userId: dana,
  state: 'told',
  severity: 'high',
  telling: 'question',
  answers: [],
  createdAt: firstSeen,
  version: 3,
}
