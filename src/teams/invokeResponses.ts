/**
 * The answers to invoke activities, written by ourselves: what teams-ai 1.7.4 makes of a returned card with `refresh`
 * is pushed to everybody in the chat from then on, for every person and every press (AdaptiveCards.js,
 * `actionExecuteResponseType`). A response that is already there it leaves alone.
 *
 * Source: Microsoft Learn, "Universal Actions for Adaptive Cards" (response format) and "Create and submit dialog from
 * message extensions".
 */
import { ActivityTypes, type TurnContext } from 'botbuilder'
import type { Card } from '../cards/index.js'

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message'

export async function answerInvoke(context: TurnContext, body: unknown, status = 200): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } })
}

/** Replaces the card for the person who pressed. */
export const replaceCard = (card: Card) => ({ statusCode: 200, type: CARD_TYPE, value: card })

/** A line at the foot of the card, for the person who pressed. */
export const toast = (sentence: string) => ({ statusCode: 200, type: MESSAGE_TYPE, value: sentence })

export const dialogCard = (card: Card) => ({
  task: {
    type: 'continue',
    value: { title: 'Postern', height: 'medium', width: 'medium', card: { contentType: CARD_TYPE, content: card } },
  },
})

export const dialogMessage = (sentence: string) => ({ task: { type: 'message', value: sentence } })

export const attachment = (card: Card) => ({ contentType: CARD_TYPE, content: card })
