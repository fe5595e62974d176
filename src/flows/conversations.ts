/** Where people and channels can be reached, learnt from what Teams tells on install and with every message. */
import type { Conversation, Ports } from './ports.js'

/** `isNew` tells whether to greet: Teams repeats its install events, a person is greeted once. */
export async function rememberConversation(
  ports: Pick<Ports, 'store'>,
  conversation: Conversation,
): Promise<{ readonly isNew: boolean }> {
  const known = await ports.store.conversationById(conversation.conversationId)
  // Unchanged rows are not rewritten: this runs with every message.
  if (known === null || known.serviceUrl !== conversation.serviceUrl) await ports.store.saveConversation(conversation)
  return { isNew: known === null }
}

export async function forgetConversation(ports: Pick<Ports, 'store'>, conversationId: string): Promise<void> {
  await ports.store.forgetConversation(conversationId)
}
