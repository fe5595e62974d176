/**
 * What Postern says unasked: notices to a person or to the security channel, sent, replaced, or in a chat that has
 * first to be opened.
 *
 * Calls go straight to the connector instead of through `continueConversationAsync`: a turn of the library hands every
 * failure to `onTurnError` and then looks like a success, and a delivery must know whether it was one.
 */
import type { Activity, ConversationParameters } from 'botbuilder'
import type { ConnectorClient, ConnectorFactory } from 'botframework-connector'
import { z } from 'zod/v4'
import { type Card, renderNotice } from '../cards/index.js'
import { PosternError } from '../domain/errors.js'
import { type TenantId, type UserId, userId } from '../domain/ids.js'
import type { Notice } from '../domain/notices.js'
import type { Conversation, Messenger, SentMessage } from '../flows/ports.js'
import { connectorError } from './connectorErrors.js'
import { attachment } from './invokeResponses.js'

/** Teams takes about 100 KB for a message with everything around it. */
const CARD_MAX_BYTES = 80 * 1024

export interface MessengerOptions {
  readonly connectors: ConnectorFactory
  /** Empty in the loopback mode. */
  readonly appId: string
  readonly tenantId: TenantId
  /** Where to write to people and channels that have not written yet; null: nowhere, Microsoft publishes none. */
  readonly serviceUrl: string | null
  readonly securityChannelId: string | null
  /** Of channels, and of people whose own is not known; null: a channel's as Teams told it, else English. */
  readonly language?: string | null
}

export interface TeamsMessenger extends Messenger {
  /** A card that is no notice, for instance the answer to a question that was asked elsewhere. */
  sendCard(to: Conversation, card: Card): Promise<SentMessage>
  sendText(to: Conversation, text: string): Promise<SentMessage>
}

type PagedMembersOptions = Extract<
  Parameters<ConnectorClient['conversations']['getConversationPagedMembers']>[1],
  { readonly continuationToken: string }
>

const MEMBERS_PER_PAGE = 200
const MEMBER_PAGES_MAX = 50

const memberPage = z.object({
  members: z.array(z.object({ aadObjectId: z.string().optional(), objectId: z.string().optional() })).max(1000),
  continuationToken: z.string().max(4096).nullish(),
})

const created = z.object({ id: z.string().min(1).max(1024) })

/** What is stored of a conversation, read back as what the connector wants. Unknown members stay behind. */
const reference = z.object({
  bot: z.looseObject({ id: z.string() }).optional(),
  user: z.looseObject({ id: z.string() }).optional(),
  conversation: z.looseObject({ id: z.string() }).optional(),
  locale: z.string().max(35).optional(),
})

export function createMessenger(options: MessengerOptions): TeamsMessenger {
  const { connectors, appId, tenantId, securityChannelId, language = null } = options
  const bot = { id: `28:${appId}`, name: 'Postern' }

  const post = (to: Conversation, make: () => Partial<Activity>): Promise<SentMessage> =>
    calling(async () => {
      const { conversations } = await connectors.create(to.serviceUrl)
      const sent = created.parse(await conversations.sendToConversation(to.conversationId, addressed(to, make(), bot)))
      return { conversationId: to.conversationId, activityId: sent.id }
    })

  /** @throws PosternError `teams-unreachable` where this cloud has no address to begin from. */
  const firstServiceUrl = (): string => {
    if (options.serviceUrl === null) throw new PosternError('teams-unreachable', { reason: 'no service url' })
    return options.serviceUrl
  }

  return {
    send: (to, notice) => post(to, () => noticeMessage(to, notice, language)),
    sendCard: (to, card) => post(to, () => cardMessage(card)),
    sendText: (to, text) => post(to, () => ({ type: 'message', text })),

    replace: (at, sent, notice) =>
      calling(async () => {
        const { conversations } = await connectors.create(at.serviceUrl)
        const message = addressed(at, { ...noticeMessage(at, notice, language), id: sent.activityId }, bot)
        await conversations.updateActivity(sent.conversationId, sent.activityId, message)
      }),

    openPersonal: (person: UserId) =>
      calling(async () => {
        const serviceUrl = firstServiceUrl()
        const { conversations } = await connectors.create(serviceUrl)
        const request = {
          isGroup: false,
          bot,
          members: [{ id: person }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        }
        // The library's type asks for an activity and a topic too; the service wants neither for a 1:1 chat.
        const { id } = created.parse(
          await conversations.createConversation(request as unknown as ConversationParameters),
        )
        const conversation = { id, conversationType: 'personal', isGroup: false, tenantId }
        const user = { id: person, aadObjectId: person }
        return {
          conversationId: id,
          kind: 'personal',
          userId: person,
          tenantId,
          serviceUrl,
          reference: { bot, user, conversation, channelId: 'msteams', serviceUrl },
        }
      }),

    members: (of) =>
      calling(async () => {
        const { conversations } = await connectors.create(of.serviceUrl)
        const found: UserId[] = []
        let continuationToken: string | undefined
        for (let page = 0; page < MEMBER_PAGES_MAX; page += 1) {
          const options = { pageSize: MEMBERS_PER_PAGE, ...(continuationToken ? { continuationToken } : {}) }
          // The library's type wants a continuation token for the first page too.
          const answer = await conversations.getConversationPagedMembers(
            of.conversationId,
            options as PagedMembersOptions,
          )
          const { members, continuationToken: next } = memberPage.parse(answer)
          found.push(...members.map((member) => userId(member.aadObjectId ?? member.objectId)))
          if (!next) return found
          continuationToken = next
        }
        // A part of the members is no answer to the question who they are.
        throw new PosternError('teams-rejected', { reason: 'too many members' })
      }),

    async securityChannel() {
      if (securityChannelId === null) return null
      const serviceUrl = firstServiceUrl()
      const conversation = { id: securityChannelId, conversationType: 'channel', isGroup: true, tenantId }
      return {
        conversationId: securityChannelId,
        kind: 'channel',
        userId: null,
        tenantId,
        serviceUrl,
        reference: { bot, conversation, channelId: 'msteams', serviceUrl },
      }
    },
  }
}

/** A question to a person also rings in the activity feed; the channel's members watch the channel. */
function noticeMessage(to: Conversation, notice: Notice, language: string | null): Partial<Activity> {
  const told = reference.safeParse(to.reference).data?.locale
  const locale = (to.kind === 'personal' ? (told ?? language) : (language ?? told)) ?? 'en'
  const message = cardMessage(renderNotice(notice, locale))
  return notice.kind === 'owner-alert' ? { ...message, channelData: { notification: { alert: true } } } : message
}

/** The card alone: Teams may split text and card of one activity in two and lose the id of one. */
function cardMessage(card: Card): Partial<Activity> {
  const bytes = Buffer.byteLength(JSON.stringify(card))
  if (bytes > CARD_MAX_BYTES) throw new PosternError('teams-rejected', { reason: 'card too large', bytes })
  const summary = card.fallbackText
  return {
    type: 'message',
    attachments: [attachment(card)],
    // What the notification says in place of "sent a card".
    ...(typeof summary === 'string' ? { summary } : {}),
  }
}

/** The connector's own type asks for more than the service does, so what is complete is decided here. */
function addressed(to: Conversation, message: Partial<Activity>, bot: { id: string; name: string }): Activity {
  const stored = reference.safeParse(to.reference).data ?? {}
  return {
    ...message,
    channelId: 'msteams',
    serviceUrl: to.serviceUrl,
    from: stored.bot ?? bot,
    conversation: stored.conversation ?? { id: to.conversationId },
    ...(stored.user === undefined ? {} : { recipient: stored.user }),
  } as unknown as Activity
}

async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw connectorError(error)
  }
}
