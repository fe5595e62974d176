/**
 * Hands the audit trail to the receiver that the operator has named, entry by entry and in its order. The cursor moves
 * once an event was taken: a crash sends it again, and the receiver tells by its id. Where the receiver cannot be
 * reached, everything waits in the trail, which is kept far longer than a receiver is down.
 */
import { isPosternError } from '../domain/errors.js'
import { cloudEventOf } from '../domain/events/index.js'
import type { Ports } from './ports.js'
import { securityEventOf } from './securityEvents.js'

export type SendEventsPorts = Pick<Ports, 'clock' | 'eventReceiver' | 'log' | 'settings' | 'store'>

export const WEBHOOK = 'webhook'
const LEASE_MS = 60_000
const AT_ONCE_MAX = 50
const PAUSE_MS = 30_000
/** Nobody’s ticket system wants more. */
const PACE = { capacity: 50, perSecond: 50 }

/** `again`: more waits. Never throws for what the receiver does. */
export async function sendEvents(ports: SendEventsPorts, owner: string): Promise<{ readonly again: boolean }> {
  const { store, eventReceiver } = ports
  if (eventReceiver === null || (await store.takeLease(WEBHOOK, owner, LEASE_MS)) === null) return { again: false }
  try {
    const at = await begin(ports)
    const entries = await store.auditAfter(at, AT_ONCE_MAX)
    for (const entry of entries) {
      if ((await store.takeLease(WEBHOOK, owner, LEASE_MS)) === null) return { again: false }
      if ((await store.takeToken(WEBHOOK, PACE)) > 0) return { again: false }
      const event = await securityEventOf(ports, entry)
      const body = event === null ? null : JSON.stringify(cloudEventOf(ports.settings.tenantId, event))
      const answer =
        body === null ? 'taken' : await eventReceiver.post(`${ports.settings.tenantId}-${entry.position}`, body)
      if (answer === 'refused') ports.log.error('the receiver refuses an event', { position: entry.position })
      await store.moveCursor(WEBHOOK, entry.position)
    }
    await mark(ports, null)
    return { again: entries.length === AT_ONCE_MAX }
  } catch (error) {
    if (!isPosternError(error) || !error.code.startsWith('webhook-')) throw error
    ports.log.warn('events wait for the receiver', { code: error.code, ...error.detail })
    await mark(ports, error.code)
    await store.pauseBucket(WEBHOOK, error.retryAfterMs ?? PAUSE_MS)
    return { again: false }
  } finally {
    await store.releaseLease(WEBHOOK, owner)
  }
}

/** A receiver that is new gets what happens from now on, not the history. */
async function begin({ store }: SendEventsPorts): Promise<number> {
  const at = await store.cursor(WEBHOOK)
  if (at !== null) return at
  const end = (await store.trailEnd())?.position ?? 0
  await store.moveCursor(WEBHOOK, end)
  return end
}

const mark = ({ clock, store }: SendEventsPorts, code: string | null): Promise<void> =>
  store.markHealth({ name: WEBHOOK, ok: code === null, code, at: clock.now(), detail: {} })
