/**
 * The jobs that are owed, by key. The key names the effect: it is owed once, however often it is asked for. What depends
 * on how an alert stands carries its version, so that a job that was given up takes nothing with it: the next change
 * owes the effect again.
 */
import type { AlertId, CheckId, UserId } from '../domain/ids.js'
import type { JobKind, NewJob } from './ports.js'

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

export const jobOf = {
  tellOwner: forVersion('tell-owner'),
  /** Posts the case, or answers in the thread of its card that there is news. */
  tellTeam: forVersion('tell-team'),
  refreshOwner: forVersion('refresh-owner'),
  refreshTeam: forVersion('refresh-team'),
  contain: forVersion('contain'),
  escalate: forVersion('escalate'),
  /** A check says something of the person's cases. */
  reassess: (owner: UserId, checkId: CheckId, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess:check:${checkId}`,
    kind: 'reassess',
    subject: owner,
    priority: REASSESS_PRIORITY,
    runAt,
  }),
  /** Something could not be read: one second look an hour, however many rows came meanwhile. */
  reassessLater: (owner: UserId, runAt: Date): NewJob => ({
    key: `person:${owner}:reassess:${runAt.toISOString().slice(0, 13)}`,
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
