/** The steps of an alert's history: how those that Postern takes are written, and what they tell. */
import type { AlertEvent } from '../domain/signInAlert/index.js'
import type { Alert, AlertStep, Ports, StoreTx } from './ports.js'

export async function writeStep(
  ports: Pick<Ports, 'clock'>,
  tx: StoreTx,
  alert: Alert,
  event: AlertEvent,
  why: string,
): Promise<void> {
  await tx.addAlertStep({ alertId: alert.alertId, event, actor: 'postern', at: ports.clock.now(), why })
}

/** When the case last became graver, or came back: what was said to be harmless before was said of less. */
export const risenAt = (history: readonly AlertStep[]): Date | null =>
  history.findLast(({ event }) => event === 'severity-rose')?.at ?? null
