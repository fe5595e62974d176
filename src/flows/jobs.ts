/**
 * The jobs that alerts owe, by key. The key names the effect: it is owed once, however often it is asked for. Jobs that
 * depend on how an alert stands carry its version.
 */
import type { AlertId } from '../domain/ids.js'
import type { JobKind, NewJob } from './ports.js'

type Make = (alertId: AlertId, priority: number, runAt: Date) => NewJob
type MakeForVersion = (alertId: AlertId, version: number, priority: number, runAt: Date) => NewJob

const once =
  (kind: JobKind): Make =>
  (alertId, priority, runAt) => ({ key: `alert:${alertId}:${kind}`, kind, subject: alertId, priority, runAt })

const forVersion =
  (kind: JobKind): MakeForVersion =>
  (alertId, version, priority, runAt) => ({
    key: `alert:${alertId}:${kind}:v${version}`,
    kind,
    subject: alertId,
    priority,
    runAt,
  })

export const jobOf = {
  tellOwner: once('tell-owner'),
  tellOwnerAgain: forVersion('tell-owner'),
  tellTeam: once('tell-team'),
  refreshOwner: forVersion('refresh-owner'),
  refreshTeam: forVersion('refresh-team'),
  /** Once for each worrying answer that starts it: containment is repeated when an alert comes back. */
  contain: forVersion('contain'),
  escalate: once('escalate'),
  escalateAgain: forVersion('escalate'),
} as const
