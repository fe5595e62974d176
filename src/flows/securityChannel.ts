/** The conversation of the security channel: as Teams told it when the bot was added there, else as the settings say. */
import { PosternError } from '../domain/errors.js'
import type { Conversation, Ports, SentMessage } from './ports.js'

/** @throws PosternError `teams-unreachable` where no channel is configured or known */
export async function securityChannel(ports: Pick<Ports, 'messenger' | 'settings' | 'store'>): Promise<Conversation> {
  const { securityChannelId } = ports.settings
  const known = securityChannelId === null ? null : await ports.store.conversationById(securityChannelId)
  const to = known ?? (await ports.messenger.securityChannel())
  if (to === null) throw new PosternError('teams-unreachable', { what: 'no security channel is configured' })
  return to
}

/**
 * Another channel, in the team or not: as Teams told it, else by its id alone.
 * @throws PosternError `teams-unreachable` where neither it nor the security channel is known
 */
export async function channelCalled(
  ports: Pick<Ports, 'messenger' | 'settings' | 'store'>,
  conversationId: string,
): Promise<Conversation> {
  const known = await ports.store.conversationById(conversationId)
  if (known !== null) return known
  const beside = await securityChannel(ports)
  const conversation = { ...(beside.reference.conversation as object | undefined), id: conversationId }
  return { ...beside, conversationId, reference: { ...beside.reference, conversation } }
}

/** Teams' own form of a reply: the conversation of a thread is the channel's with the first message's id. */
export function threadOf(channel: Conversation, { activityId }: SentMessage): Conversation {
  const conversationId = `${channel.conversationId};messageid=${activityId}`
  const conversation = { ...(channel.reference.conversation as object | undefined), id: conversationId }
  return { ...channel, conversationId, reference: { ...channel.reference, conversation } }
}
