/** Who speaks to the bot, as the channel's authenticated activity says it, and where. Never a claim in the text. */
import type { TenantId, UserId } from '../domain/ids.js'

export interface Actor {
  readonly userId: UserId
  readonly tenantId: TenantId
  /** BCP 47, as Teams sends it; decides the language of the answer and nothing else. */
  readonly locale: string
  readonly place: 'personal' | 'group' | 'channel'
  readonly conversationId: string
}
