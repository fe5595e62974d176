/**
 * What a person sees where a turn failed: one sentence for the error's code, in the shape that the activity expects.
 * The error itself stays here.
 */
import { ActivityTypes, type TurnContext } from 'botbuilder'
import { say } from '../cards/index.js'
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import { localeOf } from './activity.js'
import { answerInvoke, dialogMessage, toast } from './invokeResponses.js'

export async function answerWithError(context: TurnContext, error: unknown): Promise<void> {
  const { type, name } = context.activity
  const sentence = say(`error.${errorCodeOf(error)}`, localeOf(context.activity), { minutes: minutesUntil(error) })
  if (type === ActivityTypes.Message) await context.sendActivity(sentence)
  if (type !== ActivityTypes.Invoke) return
  if (name === 'adaptiveCard/action') return answerInvoke(context, toast(sentence))
  if (name?.startsWith('composeExtension/')) return answerInvoke(context, dialogMessage(sentence))
  return answerInvoke(context, undefined, 500)
}

/** When to try again. Never none: who comes a moment too early is sent away a second time. */
const minutesUntil = (error: unknown): number =>
  Math.max(1, Math.ceil((isPosternError(error) ? (error.retryAfterMs ?? 0) : 0) / 60_000))
