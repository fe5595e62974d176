/** Where people and channels can be reached, learnt from what Teams tells on install and with every message. */
import { languageTag } from '../domain/languages.js'
import type { Conversation, Ports } from './ports.js'

/** `isNew` tells whether to greet: Teams repeats its install events, a person is greeted once. */
export async function rememberConversation(
  ports: Pick<Ports, 'store'>,
  conversation: Conversation,
): Promise<{ readonly isNew: boolean }> {
  const known = await ports.store.conversationById(conversation.conversationId)
  const locale = languageOf(conversation) ?? (known === null ? null : languageOf(known))
  // Unchanged rows are not rewritten: this runs with every message. Who wrote last says nothing of a channel's language.
  const isNews =
    known === null ||
    known.serviceUrl !== conversation.serviceUrl ||
    (conversation.kind === 'personal' && locale !== languageOf(known))
  if (isNews) await ports.store.saveConversation(locale === null ? conversation : inLanguage(conversation, locale))
  return { isNew: known === null }
}

export async function forgetConversation(ports: Pick<Ports, 'store'>, conversationId: string): Promise<void> {
  await ports.store.forgetConversation(conversationId)
}

/** The language of the last activity there, or what the directory said instead; null: not known. */
export const languageOf = ({ reference }: Conversation): string | null => languageTag(reference.locale)

export const inLanguage = (conversation: Conversation, locale: string): Conversation => ({
  ...conversation,
  reference: { ...conversation.reference, locale },
})
