/**
 * Sends a notice within Teams' limit: 30 requests a second for one bot and tenant, over all replicas (Microsoft Learn:
 * "Optimize your bot with rate limiting in Teams"). A 429 pauses everybody for as long as Teams asked.
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { Notice } from '../domain/notices.js'
import type { Conversation, Ports, SentMessage } from './ports.js'

const BUCKET = 'teams'
const LIMIT = { capacity: 30, perSecond: 30 }
const PAUSE_FALLBACK_MS = 1000

export type SendPorts = Pick<Ports, 'messenger' | 'store'>

/** @throws PosternError as `Messenger.send`; `teams-throttled` too where our own limit is reached */
export async function sendNotice(ports: SendPorts, to: Conversation, notice: Notice): Promise<SentMessage> {
  return withinLimit(ports, () => ports.messenger.send(to, notice))
}

export async function replaceNotice(
  ports: SendPorts,
  at: Conversation,
  sent: SentMessage,
  notice: Notice,
): Promise<void> {
  return withinLimit(ports, () => ports.messenger.replace(at, sent, notice))
}

/** Asked for before an effect begins: a job that must wait has not begun. */
async function withinLimit<T>(ports: SendPorts, call: () => Promise<T>): Promise<T> {
  const waitMs = await ports.store.takeToken(BUCKET, LIMIT)
  if (waitMs > 0) throw new PosternError('teams-throttled', { by: 'postern' }, { retryAfterMs: waitMs })
  try {
    return await call()
  } catch (error) {
    if (isPosternError(error, 'teams-throttled'))
      await ports.store.pauseBucket(BUCKET, error.retryAfterMs ?? PAUSE_FALLBACK_MS)
    throw error
  }
}
