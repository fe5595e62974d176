/**
 * The jobs that are owed, by key. The key names the effect: it is owed once, however often it is asked for. What depends
 * on how an alert stands carries its version, so that a job that was given up takes nothing with it: the next change
 * owes the effect again.
 */
import type { AlertId, CheckId, PolicyWriteId, UserId, WarningId } from '../domain/ids.js'
import type { DigestDue, DriftId, JobKind, NewJob, SourceFault, StoredWatch } from './ports.js'

type MakeForVersion = (alertId: AlertId, version: number, priority: number, runAt: Date) => NewJob

const forVersion =
  (kind: JobKind): MakeForVersion =>
  (alertId, version, priority, runAt) => ({
    key: `alert:${alertId}:${kind}:v${version}`,
    kind,
    subject: alertId,
    priority,
    runAt,
  })

/** Before any card: an alert may rise by it. */
const REASSESS_PRIORITY = 0
/** Behind every card: it waits for Graph. */
const SECOND_LOOK_PRIORITY = 5
/** Behind the cards that ask for something. */
const WATCH_PRIORITY = 4
/** The verdict is on its way and should stand first. */
const AFTER_VERDICT_MS = 3_000

/** Longer than a press takes. */
const AFTER_PRESS_MS = 60_000

/** Behind everything else: a warning to thousands must not hold up one question. */
export const WARNING_PRIORITY = 6

/**
 * At how many reporters the channel hears of a lure aloud. The second, who makes it a campaign, at once; beyond that a
 * minute is waited for those who come with him.
 */
const NEWS_AT: readonly number[] = [2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]
const MINUTE_MS = 60_000

/** The step that so many reporters have reached; 0 below the first. */
export const newsStep = (reporters: number): number => NEWS_AT.findLast((step) => step <= reporters) ?? 0

const nextMinute = (at: Date): Date => new Date((Math.floor(at.getTime() / MINUTE_MS) + 1) * MINUTE_MS)

export const jobOf = {
  /** Posts the case of a reported lure. */
  reportTeam: (lureId: CheckId, priority: number, runAt: Date): NewJob => ({
    key: `lure:${lureId}:report`,
    kind: 'report-team',
    subject: lureId,
    priority,
    runAt,
  }),
  /** Says in the thread that more people have reported it; null where so many say nothing new. */
  reportNews: (lureId: CheckId, reporters: number, priority: number, at: Date): NewJob | null => {
    if (!NEWS_AT.includes(reporters)) return null
    const isFirst = reporters === NEWS_AT[0]
    const runAt = isFirst ? at : nextMinute(at)
    const key = `lure:${lureId}:news:${isFirst ? 'first' : runAt.toISOString()}`
    return { key, kind: 'report-news', subject: lureId, priority, runAt }
  },
  /** Brings the cards up to date: once a minute, however many report within it. */
  refreshReport: (lureId: CheckId, priority: number, at: Date): NewJob => ({
    key: `lure:${lureId}:refresh:${nextMinute(at).toISOString()}`,
    kind: 'refresh-report',
    subject: lureId,
    priority,
    runAt: nextMinute(at),
  }),
  /** Takes the text out of the cards. Owed again every hour, as long as one shows it. */
  forgetReport: (lureId: CheckId, at: Date): NewJob => ({
    key: `lure:${lureId}:forget:${at.toISOString().slice(0, 13)}`,
    kind: 'refresh-report',
    subject: lureId,
    priority: REASSESS_PRIORITY,
    runAt: at,
  }),
  /** The card of a watch, once. */
  tellWatch: (checkId: CheckId, at: Date): NewJob => ({
    key: `watch:${checkId}:tell`,
    kind: 'tell-watch',
    subject: checkId,
    priority: WATCH_PRIORITY,
    runAt: new Date(at.getTime() + AFTER_VERDICT_MS),
  }),
  refreshWatch: ({ checkId, state, openedAt }: StoredWatch, runAt: Date): NewJob => ({
    key: `watch:${checkId}:refresh:${openedAt.toISOString()}:${state}`,
    kind: 'refresh-watch',
    subject: checkId,
    priority: WATCH_PRIORITY,
    runAt,
  }),
  /** Each code of a fault once, and its end. */
  tellSource: ({ faultId, code, until }: SourceFault, runAt: Date): NewJob => ({
    key: `source:${faultId}:${until === null ? code : 'over'}`,
    kind: 'tell-source',
    subject: faultId,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  /** Somebody waits for the preview. */
  findRecipients: (warningId: WarningId, version: number, at: Date): NewJob => ({
    key: `warning:${warningId}:find:v${version}`,
    kind: 'find-recipients',
    subject: warningId,
    priority: 1,
    runAt: at,
  }),
  showWarning: (warningId: WarningId, version: number, at: Date): NewJob => ({
    key: `warning:${warningId}:show:v${version}`,
    kind: 'show-warning',
    subject: warningId,
    priority: 1,
    runAt: at,
  }),
  /** Once a minute, however many are told within it. */
  showProgress: (warningId: WarningId, at: Date): NewJob => ({
    key: `warning:${warningId}:progress:${nextMinute(at).toISOString()}`,
    kind: 'show-warning',
    subject: warningId,
    priority: WARNING_PRIORITY,
    runAt: nextMinute(at),
  }),
  /** Asks the person's manager to reach them, once an alert. */
  tellManager: (alertId: AlertId, priority: number, runAt: Date): NewJob => ({
    key: `alert:${alertId}:route:manager`,
    kind: 'tell-manager',
    subject: alertId,
    priority,
    runAt,
  }),
  /** Asks the second channel, once an alert. */
  tellSecondChannel: (alertId: AlertId, priority: number, runAt: Date): NewJob => ({
    key: `alert:${alertId}:route:second-channel`,
    kind: 'tell-second-channel',
    subject: alertId,
    priority,
    runAt,
  }),
  /** The digest of a day, once. */
  tellDigest: (due: Date, runAt: Date): NewJob => ({
    key: `digest:${due.toISOString()}`,
    kind: 'tell-digest',
    subject: due.toISOString() as DigestDue,
    priority: WATCH_PRIORITY,
    runAt,
  }),
  /** What two administrators approved, or what a crash left of it. */
  writePolicy: (writeId: PolicyWriteId, runAt: Date): NewJob => ({
    key: `policy-write:${writeId}`,
    kind: 'write-policy',
    subject: writeId,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  /** Each state once. */
  tellPolicyWrite: (writeId: PolicyWriteId, state: string, runAt: Date): NewJob => ({
    key: `policy-write:${writeId}:tell:${state}`,
    kind: 'tell-policy-write',
    subject: writeId,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  /** A card of changes, once; those that let somebody in before those that do not. */
  tellDrift: (driftId: DriftId, opens: boolean, runAt: Date): NewJob => ({
    key: `drift:${driftId}:tell`,
    kind: 'tell-drift',
    subject: driftId,
    priority: opens ? 1 : WATCH_PRIORITY,
    runAt,
  }),
  /** The audit log may by now tell who it was. */
  refreshDrift: (driftId: DriftId, runAt: Date): NewJob => ({
    key: `drift:${driftId}:refresh:${runAt.toISOString()}`,
    kind: 'refresh-drift',
    subject: driftId,
    priority: SECOND_LOOK_PRIORITY,
    runAt,
  }),
  /** What was not told so far of an account. Owed anew once it was told, so that no two tell the same. */
  tellEmergency: (account: UserId, runAt: Date): NewJob => ({
    key: `emergency:${account}:tell`,
    kind: 'tell-emergency',
    subject: account,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  tellOwner: forVersion('tell-owner'),
  /** Posts the case, or answers in the thread of its card that there is news. */
  tellTeam: forVersion('tell-team'),
  refreshOwner: forVersion('refresh-owner'),
  refreshTeam: forVersion('refresh-team'),
  contain: forVersion('contain'),
  /** What somebody pressed is done at once; this is for what a crash or a fault has left of it. */
  carryOut: (alertId: AlertId, version: number, at: Date): NewJob => ({
    key: `alert:${alertId}:carry-out:v${version}`,
    kind: 'carry-out',
    subject: alertId,
    priority: REASSESS_PRIORITY,
    runAt: new Date(at.getTime() + AFTER_PRESS_MS),
  }),
  /** Ends a watch, or looks again where the log lags. */
  watchResidual: (alertId: AlertId, runAt: Date): NewJob => ({
    key: `alert:${alertId}:watch-residual:${runAt.toISOString()}`,
    kind: 'watch-residual',
    subject: alertId,
    priority: SECOND_LOOK_PRIORITY,
    runAt,
  }),
  escalate: forVersion('escalate'),
  /** When a snooze has passed. */
  remindTeam: (alertId: AlertId, until: Date, priority: number): NewJob => ({
    key: `alert:${alertId}:remind:${until.toISOString()}`,
    kind: 'remind-team',
    subject: alertId,
    priority,
    runAt: until,
  }),
  /** A check says something of the person's cases. */
  reassess: (owner: UserId, checkId: CheckId, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess:check:${checkId}`,
    kind: 'reassess',
    subject: owner,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  /** Something could not be read: one second look, however many rows came meanwhile. Owed anew once it was taken. */
  reassessLater: (owner: UserId, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess:later`,
    kind: 'reassess',
    subject: owner,
    priority: SECOND_LOOK_PRIORITY,
    runAt,
  }),
  /** Rows that were set aside because the person's cases could not be worked out. Owed anew once it was done. */
  takeUpRows: (owner: UserId, at: Date): NewJob => ({
    key: `person:${owner}:take-up-rows`,
    kind: 'take-up-rows',
    subject: owner,
    priority: REASSESS_PRIORITY,
    runAt: at,
  }),
  /** The audit log may by now tell of a device that was registered after the case. */
  lookForDevices: (owner: UserId, caseId: string, afterMs: number, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess-devices:${caseId}:${afterMs}`,
    kind: 'reassess',
    subject: owner,
    priority: SECOND_LOOK_PRIORITY,
    runAt,
  }),
  /** A neighbour's case makes a campaign. */
  reassessFor: (owner: UserId, caseId: string, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess-for:${caseId}`,
    kind: 'reassess',
    subject: owner,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
} as const
