/** The message and what came with it, in which every part has its say: a long mail hides no QR code. */

import { takeDataPictures } from '../dataPictures.js'
import { literally } from './normalise/html.js'
import { BETWEEN, TEXT_LENGTH_MAX } from './normalise/index.js'
import type { CodeCheckInput, Passage } from './types.js'

export interface WholeText {
  /** Each is decoded by itself: a comment or a style that is left open in one must not swallow the next. */
  readonly parts: readonly string[]
  /** Some part was too long to be read to its end. */
  readonly isCut: boolean
}

/** Parts as they came, apart from each other as paragraphs are. */
export function wholeText(input: CodeCheckInput): WholeText {
  const parts = partsOf(input)
  const share = shareOf(parts)
  return {
    parts: parts.map((part) => part.slice(0, share)),
    isCut: parts.some((part) => part.length > share),
  }
}

/** Without what is not judged: the same is found in it. */
export function asRead(input: CodeCheckInput): CodeCheckInput {
  const share = shareOf(partsOf(input))
  const { passages = [] } = input
  const { text } = takeDataPictures(input.text)
  const read = passages.map((passage) => ({ ...passage, text: passage.text.slice(0, share) }))
  const isUnread = input.hasUnread === true || text !== input.text
  return {
    ...input,
    ...(isUnread ? { hasUnread: true } : {}),
    text: text.slice(0, share),
    passages: read.filter((passage) => passage.text !== ''),
  }
}

const partsOf = ({ text, passages = [] }: CodeCheckInput): readonly string[] =>
  [takeDataPictures(text).text, ...passages.map(textOf)].filter((part) => part !== '')

/** Letters in a picture are what they are; a file may be HTML. */
const textOf = ({ from, text }: Passage): string => (from === 'file' ? text : literally(text))

function shareOf(parts: readonly string[]): number {
  const room = TEXT_LENGTH_MAX - BETWEEN.length * Math.max(0, parts.length - 1)
  return fairShare(
    parts.map((part) => part.length),
    room,
  )
}

/** The longest that each may be so that all fit: what the short ones leave is shared by the long ones. */
function fairShare(lengths: readonly number[], room: number): number {
  let left = room
  const sorted = [...lengths].sort((a, b) => a - b)
  for (const [index, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index))
    if (length > share) return Math.max(0, share)
    left -= length
  }
  return room
}
