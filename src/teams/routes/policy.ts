/**
 * Where the answer to a question about policy is given: in the 1:1 chat and the security channel. Asked anywhere else,
 * the whole answer goes to the 1:1 chat, a refusal too, so that a group does not learn who holds a role.
 */
import type { TurnContext } from 'botbuilder'
import { type Card, renderPolicyAnswer, say } from '../../cards/index.js'
import type { PolicyQuestion } from '../../domain/policyStatus/index.js'
import type { Actor } from '../../flows/actor.js'
import { askPolicy } from '../../flows/askPolicy.js'
import { rememberConversation } from '../../flows/conversations.js'
import type { Conversation } from '../../flows/ports.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'

/** A card, or the sentence of a refusal. */
export type PolicyReply = { readonly card: Card } | { readonly refusal: string }

export async function policyReply(
  ports: BotPorts,
  actor: Actor,
  question: PolicyQuestion,
  options: { readonly refresh?: boolean } = {},
): Promise<PolicyReply> {
  const reply = await askPolicy(ports, actor, question, options)
  return reply.kind === 'answer'
    ? { card: renderPolicyAnswer(reply.answer, actor.locale, ports.settings.portals) }
    : { refusal: say(`refused.${reply.why}`, actor.locale) }
}

/** Whether an answer about policy may be shown where the actor is. */
export const isPlaceForPolicy = (ports: Pick<BotPorts, 'settings'>, actor: Actor): boolean =>
  actor.place === 'personal' || actor.conversationId === ports.settings.securityChannelId

export async function answerPolicyQuestionInPlace(
  ports: BotPorts,
  context: TurnContext,
  actor: Actor,
  question: PolicyQuestion,
): Promise<void> {
  const reply = await policyReply(ports, actor, question)
  if (isPlaceForPolicy(ports, actor)) {
    await context.sendActivity('card' in reply ? { attachments: [attachment(reply.card)] } : reply.refusal)
    return
  }
  await context.sendActivity(await tellInPrivate(ports, actor, reply))
}

/** Answers in the 1:1 chat, and gives the sentence that says so where the question was asked. */
export async function tellInPrivate(ports: BotPorts, actor: Actor, reply: PolicyReply): Promise<string> {
  const chat = await personalChat(ports, actor)
  if ('card' in reply) await ports.messenger.sendCard(chat, reply.card)
  else await ports.messenger.sendText(chat, reply.refusal)
  return say('refused.answered-in-private', actor.locale)
}

async function personalChat(ports: BotPorts, actor: Actor): Promise<Conversation> {
  const known = await ports.store.personalConversation(actor.userId)
  if (known !== null) return known
  const opened = await ports.messenger.openPersonal(actor.userId)
  await rememberConversation(ports, opened)
  return opened
}
