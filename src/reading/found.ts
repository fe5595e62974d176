/** Where the parsers put what they find, within what one file may have. */
import { windowsLetters } from '../domain/fileFormat.js'
import type { Author, UnreadReason } from '../flows/ports/files.js'
import { PARTS_MAX, PASSAGE_LENGTH_MAX } from './limits.js'
import type { Answer } from './protocol.js'

const NAME_LENGTH_MAX = 260
const ADDRESS_LENGTH_MAX = 320

export interface Found {
  passage(from: 'picture' | 'qr' | 'file', text: string, name: string | null): void
  /** The first to say so is the author: what is attached was written by others. */
  author(author: Author): void
  unread(name: string | null, why: UnreadReason): void
  /** Whether one more part may be read; says `too-many` once where not. */
  takesPart(): boolean
}

type Told = Answer extends infer One ? (One extends { readonly id: number } ? Omit<One, 'id'> : never) : never

export function collect(tell: (answer: Told) => void): Found {
  let parts = 0
  let hasAuthor = false
  const unread: Found['unread'] = (name, why) =>
    tell({ kind: 'unread', unread: { name: name?.slice(0, NAME_LENGTH_MAX) ?? null, why } })
  return {
    unread,
    passage(from, text, name) {
      const trimmed = windowsLetters(text).trim()
      if (trimmed === '') return
      tell({ kind: 'passage', passage: { from, text: trimmed.slice(0, PASSAGE_LENGTH_MAX) } })
      if (trimmed.length > PASSAGE_LENGTH_MAX) unread(name, 'too-large')
    },
    author({ address, displayName }) {
      if (hasAuthor || (address === null && displayName === null)) return
      hasAuthor = true
      tell({
        kind: 'author',
        author: {
          address: address?.toLowerCase().slice(0, ADDRESS_LENGTH_MAX) ?? null,
          displayName: displayName?.slice(0, NAME_LENGTH_MAX) ?? null,
        },
      })
    },
    takesPart() {
      parts += 1
      if (parts === PARTS_MAX + 1) unread(null, 'too-many')
      return parts <= PARTS_MAX
    },
  }
}
