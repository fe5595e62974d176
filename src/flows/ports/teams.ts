/** What the flows need of Teams. */
import type { TenantId, UserId } from '../../domain/ids.js'
import type { Notice } from '../../domain/notices.js'

/** Where a message can be sent. What Teams gave us, kept as it came. */
export interface Conversation {
  /** Channel threads lose their `;messageid=…`. */
  readonly conversationId: string
  readonly kind: 'personal' | 'group' | 'channel'
  /** The person of a personal chat; null elsewhere. */
  readonly userId: UserId | null
  readonly tenantId: TenantId
  readonly serviceUrl: string
  /** The Bot Framework conversation reference. */
  readonly reference: Readonly<Record<string, unknown>>
}

export interface SentMessage {
  readonly conversationId: string
  readonly activityId: string
}

export interface Messenger {
  /** Posts a new message. Errors: `teams-unreachable` (final), `teams-throttled`, `teams-unavailable` (try again). */
  send(to: Conversation, notice: Notice): Promise<SentMessage>
  /** Replaces a message that was sent. The same errors. */
  replace(at: Conversation, sent: SentMessage, notice: Notice): Promise<void>
  /** Opens the 1:1 chat with somebody the bot has not heard from. `teams-unreachable` where that cannot be. */
  openPersonal(userId: UserId): Promise<Conversation>
  /** The conversation of the security channel as far as the settings tell; null where none is configured. */
  securityChannel(): Promise<Conversation | null>
  /** Everybody in a conversation, by Entra id, page by page. The errors of `send`. */
  members(of: Conversation): Promise<readonly UserId[]>
}
