/** An entry of the audit trail, with its alert as it stands now, as an event for other tools. */

import { detailsOut, type EventActor, type EventAlert, goesOut, type SecurityEvent } from '../domain/events/index.js'
import { isGuid, alertId as readAlertId } from '../domain/ids.js'
import { legOf } from '../domain/signInAlert/index.js'
import type { ListedEntry, Ports } from './ports.js'

/** Null: it stays inside. */
export async function securityEventOf(
  ports: { readonly store: Pick<Ports['store'], 'alertById' | 'caseById'> },
  entry: ListedEntry,
): Promise<SecurityEvent | null> {
  if (!goesOut(entry.event)) return null
  const { position, at, event, what, details } = entry
  return {
    position,
    at,
    event,
    what,
    actor: actorOf(entry.actor, entry.actorUserId),
    about: entry.about === null ? null : actorOf(entry.about, entry.aboutUserId),
    details: detailsOut(entry),
    alert: await alertOf(ports, details?.alertId),
  }
}

const actorOf = (name: string, userId: string | null): EventActor =>
  name === 'postern' || name === 'operator' ? { kind: name } : { kind: 'person', userId }

async function alertOf(
  { store }: { readonly store: Pick<Ports['store'], 'alertById' | 'caseById'> },
  id: unknown,
): Promise<EventAlert | null> {
  const alert = isGuid(id) ? await store.alertById(readAlertId(id)) : null
  if (alert === null) return null
  const stored = alert.caseId === null ? null : await store.caseById(alert.caseId)
  const [approval, redemption] = (['approval', 'redemption'] as const).map((kind) =>
    stored === null ? undefined : legOf(stored.case, kind)?.record,
  )
  return {
    alertId: alert.alertId,
    state: alert.state,
    severity: alert.severity,
    outcome: stored?.case.outcome ?? null,
    reasons: stored?.reasons ?? [],
    appId: (redemption ?? approval)?.appId ?? null,
    firstSeen: stored?.firstSeen ?? null,
    approvedFromAddress: approval?.ipAddress ?? null,
    redeemedFromAddress: redemption?.ipAddress ?? null,
  }
}
