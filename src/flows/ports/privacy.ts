/** What the operator can have written out or erased of one person. */
import type { UserId } from '../../domain/ids.js'

/**
 * `open-alert`: somebody may still have to act on it. `recent-sign-in`: the next poll would read its rows again and
 * alert anew.
 */
export type ErasureBlock = { readonly why: 'open-alert' | 'recent-sign-in'; readonly id: string }

/**
 * `audit-chain`: pseudonyms and digests, which lead to nobody any more. `presses-on-open-alerts`: two people have to
 * agree on them. `teams-messages`: cards that stand in Teams, which Postern cannot take from people's chats.
 */
export type KeptCode = 'audit-chain' | 'presses-on-open-alerts' | 'teams-messages'

export type Erasure =
  | { readonly outcome: 'blocked'; readonly blocks: readonly ErasureBlock[] }
  | {
      readonly outcome: 'erased'
      /** Rows that went, and rows that lost the person, by table. */
      readonly deleted: Readonly<Record<string, number>>
      readonly emptied: Readonly<Record<string, number>>
      readonly kept: readonly { readonly what: KeptCode; readonly rows: number }[]
    }

export interface PrivacyStore {
  /** Everything that names the person, a JSON line a row, as of one moment; the keys left out. */
  exportPerson(userId: UserId, at: Date): AsyncIterable<string>
  erasePerson(userId: UserId, options: { readonly at: Date; readonly force: boolean }): Promise<Erasure>
}
