/** The steps of an alert's history: how those that Postern takes are written, and what they tell. */
import type { RouteView } from '../domain/notices.js'
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

export const ROUTE_EVENTS = {
  manager: 'manager-asked',
  channel: 'second-channel-asked',
} as const satisfies Readonly<Record<RouteView['to'], AlertEvent>>

export const routesIn = (history: readonly AlertStep[]): readonly RouteView[] =>
  history.flatMap(({ event, at }) =>
    (['manager', 'channel'] as const).flatMap((to) => (ROUTE_EVENTS[to] === event ? [{ to, at }] : [])),
  )
