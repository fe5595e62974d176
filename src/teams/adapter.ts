/**
 * Between HTTP and a turn of the bot: authenticates, checks the shape that every turn needs, runs the turn, and makes
 * of whatever happened one short HTTP answer.
 *
 * `CloudAdapter.process` is not used: it prints errors to the console and sends their messages to the caller.
 */
import { type Activity, ActivityTypes, CloudAdapter, type TurnContext } from 'botbuilder'
import { AuthenticationError } from 'botframework-connector'
import { z } from 'zod/v4'
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import type { Log } from '../flows/ports.js'
import type { BotAuthentication } from './botAuthentication.js'
import { answerWithError } from './turnErrors.js'

export interface HttpAnswer {
  readonly status: number
  readonly body?: unknown
  readonly retryAfterMs?: number
}

export type Turn = (context: TurnContext) => Promise<unknown>

const account = z.looseObject({ id: z.string().min(1).max(1024) })

/** What the routing of teams-ai and the sending of replies stand on. The library throws where one is missing. */
const activityShape = z.looseObject({
  type: z.string().min(1).max(64),
  channelId: z.string().min(1).max(64),
  serviceUrl: z.string().min(1).max(2048),
  from: account,
  recipient: account,
  conversation: account,
})

/** How long a caller should wait where we cannot reach the keys that prove who it is. */
const RETRY_AFTER_MS = 5_000

export class TeamsAdapter extends CloudAdapter {
  constructor(
    authentication: BotAuthentication,
    private readonly log: Log,
  ) {
    super(authentication)
    this.onTurnError = async (context, error) => {
      log.error('a turn failed', { code: errorCodeOf(error), activityType: context.activity.type })
      await answerWithError(context, error).catch((failure: unknown) => {
        log.warn('the error could not be told', { code: errorCodeOf(failure) })
      })
    }
  }

  /** One POST to the messaging endpoint. Never throws. Nothing of an error but its status reaches the caller. */
  async receive(body: unknown, authorization: string, turn: Turn): Promise<HttpAnswer> {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { status: 400 }
    try {
      // Who speaks comes before what is said: a stranger learns nothing about the shapes we accept.
      const activity = body as Activity
      const sender = await this.botFrameworkAuthentication.authenticateRequest(activity, authorization)
      if (!activityShape.safeParse(activity).success) return { status: 400 }
      // Replies in the HTTP answer instead of through the connector: Teams never asks for it.
      if (activity.deliveryMode === 'expectReplies') return { status: 400 }
      const answer = await this.processActivity(sender, activity, async (context) => void (await turn(context)))
      if (answer === undefined) return { status: activity.type === ActivityTypes.Invoke ? 501 : 200 }
      return { status: answer.status, body: answer.body }
    } catch (error) {
      if (error instanceof AuthenticationError) return { status: 401 }
      this.log.error('a request failed', { code: errorCodeOf(error) })
      const isElsewhere = isPosternError(error, 'teams-unavailable')
      return isElsewhere ? { status: 503, retryAfterMs: RETRY_AFTER_MS } : { status: 500 }
    }
  }
}
