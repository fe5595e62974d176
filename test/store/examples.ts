/** One good example of everything the store holds. Tests change one field of it. */
import { alertId, type CaseId, checkId, policyWriteId, tenantId, userId, warningId } from '../../src/domain/ids.js'
import type { Trace } from '../../src/domain/lures/index.js'
import type { EmergencySignIn } from '../../src/domain/policyNotices.js'
import type { DriftChange } from '../../src/domain/policyStatus/index.js'
import type { Collection, SettledRecord } from '../../src/domain/signInAlert/index.js'
import type {
  AlertStep,
  ContainmentAction,
  Conversation,
  Lure,
  NewAlert,
  NewJob,
  NewWatch,
  NewWrite,
  Report,
  Store,
  StoredCase,
  StoredCheck,
  Warning,
  WarningStep,
} from '../../src/flows/ports.js'

export const AT = new Date('2026-03-02T09:30:00.250Z')
export const later = (ms: number): Date => new Date(AT.getTime() + ms)

export const ADELE = userId('a1a1a1a1-0000-4000-8000-000000000001')
export const LIDIA = userId('a1a1a1a1-0000-4000-8000-000000000002')
export const ALERT_ID = alertId('b2b2b2b2-0000-4000-8000-000000000001')
export const OTHER_ALERT_ID = alertId('b2b2b2b2-0000-4000-8000-000000000002')
export const CHECK_ID = checkId('c3c3c3c3-0000-4000-8000-000000000001')
export const CASE_ID = 'tenant:adele:flow-1' as CaseId
export const OTHER_CASE_ID = 'tenant:adele:flow-2' as CaseId

export const RECORD: SettledRecord = {
  id: 'e5e5e5e5-0000-4000-8000-000000000001',
  atMs: AT.getTime(),
  result: 0,
  userId: ADELE,
  userPrincipalName: 'adele@fabrikam.example',
  userDisplayName: 'Adele',
  userType: 'member',
  correlationId: 'flow-1',
  sessionId: undefined,
  interactive: true,
  protocol: 'devicecode',
  transferMethod: 'devicecodeflow',
  tokenType: 'none',
  deviceCodeRuleFailed: false,
  ipAddress: '203.0.113.7',
  asn: 64_500,
  country: 'de',
  city: undefined,
  trustedNetwork: false,
  appId: '29d9ed98-a469-4536-ade2-f981bc1d605e',
  appDisplayName: 'Microsoft Authentication Broker',
  resourceId: undefined,
  audiences: [],
  userAgent: 'Mozilla/5.0',
  deviceId: undefined,
  risk: undefined,
  wids: [],
}

export const CASE: StoredCase = {
  caseId: CASE_ID,
  userId: ADELE,
  firstSeen: AT,
  severity: 'high',
  highestSeverity: 'critical',
  reasons: ['broker-client'],
  case: {
    caseId: CASE_ID,
    userId: ADELE,
    userPrincipalName: 'adele@fabrikam.example',
    firstSeenMs: AT.getTime(),
    lastSeenMs: AT.getTime(),
    outcome: 'completed',
    legs: [{ record: RECORD, kind: 'approval', inFlow: true, undecided: false }],
  },
}

export const ALERT: NewAlert = {
  alertId: ALERT_ID,
  kind: 'case',
  caseId: CASE_ID,
  userId: ADELE,
  state: 'open',
  severity: 'high',
  telling: 'question',
  createdAt: AT,
}

export const OWN_REPORT: NewAlert = { ...ALERT, kind: 'own-report', caseId: null, state: 'answered' }

export const STEP: AlertStep = {
  alertId: ALERT_ID,
  event: 'telling-started',
  actor: 'postern',
  at: AT,
  why: 'job 1',
}

export const JOB: NewJob = {
  key: `alert:${ALERT_ID}:owner`,
  kind: 'tell-owner',
  subject: ALERT_ID,
  priority: 1,
  runAt: AT,
}

export const CONVERSATION: Conversation = {
  conversationId: 'a:adele',
  kind: 'personal',
  userId: ADELE,
  tenantId: tenantId('d4d4d4d4-0000-4000-8000-000000000001'),
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  reference: { conversation: { id: 'a:adele', tenantId: null }, channelId: 'msteams' },
}

export const CHECK: StoredCheck = {
  checkId: CHECK_ID,
  userId: ADELE,
  at: AT,
  check: { verdict: 'phishing', confidence: 'certain', signals: [], advice: [] },
  expiresAt: later(60_000),
}

export const TRACE: Trace = { kind: 'code', hash: 'hash of a code' }

export const LURE: Lure = {
  lureId: CHECK_ID,
  firstAt: AT,
  lastAt: AT,
  reports: 1,
  reporters: 1,
  toldReporters: 0,
  likenesses: [],
  textUntil: null,
}

export const REPORT: Report = {
  checkId: CHECK_ID,
  lureId: CHECK_ID,
  by: ADELE,
  at: AT,
  weighs: true,
  check: { verdict: 'phishing', confidence: 'certain', signals: [] },
  text: 'enter the code F3KW9QZLM',
  expiresAt: later(120_000),
}

export const WATCH: NewWatch = {
  checkId: CHECK_ID,
  userId: ADELE,
  from: AT,
  openedAt: AT,
  until: later(20_000),
  verdict: 'phishing',
}

export const WARNING_ID = warningId('f6f6f6f6-0000-4000-8000-000000000001')

export const WARNING: Omit<Warning, 'version' | 'card'> = {
  warningId: WARNING_ID,
  lureId: CHECK_ID,
  state: 'finding',
  since: AT,
  group: null,
  gaps: [],
  left: { already: 0, guests: 0, disabled: 0, unknown: 0 },
  marks: { sender: null, host: null },
  startedBy: null,
  startedAt: null,
}

export const WARNING_STEP: WarningStep = {
  warningId: WARNING_ID,
  lureId: CHECK_ID,
  event: 'asked',
  actor: LIDIA,
  at: AT,
  people: null,
}

export const ACTION: Omit<ContainmentAction, 'state'> = {
  alertId: ALERT_ID,
  step: 'disable-account',
  target: ADELE,
  automatic: true,
  actor: 'postern',
  at: later(3),
}

export const COLLECTION: Collection = {
  kind: 'device',
  why: null,
  found: [{ id: 'device', name: 'DESKTOP', at: later(1), detail: null, effects: [], enabled: true }],
  at: later(4),
}

/** Adele in a group that a policy excludes, as one step of a reading finds it. */
export const READ_STEP = {
  things: [
    { kind: 'policy', key: '0', value: { id: 'p', conditions: { users: { excludeUsers: [LIDIA] } } } },
    {
      kind: 'user',
      key: ADELE,
      value: { id: ADELE, displayName: 'Adele', userPrincipalName: 'adele@fabrikam.example' },
    },
    { kind: 'user', key: LIDIA, value: { id: LIDIA, displayName: 'Lidia' } },
    { kind: 'membership', key: `g ${ADELE}`, value: { groupId: 'g', memberId: ADELE } },
  ],
  progress: { next: ADELE },
} as const
export const READ_HEADER = { mfaTrustedIps: [], emergencyAccess: {}, office365: [], adminPortals: [], unknowns: [] }

/** Adele in a group that a policy excludes, as the watch writes it down and tells of it. */
export async function keepDrift(store: Store): Promise<void> {
  const driftId = await store.openDrift({ key: 'snapshot:1', dueAt: AT, foundAt: AT, notCompared: [] })
  await store.addChanges(driftId, [{ change: DRIFT_CHANGE, topic: 'group:g' }], {
    from: AT,
    to: later(1),
    at: later(2),
  })
  const by = { kind: 'user', id: ADELE, name: 'Adele', signInName: null } as const
  await store.saveAuthors(new Map([[DRIFT_CHANGE.id, { kind: 'known', by, at: AT.toISOString() }]]))
  const card = { conversationId: 'channel', activityId: 'drift' }
  await store.markDriftTold(driftId, [DRIFT_CHANGE.id], { at: later(3), card })
  await store.addEmergencySignIns(ADELE, [EMERGENCY_SIGN_IN], AT)
}
const NOBODY = { shown: [], count: 0 }
export const DRIFT_CHANGE: DriftChange = {
  id: 'exclusion-group-grew:g:1',
  code: 'exclusion-group-grew',
  subject: { kind: 'group', id: 'g', name: 'Group' },
  opens: true,
  isStanding: false,
  policies: [],
  fields: [],
  added: { shown: [{ kind: 'user', id: ADELE, name: 'Adele' }], count: 1 },
  removed: NOBODY,
  at: null,
  why: null,
}
export const EMERGENCY_SIGN_IN: EmergencySignIn = {
  signInId: 'd4d4d4d4-0000-4000-8000-000000000001',
  at: AT.toISOString(),
  app: 'Azure Portal',
  from: { city: null, countryOrRegion: 'SE', ipAddress: '203.0.113.7', trusted: false },
  succeeded: true,
  isInteractive: true,
}

/** Somebody asked for a policy that leaves Adele's account out. */
export const POLICY_WRITE: NewWrite = {
  writeId: policyWriteId('9a110000-0000-4000-8000-000000000001'),
  state: 'proposed',
  digest: 'abcdefghijklmnopqrstuv',
  write: {
    action: 'create',
    method: 'POST',
    body: { excludeUsers: [ADELE.toUpperCase()] },
    before: null,
    after: { excludeUsers: [ADELE] },
    fields: [],
    undo: null,
  },
  undoes: null,
  proposedBy: LIDIA,
  proposedAt: AT,
  approvedAt: null,
  policyId: null,
  impact: { assessedAt: '2026-03-02T08:00:00.000Z', people: 1, stopped: 2, sessions: 0 },
}
