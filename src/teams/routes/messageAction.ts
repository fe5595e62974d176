/**
 * *Check this message* in the menu of a message: a dialog that opens with the verdict already in it, and from which the
 * message can be reported. Nothing is posted into the chat where the message stands.
 */
import type { TurnContext } from 'botbuilder'
import { parseCardAction, renderUnreadable, renderVerdict } from '../../cards/index.js'
import { PosternError } from '../../domain/errors.js'
import { answerCheckOrigin } from '../../flows/answerCheckOrigin.js'
import { checkForPerson } from '../../flows/checkForPerson.js'
import { enteredCode } from '../../flows/enteredCode.js'
import { gatherMessage } from '../../flows/gatherMessage.js'
import { startCheck } from '../../flows/startCheck.js'
import { watchOfCheck } from '../../flows/watches.js'
import { readActor, readPickedMessage } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { answerInvoke, dialogCard, dialogMessage } from '../invokeResponses.js'
import { isReportAction, replyToReport } from './reports.js'

/** The id of the command in the app manifest. */
export const CHECK_MESSAGE = 'checkMessage'

/** For all pictures of a message: with the look-ups after it (3 s) the dialog opens before Teams gives it up at 10 s. */
const FILES_PATIENCE_MS = 4_500

export async function onCheckMessage(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  await startCheck(ports, actor)
  const { inHand, authorId, authorName } = readPickedMessage(context.activity)
  const writer = authorId === actor.userId ? 'asker' : 'someone-else'
  const gathered = await gatherMessage(ports, actor, inHand, { writer, patienceMs: FILES_PATIENCE_MS })
  // The dialog is the asker's own, wherever the message stands.
  const about = {
    author: { userId: authorId, address: null, displayName: authorName },
    audience: 'asker',
  } as const
  const { locale } = actor
  if (gathered.isEmpty) {
    return answerInvoke(context, dialogCard(renderUnreadable({ unread: gathered.unread, locale })))
  }
  const checked = await checkForPerson(ports, actor, gathered.input, about)
  const watch = await watchOfCheck(ports, actor, checked.checkId)
  const card = renderVerdict({ ...checked, ...gathered, watch, place: 'dialog', locale })
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
    const watch = await watchOfCheck(ports, actor, checkId)
    return answerInvoke(
      context,
      dialogCard(renderVerdict({ check, checkId, place: 'dialog', locale, origin, key, watch })),
    )
  }
  if (action.verb === 'entered-code') {
    const { checkId, seal: key = null } = action
    const { check } = await enteredCode(ports, actor, checkId, key)
    return answerInvoke(
      context,
      dialogCard(renderVerdict({ check, checkId, place: 'dialog', locale, key, entered: true })),
    )
  }
  throw new PosternError('input-invalid', { verb: action.verb })
}
