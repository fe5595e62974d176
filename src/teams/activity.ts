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
import type { Conversation } from '../flows/ports.js'

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

const spoken = z.object({
  text: z.string().max(TEXT_MAX).nullish(),
  attachments: z
    .array(z.object({ contentType: z.string().max(256).optional(), content: z.unknown() }))
    .max(50)
    .nullish(),
})

const messageAction = z.object({
  messagePayload: z.object({
    id: z.string().max(64).nullish(),
    body: z.object({ content: z.string().max(HTML_MAX).nullish() }),
    from: z
      .object({
        user: z.object({ id: z.string().max(256).nullish(), displayName: z.unknown() }).nullish(),
      })
      .nullish(),
  }),
})

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
}

/** @throws PosternError `input-invalid` */
export function readSpoken(activity: Activity): Spoken {
  const { text, attachments } = read(spoken, activity)
  const html = attachments?.find((part) => part.contentType === 'text/html')?.content
  const plain = text?.trim() ?? ''
  return { text: plain, message: typeof html === 'string' && html.length <= HTML_MAX ? html : plain }
}

export interface PickedMessage {
  /** As Teams stores it: HTML. */
  readonly html: string
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
  const { id, body, from } = read(messageAction, activity.value).messagePayload
  const authorId = from?.user?.id
  const authorName = from?.user?.displayName
  return {
    html: body.content ?? '',
    authorId: isGuid(authorId) ? authorId.toLowerCase() : null,
    authorName: typeof authorName === 'string' ? authorName.slice(0, NAME_MAX) : null,
    place: placeOfPick(activity, id ?? null),
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
