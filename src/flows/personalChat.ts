/**
 * The chat with somebody whom the bot writes to unasked, opened where there is none, and in their language: that of
 * their last activity; before there was one, the preferred language of their profile; else the tenant's default.
 */
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { inLanguage, languageOf } from './conversations.js'
import type { Conversation, Ports } from './ports.js'

export type ChatPorts = Pick<Ports, 'directory' | 'installations' | 'log' | 'messenger' | 'store'>

/** @throws PosternError as `Messenger.openPersonal` */
export async function personalChat(ports: ChatPorts, who: UserId): Promise<Conversation> {
  const known = await ports.store.personalConversation(who)
  if (known !== null && languageOf(known) !== null) return known
  const chat = known ?? (await openOrInstall(ports, who))
  const language = await profileLanguage(ports, who)
  const spoken = language === null ? chat : inLanguage(chat, language)
  if (known === null || language !== null) await ports.store.saveConversation(spoken)
  return spoken
}

/** Null where the profile has none, or cannot be read: a card is never held up for it. */
async function profileLanguage({ directory }: ChatPorts, who: UserId): Promise<string | null> {
  try {
    return (await directory.person(who))?.language ?? null
  } catch (error) {
    if (!isPosternError(error)) throw error
    return null
  }
}

/** Without the app there is no chat: it is installed on the spot where that is allowed. */
async function openOrInstall(ports: ChatPorts, who: UserId): Promise<Conversation> {
  try {
    return await ports.messenger.openPersonal(who)
  } catch (error) {
    if (!isPosternError(error, 'teams-unreachable') || !ports.installations.isConfigured) throw error
    const done = await ports.installations.install(who).catch((hindrance: unknown) => errorCodeOf(hindrance))
    ports.log.info('app installed for somebody who must be asked', { userId: who, done })
    if (done !== 'installed') throw error
    return ports.messenger.openPersonal(who)
  }
}
