/**
 * Somebody writes to the bot: talk, a question about policy or about alerts, or, for everything else, a message to be checked.
 * Between them a language model may say which question is meant, where there is one.
 * Teams hands over group and channel messages only where the bot is mentioned; the mention is already gone from the text.
 */
import { ActivityTypes, type TurnContext } from 'botbuilder'
import { renderTalk, renderUnreadable, renderVerdict } from '../../cards/index.js'
import { readDeskCommand } from '../../domain/desk/index.js'
import { mayDo } from '../../domain/policyStatus/index.js'
import { isTalk } from '../../domain/talk/index.js'
import type { Actor } from '../../flows/actor.js'
import { checkForPerson } from '../../flows/checkForPerson.js'
import { rememberConversation } from '../../flows/conversations.js'
import { gatherMessage } from '../../flows/gatherMessage.js'
import { startCheck } from '../../flows/startCheck.js'
import { readActor, readConversation, readSpoken, readTimeZone } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { attachment } from '../invokeResponses.js'
import { answerDeskInPlace } from './desk.js'
import { answerPolicyInPlace, readAsked, readChosen } from './policy.js'
import { answerReach, readReachPage } from './reach.js'

/**
 * For all files of a message. Teams gives up a message that is not answered within 15 s and may send it again; the
 * look-ups after it take up to 3 s (Microsoft Learn, "Manage a long-running operation").
 */
const FILES_PATIENCE_MS = 10_000

export async function onMessage(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  await rememberConversation(ports, readConversation(context.activity))
  const { text, message, bringsMore, inHand } = readSpoken(context.activity)

  // With something that came along, the words are about it.
  const talk = bringsMore ? null : isTalk(text, message)
  const reachPage = bringsMore ? null : readReachPage(text)
  if (reachPage !== null) return answerReach(ports, context, actor, reachPage)
  const timeZone = readTimeZone(context.activity)
  const asked = talk === 'help' || bringsMore ? null : await readAsked(ports, actor, { text, message, timeZone })
  const command = talk === 'help' || bringsMore ? null : readDeskCommand(text)
  if (asked !== null) return answerPolicyInPlace(ports, context, actor, asked)
  if (command !== null) return answerDeskInPlace(ports, context, actor, command)
  if (talk !== null) {
    const admin = talk === 'help' && (await isAdmin(ports, actor))
    await context.sendActivity({ attachments: [attachment(renderTalk(talk, { locale: actor.locale, admin }))] })
    return
  }
  const isTyped = !bringsMore && inHand.quotes.length === 0
  const typed = { text, message, timeZone }
  const chosen = isTyped ? await readChosen(ports, actor, typed, () => showTyping(context)) : null
  if (chosen !== null) return answerPolicyInPlace(ports, context, actor, chosen)

  await startCheck(ports, actor)
  const [gathered] = await Promise.all([
    gatherMessage(ports, actor, inHand, { writer: null, patienceMs: FILES_PATIENCE_MS }),
    ...(inHand.pointers.length > 0 ? [showTyping(context)] : []),
  ])
  const place = actor.place === 'personal' ? 'personal' : 'group'
  const audience = place === 'personal' ? 'asker' : 'everybody'
  const card = gathered.isEmpty
    ? renderUnreadable({ unread: gathered.unread, locale: actor.locale })
    : renderVerdict({
        ...(await checkForPerson(ports, actor, gathered.input, { author: gathered.author, audience })),
        ...gathered,
        place,
        locale: actor.locale,
      })
  await context.sendActivity({ attachments: [attachment(card)] })
}

/** Says that somebody is at work. A courtesy: where it fails, the answer still comes. */
async function showTyping(context: TurnContext): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined)
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
