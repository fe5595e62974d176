/**
 * *Check this message* in the menu of a message: a dialog that opens with the verdict already in it, and from which the
 * message can be reported. Nothing is posted into the chat where the message stands.
 */
import type { TurnContext } from 'botbuilder'
import { parseCardAction, renderVerdict } from '../../cards/index.js'
import { PosternError } from '../../domain/errors.js'
import { answerCheckOrigin } from '../../flows/answerCheckOrigin.js'
import { checkForPerson } from '../../flows/checkForPerson.js'
import { readActor, readPickedMessage } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { answerInvoke, dialogCard, dialogMessage } from '../invokeResponses.js'
import { isReportAction, replyToReport } from './reports.js'

/** The id of the command in the app manifest. */
export const CHECK_MESSAGE = 'checkMessage'

export async function onCheckMessage(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  const { html, authorId, authorName } = readPickedMessage(context.activity)
  const author = authorId === actor.userId ? 'asker' : 'someone-else'
  const writer = { userId: authorId, address: null, displayName: authorName }
  // The dialog is the asker's own, wherever the message stands.
  const about = { author: writer, audience: 'asker' } as const
  const checked = await checkForPerson(ports, actor, { text: html, author }, about)
  const card = renderVerdict({ ...checked, place: 'dialog', locale: actor.locale })
  await answerInvoke(context, dialogCard(card))
}

/** A button of the dialog: the window then shows what came of it. */
export async function onDialogSubmit(ports: BotPorts, context: TurnContext, data: unknown): Promise<void> {
  const actor = readActor(context.activity)
  const { locale } = actor
  const action = parseCardAction(data)
  if (isReportAction(action)) {
    const reply = await replyToReport(ports, actor, action, 'dialog')
    return answerInvoke(context, 'card' in reply ? dialogCard(reply.card) : dialogMessage(reply.sentence))
  }
  if (action.verb === 'check-origin') {
    const { checkId, origin, seal: key = null } = action
    const { check } = await answerCheckOrigin(ports, actor, checkId, origin, key)
    return answerInvoke(context, dialogCard(renderVerdict({ check, checkId, place: 'dialog', locale, origin, key })))
  }
  throw new PosternError('input-invalid', { verb: action.verb })
}
