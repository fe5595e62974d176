/** How a step that Postern itself takes is written to an alert's history. */
import type { AlertEvent } from '../domain/signInAlert/index.js'
import type { Alert, Ports, StoreTx } from './ports.js'

export async function writeStep(
  ports: Pick<Ports, 'clock'>,
  tx: StoreTx,
  alert: Alert,
  event: AlertEvent,
  why: string,
): Promise<void> {
  await tx.addAlertStep({ alertId: alert.alertId, event, actor: 'postern', at: ports.clock.now(), why })
}
