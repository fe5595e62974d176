/**
 * Somebody writes to the bot: help, a question about policy, or, for everything else, a message to be checked.
 * Teams hands over group and channel messages only where the bot is mentioned; the mention is already gone from the text.
 */
import type { TurnContext } from 'botbuilder'
import { renderHelp, renderVerdict } from '../../cards/index.js'
import { mayDo, readPolicyQuestion } from '../../domain/policyStatus/index.js'
import type { Actor } from '../../flows/actor.js'
import { checkForPerson } from '../../flows/checkForPerson.js'
import { rememberConversation } from '../../flows/conversations.js'
import { readActor, readConversation, readSpoken } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { answerPolicyQuestionInPlace } from './policy.js'

/**
 * Greetings and calls for help, in the languages that Postern speaks, and the command of the app's menu without a
 * message behind it. Compared whole, never as a part.
 */
const HELP_WORDS = new Set([
  ...['', 'help', 'hi', 'hello', 'hey', 'start', 'commands', 'hilfe', 'hallo', 'guten tag'],
  ...['check this message', 'diese nachricht prüfen'],
])

export async function onMessage(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  await rememberConversation(ports, readConversation(context.activity))
  const { text, message } = readSpoken(context.activity)

  if (isCallForHelp(text, message)) {
    const admin = await isAdmin(ports, actor)
    await context.sendActivity({ attachments: [attachment(renderHelp({ locale: actor.locale, admin }))] })
    return
  }
  const question = readPolicyQuestion(text)
  if (question !== null) return answerPolicyQuestionInPlace(ports, context, actor, question)

  const place = actor.place === 'personal' ? 'personal' : 'group'
  const audience = place === 'personal' ? 'asker' : 'everybody'
  const checked = await checkForPerson(ports, actor, { text: message }, { author: null, audience })
  const card = renderVerdict({ ...checked, place, locale: actor.locale })
  await context.sendActivity({ attachments: [attachment(card)] })
}

/** Teams sends even a bare "help" with markup. A link under the word, or a picture alone, is something to check. */
function isCallForHelp(text: string, message: string): boolean {
  if (text.length > 40 || message.includes('href=') || (text === '' && message !== '')) return false
  return HELP_WORDS.has(text.toLowerCase().replace(/[\s.!?/]+$/, ''))
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
