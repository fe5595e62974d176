/**
 * A picture inside a Teams message, by the address that Graph gives it. The address stands in the message's markup, which
 * its writer chose; the app may read every chat. So the address is taken apart, compared with the message that the asker
 * picked, and never followed as it stands.
 *
 * Source: Microsoft Graph docs, "Get chatMessageHostedContent".
 */
export interface HostedContent {
  readonly origin: string
  readonly place:
    | { readonly kind: 'chat'; readonly chatId: string }
    | { readonly kind: 'channel'; readonly teamId: string; readonly channelId: string }
  /** The message itself, and for an answer in a channel the post that it answers. */
  readonly messageId: string
  readonly postId: string | null
  readonly contentId: string
}

/** The message in which somebody pressed *Check this message*, as Teams tells it. Null: Teams did not say. */
export interface PickedPlace {
  /** Of the chat or channel, without the thread. */
  readonly conversationId: string | null
  readonly messageId: string | null
  /** Object id of the team's group; null in chats, and where Teams does not say. */
  readonly teamId: string | null
}

const URL_LENGTH_MAX = 4_096
const CONVERSATION = /^19:[\w.@:-]{1,250}$/
const TEAM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MESSAGE = /^\d{1,20}$/
const CONTENT = /^[\w+/=-]{1,1024}$/

/** Null for anything that is not exactly such an address. */
export function parseHostedContent(address: string): HostedContent | null {
  const url = address.length <= URL_LENGTH_MAX && URL.canParse(address) ? new URL(address) : null
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  const parts = partsOf(url.pathname)
  const version = parts?.shift()
  if (parts === null || (version !== 'v1.0' && version !== 'beta')) return null
  const { origin } = url
  if (parts[0] === 'chats') {
    const [, chatId = '', messages, messageId = '', ...rest] = parts
    const contentId = contentIdOf(rest)
    if (messages !== 'messages' || !CONVERSATION.test(chatId) || !MESSAGE.test(messageId)) return null
    return contentId === null ? null : { origin, place: { kind: 'chat', chatId }, messageId, postId: null, contentId }
  }
  const [teams, teamId = '', channels, channelId = '', messages, messageId = '', ...rest] = parts
  if (teams !== 'teams' || channels !== 'channels' || messages !== 'messages') return null
  if (!TEAM.test(teamId) || !CONVERSATION.test(channelId) || !MESSAGE.test(messageId)) return null
  const place = { kind: 'channel', teamId: teamId.toLowerCase(), channelId } as const
  if (rest[0] !== 'replies') {
    const contentId = contentIdOf(rest)
    return contentId === null ? null : { origin, place, messageId, postId: null, contentId }
  }
  const [, replyId = '', ...last] = rest
  const contentId = contentIdOf(last)
  if (!MESSAGE.test(replyId) || contentId === null) return null
  return { origin, place, messageId: replyId, postId: messageId, contentId }
}

/** Whether the picture is part of the very message that was picked. What Teams did not say is a no. */
export function isPartOf({ place, messageId }: HostedContent, picked: PickedPlace): boolean {
  const conversationId = place.kind === 'chat' ? place.chatId : place.channelId
  const isTeam = place.kind === 'chat' || place.teamId === picked.teamId?.toLowerCase()
  return isTeam && conversationId === picked.conversationId && messageId === picked.messageId
}

/** The path of the picture, written again from its ids. */
export function pathOf({ place, messageId, postId, contentId }: HostedContent): string {
  const id = encodeURIComponent
  const root =
    place.kind === 'chat' ? `/chats/${id(place.chatId)}` : `/teams/${id(place.teamId)}/channels/${id(place.channelId)}`
  const message = postId === null ? id(messageId) : `${id(postId)}/replies/${id(messageId)}`
  return `${root}/messages/${message}/hostedContents/${id(contentId)}/$value`
}

function contentIdOf(parts: readonly string[]): string | null {
  const [hosted, contentId = '', value, ...more] = parts
  const isContent = hosted === 'hostedContents' && CONTENT.test(contentId) && value === '$value' && more.length === 0
  return isContent ? contentId : null
}

/** Segments, each decoded once; null where one is empty, broken or a step. */
function partsOf(pathname: string): string[] | null {
  try {
    const parts = pathname.slice(1).split('/').map(decodeURIComponent)
    return parts.some((part) => part === '' || part === '.' || part === '..') ? null : parts
  } catch {
    return null
  }
}
