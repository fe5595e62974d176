/**
 * Sends a notice within Teams' limits, over all replicas: 30 requests a second for one bot and tenant, and for one
 * conversation 7 posts in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour (Microsoft Learn: "Optimize your bot with rate
 * limiting in Teams"). Only channels and groups come near the second; a person gets a few cards. A 429 pauses who met it:
 * a channel alone, since its own limit is the narrower one, and everybody where it was a person's chat.
 */
import { isPosternError, PosternError } from '../domain/errors.js'
import type { Notice } from '../domain/notices.js'
import type { Conversation, Ports, SentMessage } from './ports.js'

const BUCKET = 'teams'
const LIMIT = { capacity: 30, perSecond: 30 }
/** Seven at once, and then no more than all four windows of a conversation allow: 7 + 3600 × 0.49 < 1800. */
const THREAD_LIMIT = { capacity: 7, perSecond: 0.49 }
const PAUSE_FALLBACK_MS = 1000

export type SendPorts = Pick<Ports, 'messenger' | 'store'>

/**
 * Takes a turn for one call to Teams. Asked for before a job begins, so that one that must wait has not begun.
 * @param to where something is to be posted; absent for edits and for people's own chats
 * @throws PosternError `teams-throttled` with the time to wait, told from Teams' own by `ownPaceMs`
 */
export async function takeTurn({ store }: Pick<Ports, 'store'>, to?: Conversation): Promise<void> {
  const bucket = to === undefined ? BUCKET : bucketOf(to)
  const threadWaitMs = bucket === BUCKET ? 0 : await store.takeToken(bucket, THREAD_LIMIT)
  const waitMs = threadWaitMs > 0 ? threadWaitMs : await store.takeToken(BUCKET, LIMIT)
  if (waitMs > 0) throw new PosternError('teams-throttled', { by: 'postern' }, { retryAfterMs: waitMs })
}

/** Whether nothing was tried: the pace that we keep ourselves had no turn. Answers how long to wait; null where it is not so. */
export const ownPaceMs = (error: unknown): number | null =>
  isPosternError(error, 'teams-throttled') && error.detail.by === 'postern' ? (error.retryAfterMs ?? 0) : null

/** A thread counts as its channel: Teams' table does not tell them apart. */
const bucketOf = ({ kind, conversationId }: Conversation): string =>
  kind === 'personal' ? BUCKET : `${BUCKET}:${conversationId.split(';', 1)[0]}`

/** @throws PosternError as `Messenger.send` */
export async function sendNotice(ports: SendPorts, to: Conversation, notice: Notice): Promise<SentMessage> {
  return heeding(ports, to, () => ports.messenger.send(to, notice))
}

export async function replaceNotice(
  ports: SendPorts,
  at: Conversation,
  sent: SentMessage,
  notice: Notice,
): Promise<void> {
  return heeding(ports, at, () => ports.messenger.replace(at, sent, notice))
}

async function heeding<T>(ports: SendPorts, to: Conversation, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (isPosternError(error, 'teams-throttled')) {
      await ports.store.pauseBucket(bucketOf(to), error.retryAfterMs ?? PAUSE_FALLBACK_MS)
    }
    throw error
  }
}
