/**
 * Somebody writes to the bot: talk, a question about policy, or, for everything else, a message to be checked.
 * Teams hands over group and channel messages only where the bot is mentioned; the mention is already gone from the text.
 */
import type { TurnContext } from 'botbuilder'
import { renderTalk, renderVerdict } from '../../cards/index.js'
import { mayDo, readPolicyQuestion } from '../../domain/policyStatus/index.js'
import { isTalk } from '../../domain/talk/index.js'
import type { Actor } from '../../flows/actor.js'
import { checkForPerson } from '../../flows/checkForPerson.js'
import { rememberConversation } from '../../flows/conversations.js'
import { readActor, readConversation, readSpoken } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { answerPolicyQuestionInPlace } from './policy.js'

export async function onMessage(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  await rememberConversation(ports, readConversation(context.activity))
  const { text, message } = readSpoken(context.activity)

  const talk = isTalk(text, message)
  const question = talk === 'help' ? null : readPolicyQuestion(text)
  if (question !== null) return answerPolicyQuestionInPlace(ports, context, actor, question)
  if (talk !== null) {
    const admin = talk === 'help' && (await isAdmin(ports, actor))
    await context.sendActivity({ attachments: [attachment(renderTalk(talk, { locale: actor.locale, admin }))] })
    return
  }

  const place = actor.place === 'personal' ? 'personal' : 'group'
  const audience = place === 'personal' ? 'asker' : 'everybody'
  const checked = await checkForPerson(ports, actor, { text: message }, { author: null, audience })
  const card = renderVerdict({ ...checked, place, locale: actor.locale })
  await context.sendActivity({ attachments: [attachment(card)] })
}

/** Only for what the help mentions; every question is checked again when it is asked. Not in front of others. */
async function isAdmin(ports: BotPorts, actor: Actor): Promise<boolean> {
  if (actor.place !== 'personal') return false
  try {
    return mayDo(await ports.directory.activeRoles(actor.userId), 'read')
  } catch {
    return false
  }
}
