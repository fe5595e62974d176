/** What comes with a message besides its text: pictures, mails, invitations. Hostile until read. */
import type { Passage } from '../../domain/codeCheck/index.js'
import type { UserId } from '../../domain/ids.js'
import type { Unread } from '../../domain/unread.js'

export { UNREAD_REASONS, type Unread, type UnreadReason } from '../../domain/unread.js'

/** Where a file lies. The address was chosen by whoever sent the message, so the source checks whose host it is. */
export type FilePointer =
  /** A file attached in the personal chat: Teams' own download address, which needs no token. */
  | { readonly kind: 'teams-download'; readonly url: string; readonly name: string | null }
  /** A pasted picture: behind the Bot Connector, which wants the bot's token. */
  | { readonly kind: 'connector'; readonly url: string; readonly contentType: string | null }
  /** A picture in a message of a chat or channel: behind Graph's hosted contents. */
  | { readonly kind: 'hosted-content'; readonly url: string }

export interface FileInHand {
  readonly name: string | null
  /** As its sender says; the reader goes by the bytes. */
  readonly contentType: string | null
  readonly bytes: Uint8Array
}

export interface FileSource {
  /**
   * Errors: `file-not-allowed` (not a host we fetch from), `file-too-large`, `file-unavailable` (gone, refused, out of
   * time), `graph-forbidden` (the permission is missing). A signal ends it early, as `file-unavailable`.
   */
  fetch(pointer: FilePointer, options?: { readonly signal?: AbortSignal }): Promise<FileInHand>
}

export interface Reading {
  /** In the order of the document, its own text first. */
  readonly passages: readonly Passage[]
  /** Who a mail or an invitation says it is from; null for formats that do not say. (untrusted, not proven) */
  readonly author: Author | null
  readonly unread: readonly Unread[]
}

export interface Author {
  /** Lower case. */
  readonly address: string | null
  readonly displayName: string | null
}

export interface FileReader {
  /**
   * Never throws for what the file holds: that is told in `unread`. `signal`: nobody waits for it any more; it must not
   * cost the next one its time. `whom`: who sent it; people are read by turns.
   */
  read(file: FileInHand, options?: { readonly signal?: AbortSignal; readonly whom?: UserId }): Promise<Reading>
  close(): Promise<void>
}
