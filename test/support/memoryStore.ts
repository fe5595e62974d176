/**
 * A store in memory, with what the routes of the bot touch. A method that is not here fails loudly: the full contract
 * is tested on the real engines.
 */

import { userId } from '../../src/domain/ids.js'
import type { StepView } from '../../src/domain/notices.js'
import type {
  Alert,
  AlertStep,
  AuditEntry,
  Conversation,
  Lookup,
  Lure,
  NewJob,
  Report,
  Store,
  StoredCase,
  StoredCheck,
  StoredWatch,
  Warning,
  WarningStep,
} from '../../src/flows/ports.js'

export interface MemoryStore extends Store {
  readonly kept: {
    readonly alerts: Map<string, Alert>
    readonly cases: Map<string, StoredCase>
    readonly checks: Map<string, StoredCheck>
    readonly conversations: Map<string, Conversation>
    readonly jobs: Map<string, NewJob>
    readonly reports: Report[]
    readonly sealed: Map<string, string>
    readonly watches: Map<string, StoredWatch>
    readonly ownReports: Map<string, Alert['alertId']>
    readonly lures: Map<string, Lure>
    readonly warnings: Map<string, Warning>
    readonly warningSteps: WarningStep[]
    readonly alertSteps: AlertStep[]
    readonly containment: Map<string, StepView[]>
    /** Tokens taken, by bucket; nothing refills one. */
    readonly taken: Map<string, number>
    readonly audit: AuditEntry[]
    readonly lookups: Map<string, Lookup>
  }
}

/** When the sign-in log was last read. */
export const READ_AT = new Date('2026-03-02T07:59:00Z')

export function memoryStore(): MemoryStore {
  const kept: MemoryStore['kept'] = {
    alerts: new Map(),
    cases: new Map(),
    checks: new Map(),
    conversations: new Map(),
    jobs: new Map(),
    reports: [],
    sealed: new Map(),
    watches: new Map(),
    ownReports: new Map(),
    lures: new Map(),
    warnings: new Map(),
    warningSteps: [],
    alertSteps: [],
    containment: new Map(),
    taken: new Map(),
    audit: [],
    lookups: new Map(),
  }
  const methods: Partial<MemoryStore> = {
    kept,
    lookup: async (kind, subject) => kept.lookups.get(`${kind} ${subject}`) ?? null,
    saveLookup: async (kind, subject, lookup) => void kept.lookups.set(`${kind} ${subject}`, lookup),
    transaction: (work) => work(store),
    together: (work) => work(store),
    saveConversation: async (conversation) => void kept.conversations.set(conversation.conversationId, conversation),
    conversationById: async (id) => kept.conversations.get(id) ?? null,
    personalConversation: async (userId) =>
      [...kept.conversations.values()].find((known) => known.kind === 'personal' && known.userId === userId) ?? null,
    forgetConversation: async (id) => void kept.conversations.delete(id),
    // As the real one: without the evidence, which is an excerpt of what was pasted.
    async saveCheck(stored) {
      const signals = stored.check.signals.map(({ code }) => ({ code, evidence: '' }))
      kept.checks.set(stored.checkId, { ...stored, check: { ...stored.check, signals } })
    },
    checkById: async (id) => kept.checks.get(id) ?? null,
    saveTraces: async () => undefined,
    tracesOfCheck: async () => [],
    luresLike: async () => [],
    addLureTraces: async () => undefined,
    saveSealed: async (id, sealed) => void kept.sealed.set(id, sealed),
    sealedText: async (id) => kept.sealed.get(id) ?? null,
    dropSealed: async (id) => void kept.sealed.delete(id),
    lockReports: async () => undefined,
    saveLure: async () => undefined,
    isCounted: async () => false,
    lureById: async (id) => kept.lures.get(id) ?? null,
    shownReport: async (id) => kept.reports.find((report) => report.lureId === id) ?? null,
    addWarning: async (warning) => void kept.warnings.set(warning.warningId, { ...warning, version: 1, card: null }),
    warningById: async (id) => kept.warnings.get(id) ?? null,
    newestWarning: async (id) => [...kept.warnings.values()].findLast(({ lureId }) => lureId === id) ?? null,
    async changeWarning(id, version, change) {
      const warning = kept.warnings.get(id)
      if (warning === undefined || warning.version !== version) return false
      kept.warnings.set(id, { ...warning, ...change, version: version + 1 })
      return true
    },
    addWarningStep: async (step) => void kept.warningSteps.push(step),
    oweWarned: async () => undefined,
    dropPlanned: async () => undefined,
    warnedCounts: async () => ({ planned: 0, owed: 2, sent: 0, 'no-chat': 0, unreachable: 0, failed: 0 }),
    isReported: async (id, by) => kept.reports.some((report) => report.checkId === id && report.by === by),
    async addReport(report) {
      kept.reports.push(report)
      return true
    },
    reportsSince: async (by, since) => kept.reports.filter((report) => report.by === by && report.at >= since).length,
    async addJob(job) {
      if (kept.jobs.has(job.key)) return false
      kept.jobs.set(job.key, job)
      return true
    },
    addAudit: async (entry) => void kept.audit.push(entry),
    newestImpact: async () => null,
    saveImpact: async () => undefined,
    openPolicyWrite: async () => null,
    lastApplied: async () => null,
    casesBetween: async () => [...kept.cases.values()],
    watermark: async () => READ_AT,
    reachCounts: async () => ({
      reachable: 9,
      'not-installed': 25,
      blocked: 1,
      left: 0,
      guest: 2,
      disabled: 1,
      'no-licence': 0,
      'shared-device': 3,
    }),
    reachIn: async (state, { limit }) =>
      Array.from({ length: Math.min(limit, state === 'blocked' ? 1 : state === 'not-installed' ? 25 : 0) }, (_, n) => ({
        userId: userId(`3f2a1b00-0000-4000-8000-000000000${String(n).padStart(3, '0')}`),
        state,
        why: null,
        at: READ_AT,
        since: READ_AT,
      })),
    lockPerson: async () => undefined,
    // Of the questions about alerts, what the routes touch: the rest is told by the flows on the real engines.
    openAlerts: async ({ limit, offset }) => [...kept.alerts.values()].slice(offset, offset + limit),
    openAlertCount: async () => kept.alerts.size,
    alertsByPrefix: async (prefix) => [...kept.alerts.values()].filter(({ alertId }) => alertId.startsWith(prefix)),
    recentCasesOf: async (userId) => [...kept.cases.values()].filter((stored) => stored.userId === userId),
    countCasesOf: async (userId) => [...kept.cases.values()].filter((stored) => stored.userId === userId).length,
    oldestRecordAt: async () => READ_AT,
    async saveWatch(watch) {
      const fresh = { state: 'open', caseId: null, seenAt: null, concludedAt: null, card: null } as const
      kept.watches.set(watch.checkId, { ...fresh, ...kept.watches.get(watch.checkId), ...watch })
    },
    watchById: async (id) => kept.watches.get(id) ?? null,
    health: async () => [{ name: 'sign-in-log', ok: true, code: null, at: READ_AT, detail: { newestAgeMs: 0 } }],
    async addOwnReport(checkId, alertId) {
      kept.ownReports.set(checkId, alertId)
      return true
    },
    ownReportsSince: async () => kept.ownReports.size,
    async takeToken(bucket, { capacity, perSecond }) {
      const taken = kept.taken.get(bucket) ?? 0
      if (taken >= capacity) return 1000 / perSecond
      kept.taken.set(bucket, taken + 1)
      return 0
    },
    ownReportOf: async (checkId) => kept.ownReports.get(checkId) ?? null,
    async addAlert(alert) {
      kept.alerts.set(alert.alertId, { ...alert, answers: [], version: 1 })
      return true
    },
    alertsOf: async (userId) => [...kept.alerts.values()].filter((alert) => alert.userId === userId),
    casesOf: async (userId) => [...kept.cases.values()].filter((one) => one.userId === userId),
    alertById: async (id) => kept.alerts.get(id) ?? null,
    async changeAlert(id, version, change) {
      const alert = kept.alerts.get(id)
      if (alert === undefined || alert.version !== version) return false
      kept.alerts.set(id, { ...alert, ...change, version: version + 1 })
      return true
    },
    addAlertStep: async (step) => void kept.alertSteps.push(step),
    alertSteps: async (id) => kept.alertSteps.filter((step) => step.alertId === id),
    async addAnswer(id, answer, by, at) {
      const alert = kept.alerts.get(id)
      if (alert !== undefined) kept.alerts.set(id, { ...alert, answers: [...alert.answers, { answer, by, at }] })
    },
    collectionsOf: async () => [],
    containmentActions: async () => [],
    sentFor: async () => [],
    cancelJob: async (key) => kept.jobs.delete(key),
    caseById: async (id) => kept.cases.get(id) ?? null,
    containmentSteps: async (id) => kept.containment.get(id) ?? [],
    saveContainmentStep: async (id, step) => void kept.containment.set(id, [...(kept.containment.get(id) ?? []), step]),
  }
  const store = new Proxy(methods as MemoryStore, {
    get(target, name) {
      if (name in target || typeof name === 'symbol' || name === 'then') return Reflect.get(target, name)
      throw new Error(`the store in memory has no ${name}`)
    },
  })
  return store
}
