/**
 * A button of a card is pressed. The payload is parsed and names ids only; the flow behind the verb looks at who
 * presses. The person's card is replaced, or a line at its foot says what happened.
 */
import type { TurnContext } from 'botbuilder'
import { z } from 'zod/v4'
import { type CardAction, parseCardAction, renderNotice, renderVerdict, say } from '../../cards/index.js'
import { PosternError } from '../../domain/errors.js'
import { actOnAlert } from '../../flows/actOnAlert.js'
import { actOnContainment } from '../../flows/actOnContainment.js'
import type { Actor } from '../../flows/actor.js'
import { answerAlert } from '../../flows/answerAlert.js'
import { answerCheckOrigin } from '../../flows/answerCheckOrigin.js'
import { enteredCode } from '../../flows/enteredCode.js'
import { readActor } from '../activity.js'
import type { BotPorts } from '../botPorts.js'
import { answerInvoke, replaceCard, toast } from '../invokeResponses.js'
import { isDeskAction, replyToDesk } from './desk.js'
import { isPlaceForPolicy, policyReply, tellInPrivate } from './policy.js'
import { offerFile } from './policyFile.js'
import { replyToPolicyPress } from './policyWrites.js'
import { isReportAction, replyToReport } from './reports.js'
import { isWarningAction, replyToWarning } from './warnings.js'

const execute = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string().max(64),
    data: z.looseObject({ verb: z.string().max(64) }),
  }),
})

type Response = ReturnType<typeof replaceCard> | ReturnType<typeof toast>

export async function onCardAction(ports: BotPorts, context: TurnContext): Promise<void> {
  const actor = readActor(context.activity)
  const pressed = execute.safeParse(context.activity.value)
  if (!pressed.success || pressed.data.action.verb !== pressed.data.action.data.verb) {
    throw new PosternError('input-invalid', { what: 'card action' })
  }
  const action = parseCardAction(pressed.data.action.data)
  await answerInvoke(context, await perform(ports, context, actor, action))
}

async function perform(ports: BotPorts, context: TurnContext, actor: Actor, action: CardAction): Promise<Response> {
  const { locale } = actor
  const place = actor.place === 'personal' ? 'personal' : 'group'
  if (isReportAction(action)) {
    const reply = await replyToReport(ports, actor, action, place)
    return 'card' in reply ? replaceCard(reply.card) : toast(reply.sentence)
  }
  if (isDeskAction(action)) {
    const reply = await replyToDesk(ports, actor, action)
    if ('card' in reply) return replaceCard(reply.card)
    return toast('refusal' in reply ? reply.refusal : reply.sentence)
  }
  if (isWarningAction(action)) {
    const reply = await replyToWarning(ports, actor, action)
    return 'card' in reply ? replaceCard(reply.card) : toast(reply.sentence)
  }
  switch (action.verb) {
    case 'check-origin': {
      const { checkId, origin, seal: key = null } = action
      const { check } = await answerCheckOrigin(ports, actor, checkId, origin, key)
      return replaceCard(renderVerdict({ check, checkId, place, locale, origin, key }))
    }
    case 'entered-code': {
      const { checkId, seal: key = null } = action
      const { check } = await enteredCode(ports, actor, checkId, key)
      // Others see the card in a group.
      if (place === 'group') return toast(say('entered.noted', locale))
      return replaceCard(renderVerdict({ check, checkId, place, locale, key, entered: true }))
    }
    case 'answer-alert': {
      const { alert, telling } = await answerAlert(ports, actor, action)
      // A case of which nobody would be told can still have been asked about earlier: the answer shows as a notice.
      const shown = telling === 'nothing' ? 'notice' : telling
      return replaceCard(renderNotice({ kind: 'owner-alert', telling: shown, alert }, locale))
    }
    case 'act-on-alert': {
      const { alert, outcome } = await actOnAlert(ports, actor, { ...action, reason: action.reason || undefined })
      if (outcome === 'not-yet') return toast(say('act.not-yet', locale))
      // A card of before reasons were asked for has no form: it is replaced by one that has.
      if (outcome === 'needs-reason' && action.reason !== undefined) return toast(say('desk.needs-reason', locale))
      return replaceCard(renderNotice({ kind: 'team-alert', alert }, locale))
    }
    case 'act-on-containment': {
      const { alert } = await actOnContainment(ports, actor, action)
      return replaceCard(renderNotice({ kind: 'team-alert', alert }, locale))
    }
    case 'ask-policy': {
      const reply = await policyReply(ports, actor, action.question, { refresh: action.refresh === true })
      // The card may stand in a place where others read along.
      if (!isPlaceForPolicy(ports, actor)) return toast(await tellInPrivate(ports, actor, reply))
      return 'card' in reply ? replaceCard(reply.card) : toast(reply.refusal)
    }
    case 'change-policy': {
      const reply = await replyToPolicyPress(ports, actor, action)
      return 'card' in reply ? replaceCard(reply.card) : toast(reply.sentence)
    }
    case 'ask-file': {
      const sentence = await offerFile(ports, context, actor, action)
      return toast(sentence ?? say('asked.file.about', locale))
    }
  }
}
