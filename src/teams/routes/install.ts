/**
 * The bot is installed somewhere, or removed. Teams repeats these events, and the local client sends them with every
 * page load: a place is remembered once and greeted once.
 *
 * Only `installationUpdate` is answered. The `conversationUpdate` that comes beside it says the same, in either order,
 * and would use up the greeting.
 */
import type { TurnContext } from 'botbuilder'
import { renderGreeting } from '../../cards/index.js'
import { forgetConversation, rememberConversation } from '../../flows/conversations.js'
import type { Ports } from '../../flows/ports.js'
import { localeOf, readConversation } from '../activity.js'
import { attachment } from '../invokeResponses.js'

export async function onInstallation(ports: Pick<Ports, 'store'>, context: TurnContext): Promise<void> {
  const conversation = readConversation(context.activity)
  // Upgrades come as `add-upgrade` and `remove-upgrade`: the place stays the same.
  if (context.activity.action === 'remove') return forgetConversation(ports, conversation.conversationId)
  if (context.activity.action === 'remove-upgrade') return
  const { isNew } = await rememberConversation(ports, conversation)
  if (isNew)
    await context.sendActivity({ attachments: [attachment(renderGreeting({ locale: localeOf(context.activity) }))] })
}
