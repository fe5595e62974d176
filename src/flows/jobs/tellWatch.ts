/**
 * The card of a watch, in the asker's own chat. It holds nothing of the message and can be made anew at any time, which
 * the verdict's own card cannot: the key to its evidence is in that card alone.
 */
import { isPosternError } from '../../domain/errors.js'
import type { CheckId } from '../../domain/ids.js'
import { jobOf } from '../jobs.js'
import type { Conversation, Ports, SentMessage, StoredWatch } from '../ports.js'
import { replaceNotice, sendNotice, takeTurn } from '../sendNotice.js'
import { isGuest, watchView } from '../watches.js'
import type { JobFlow } from './jobFlow.js'

export const tellWatch: JobFlow<CheckId> = async (ports, job, begin) => {
  const { store, clock } = ports
  const watch = await store.watchById(job.subject)
  if (watch === null || watch.card !== null) return
  if (await isGuest(ports, watch)) return store.stopWatch(watch.checkId, clock.now())
  const chat = await store.personalConversation(watch.userId)
  if (chat === null) return
  await takeTurn(ports)
  if (!(await begin())) return
  const card = (await moveCard(ports, chat, watch)) ?? (await sendNotice(ports, chat, await noticeOf(ports, watch)))
  await store.saveWatchCard(watch.checkId, card)
  // What happened meanwhile found no card to bring up to date.
  const now = await store.watchById(watch.checkId)
  if (now === null || (now.state === watch.state && now.openedAt.getTime() === watch.openedAt.getTime())) return
  const refresh = jobOf.refreshWatch(now, clock.now())
  await store.addJob({ ...refresh, key: `${refresh.key}:after:${job.jobId}` })
}

export const refreshWatchCard: JobFlow<CheckId> = async (ports, job, begin) => {
  const watch = await ports.store.watchById(job.subject)
  if (watch === null || watch.card === null) return
  const chat = await ports.store.conversationById(watch.card.conversationId)
  if (chat === null) return
  await takeTurn(ports)
  if (!(await begin())) return
  if (!(await replaced(ports, chat, watch.card, watch))) await ports.store.forgetWatchCard(watch.checkId)
}

/** Somebody who asks about one message after the other has one such card: that of the newest watch. */
async function moveCard(ports: Ports, chat: Conversation, watch: StoredWatch): Promise<SentMessage | null> {
  const earlier = await ports.store.watchesOf(watch.userId, watch.openedAt, watch.until)
  const open = earlier.findLast(({ state, card }) => state === 'open' && card?.conversationId === chat.conversationId)
  if (open === undefined || open.card === null) return null
  return (await replaced(ports, chat, open.card, watch)) ? open.card : null
}

/** False where the card was deleted, or the chat is gone. */
async function replaced(ports: Ports, chat: Conversation, card: SentMessage, watch: StoredWatch): Promise<boolean> {
  try {
    await replaceNotice(ports, chat, card, await noticeOf(ports, watch))
    return true
  } catch (error) {
    if (isPosternError(error, 'teams-unreachable')) return false
    throw error
  }
}

const noticeOf = async (ports: Ports, watch: StoredWatch) =>
  ({ kind: 'watch', watch: await watchView(ports, watch) }) as const
