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

/**
 * Takes a turn for one call to Teams. Asked for before a job begins, so that one that must wait has not begun.
 * @throws PosternError `teams-throttled` with the time to wait
 */
export async function takeTurn({ store }: Pick<Ports, 'store'>): Promise<void> {
  const waitMs = await store.takeToken(BUCKET, LIMIT)
  if (waitMs > 0) throw new PosternError('teams-throttled', { by: 'postern' }, { retryAfterMs: waitMs })
}

/** @throws PosternError as `Messenger.send` */
export async function sendNotice(ports: SendPorts, to: Conversation, notice: Notice): Promise<SentMessage> {
  return heeding(ports, () => ports.messenger.send(to, notice))
}

export async function replaceNotice(
  ports: SendPorts,
  at: Conversation,
  sent: SentMessage,
  notice: Notice,
): Promise<void> {
  return heeding(ports, () => ports.messenger.replace(at, sent, notice))
}

async function heeding<T>(ports: SendPorts, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (isPosternError(error, 'teams-throttled')) {
      await ports.store.pauseBucket(BUCKET, error.retryAfterMs ?? PAUSE_FALLBACK_MS)
    }
    throw error
  }
}
