/**
 * Where questions about alerts are answered: the team's in the 1:1 chat and the security channel, a person's own in
 * their 1:1 chat alone. Asked anywhere else, the answer goes to the 1:1 chat, a refusal too.
 */
import type { TurnContext } from 'botbuilder'
import { type CardAction, renderDeskAnswer, renderOwnAnswer, say } from '../../cards/index.js'
import { type DeskCommand, isOwnCommand } from '../../domain/desk/index.js'
import type { Actor } from '../../flows/actor.js'
import { askDesk, type DeskQuestion } from '../../flows/askDesk.js'
import { ownQuestion, ownQuestions, ownSignIns } from '../../flows/ownQuestions.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { isPlaceForPolicy, type PolicyReply, tellInPrivate } from './policy.js'

export type DeskAction = Extract<CardAction, { readonly verb: 'ask-desk' | 'ask-own' | 'open-question' }>

export const isDeskAction = (action: CardAction): action is DeskAction =>
  action.verb === 'ask-desk' || action.verb === 'ask-own' || action.verb === 'open-question'

export async function answerDeskInPlace(
  ports: BotPorts,
  context: TurnContext,
  actor: Actor,
  command: DeskCommand,
): Promise<void> {
  const isOwn = isOwnCommand(command)
  const reply = isOwn ? await ownReply(ports, actor, command.kind) : await deskReply(ports, actor, command)
  const mayStand = isOwn ? actor.place === 'personal' : isPlaceForPolicy(ports, actor)
  if (!mayStand) {
    await context.sendActivity(await tellInPrivate(ports, actor, reply))
    return
  }
  await context.sendActivity('card' in reply ? { attachments: [attachment(reply.card)] } : reply.refusal)
}

/** A press on one of the lists: its answer takes the place of the card, where it may stand. */
export async function replyToDesk(
  ports: BotPorts,
  actor: Actor,
  action: DeskAction,
): Promise<PolicyReply | { readonly sentence: string }> {
  if (action.verb === 'ask-desk') {
    const reply = await deskReply(ports, actor, action.ask)
    return isPlaceForPolicy(ports, actor) ? reply : { sentence: await tellInPrivate(ports, actor, reply) }
  }
  const reply =
    action.verb === 'open-question'
      ? { card: renderOwnAnswer(await ownQuestion(ports, actor, action.alertId), actor.locale) }
      : await ownReply(ports, actor, action.ask === 'alerts' ? 'own-alerts' : 'own-sign-ins')
  return actor.place === 'personal' ? reply : { sentence: await tellInPrivate(ports, actor, reply) }
}

async function deskReply(ports: BotPorts, actor: Actor, question: DeskQuestion): Promise<PolicyReply> {
  const answer = await askDesk(ports, actor, question)
  return answer.kind === 'refused'
    ? { refusal: say(`refused.${answer.why}`, actor.locale) }
    : { card: renderDeskAnswer(answer, actor.locale) }
}

async function ownReply(ports: BotPorts, actor: Actor, kind: 'own-sign-ins' | 'own-alerts'): Promise<PolicyReply> {
  const answer = await (kind === 'own-alerts' ? ownQuestions(ports, actor) : ownSignIns(ports, actor))
  return { card: renderOwnAnswer(answer, actor.locale) }
}
