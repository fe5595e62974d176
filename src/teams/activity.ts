/**
 * What Postern reads of an activity, and nothing more: parsed once, bounded, and typed from here on.
 *
 * Who the actor is comes from fields that the channel service fills in. The text and the message under a message
 * action were written by anybody.
 */
import { type Activity, TurnContext } from 'botbuilder'
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import type { PickedPlace } from '../domain/hostedContent.js'
import { isGuid, tenantId, userId } from '../domain/ids.js'
import type { Actor } from '../flows/actor.js'
import type { InHand } from '../flows/gatherMessage.js'
import type { Conversation } from '../flows/ports.js'
import { broughtByPicked, broughtToBot } from './attachments.js'
import { inHand } from './inHand.js'
import { readMarkup } from './markup.js'

/** Teams bounds a message at about 28 KB of text and 100 KB with markup. */
const TEXT_MAX = 65_536
const HTML_MAX = 131_072
const NAME_MAX = 256
const LOCALE = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/

const guid = z.string().refine(isGuid)

const placed = z.object({
  serviceUrl: z.string().min(1).max(2048),
  from: z.object({ aadObjectId: guid.optional() }),
  conversation: z.object({
    id: z.string().min(1).max(1024),
    conversationType: z.string().max(32).optional(),
    tenantId: guid.optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: guid }).optional(),
      team: z
        .object({ aadGroupId: guid.optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional(),
})

const attachments = z.array(z.unknown()).nullish().catch(null)

const spoken = z.object({ text: z.string().max(TEXT_MAX).nullish(), attachments })

const markup = z.object({ contentType: z.literal('text/html'), content: z.string().max(HTML_MAX) })

const messageAction = z.object({
  messagePayload: z.object({
    id: z.string().max(64).nullish(),
    subject: z.string().max(TEXT_MAX).nullish().catch(null),
    body: z.object({ content: z.string().max(HTML_MAX).nullish() }).nullish(),
    attachments,
    from: z
      .object({
        user: z.object({ id: z.string().max(256).nullish(), displayName: z.unknown() }).nullish(),
      })
      .nullish(),
  }),
})

const zoned = z.object({ localTimezone: z.string().max(64).optional().catch(undefined) })

/** Where the person is, as their client says it; nobody checked that it exists. */
export const readTimeZone = (activity: Activity): string => read(zoned, activity).localTimezone ?? 'UTC'

/** @throws PosternError `input-invalid` where the activity does not say who acts, in which tenant, or where. */
export function readActor(activity: Activity): Actor {
  const { from, conversation, channelData } = read(placed, activity)
  const tenant = channelData?.tenant?.id ?? conversation.tenantId
  if (from.aadObjectId === undefined || tenant === undefined) throw new PosternError('input-invalid', { what: 'actor' })
  return {
    userId: userId(from.aadObjectId),
    tenantId: tenantId(tenant),
    locale: localeOf(activity),
    place: placeOf(conversation.conversationType),
    conversationId: withoutThread(conversation.id),
  }
}

/**
 * Where the activity came from, as something to answer to later.
 * @throws PosternError `input-invalid`
 */
export function readConversation(activity: Activity): Conversation {
  const { from, conversation, channelData, serviceUrl } = read(placed, activity)
  const tenant = channelData?.tenant?.id ?? conversation.tenantId
  if (tenant === undefined) throw new PosternError('input-invalid', { what: 'tenant' })
  const kind = placeOf(conversation.conversationType)
  const conversationId = withoutThread(conversation.id)
  const reference = TurnContext.getConversationReference(activity)
  return {
    conversationId,
    kind,
    userId: kind === 'personal' && from.aadObjectId !== undefined ? userId(from.aadObjectId) : null,
    tenantId: tenantId(tenant),
    serviceUrl,
    reference: { ...reference, conversation: { ...reference.conversation, id: conversationId } },
  }
}

export interface Spoken {
  /** Plain text, without the mention of the bot. For commands and questions. */
  readonly text: string
  /** The markup where Teams sent it: it still has the targets of links that the plain text has lost. */
  readonly message: string
  /** Whether more came than the words that somebody wrote: files, pictures, cards. */
  readonly bringsMore: boolean
  /** Everything that came, to be checked. */
  readonly inHand: InHand
}

/** @throws PosternError `input-invalid` */
export function readSpoken(activity: Activity): Spoken {
  const given = read(spoken, activity)
  const text = given.text?.trim() ?? ''
  const came = given.attachments ?? []
  const html = came.map((part) => markup.safeParse(part).data?.content).find((content) => Boolean(content))
  const { own, pictures, quotes, hasWords } = readMarkup(html ?? '')
  const brought = broughtToBot(came, pictures)
  return {
    text,
    message: html ?? text,
    bringsMore: brought.pointers.length + brought.unread.length + brought.texts.length > 0,
    inHand: inHand(
      html === undefined
        ? { html, text, own: text, hasWords: text !== '', quotes }
        : { html, text: '', own, hasWords: hasWords || text !== '', quotes },
      brought,
    ),
  }
}

export interface PickedMessage {
  /** Everything in the message, to be checked. */
  readonly inHand: InHand
  /** Object id of who wrote it; null for a bot, a connector, or where Teams does not say. */
  readonly authorId: string | null
  /** (untrusted) */
  readonly authorName: string | null
  readonly place: PickedPlace
}

/**
 * The message under a message action.
 * @throws PosternError `input-invalid`
 */
export function readPickedMessage(activity: Activity): PickedMessage {
  const { id, subject, body, from, attachments } = read(messageAction, activity.value).messagePayload
  const place = placeOfPick(activity, id ?? null)
  const html = body?.content ?? ''
  const { own, pictures, quotes, hasWords } = readMarkup(html)
  const authorId = from?.user?.id
  const authorName = from?.user?.displayName
  return {
    inHand: inHand(
      { html, text: subject ?? '', own: `${subject ?? ''}\n${own}`, hasWords: hasWords || Boolean(subject), quotes },
      broughtByPicked(attachments ?? [], pictures, place),
    ),
    authorId: isGuid(authorId) ? authorId.toLowerCase() : null,
    authorName: typeof authorName === 'string' ? authorName.slice(0, NAME_MAX) : null,
    place,
  }
}

/** The conversation is Teams' own word, unlike everything in the payload. */
function placeOfPick(activity: Activity, messageId: string | null): PickedPlace {
  const { conversation, channelData } = read(placed, activity)
  const teamId = channelData?.team?.aadGroupId ?? null
  return { conversationId: withoutThread(conversation.id), messageId, teamId }
}

export function localeOf(activity: Partial<Activity>): string {
  const { locale } = activity
  return typeof locale === 'string' && locale.length <= 35 && LOCALE.test(locale) ? locale : 'en'
}

/** What we do not know is treated as the place with the most listeners. */
function placeOf(conversationType: string | undefined): Actor['place'] {
  if (conversationType === 'personal') return 'personal'
  return conversationType === 'groupChat' ? 'group' : 'channel'
}

/** A channel thread has the id of its channel and `;messageid=…`. */
const withoutThread = (conversationId: string): string => conversationId.split(';', 1)[0] ?? conversationId

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new PosternError('input-invalid', { fields: parsed.error.issues.map((i) => i.path.join('.')) })
  return parsed.data
}
