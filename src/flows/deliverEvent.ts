/** One entry of the trail, to the receiver. */
import { cloudEventOf } from '../domain/events/index.js'
import type { EventAnswer, ListedEntry, Ports } from './ports.js'
import { securityEventOf } from './securityEvents.js'

export type DeliverPorts = Pick<Ports, 'eventReceiver' | 'settings' | 'store'>

export type Refused = Exclude<EventAnswer, { readonly kind: 'taken' }>

/** Whether it leaves the house at all is told by `securityEventOf`. Null: taken, or there is nothing to send. */
export async function deliverEvent(ports: DeliverPorts, entry: ListedEntry): Promise<Refused | null> {
  const event = await securityEventOf(ports, entry)
  if (event === null || ports.eventReceiver === null) return null
  const { tenantId } = ports.settings
  const answer = await ports.eventReceiver.post(
    `${tenantId}-${entry.position}`,
    JSON.stringify(cloudEventOf(tenantId, event)),
  )
  return answer.kind === 'taken' ? null : answer
}
