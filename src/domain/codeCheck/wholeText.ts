/** The message and what came with it as one text, in which every part has its say: a long mail hides no QR code. */
import { TEXT_LENGTH_MAX } from './normalise/index.js'
import type { CodeCheckInput } from './types.js'

const BETWEEN = '\n\n'

export interface WholeText {
  readonly text: string
  /** Some part was too long to be read to its end. */
  readonly isCut: boolean
}

/** Parts as they came, apart from each other as paragraphs are. */
export function wholeText({ text, passages = [] }: CodeCheckInput): WholeText {
  const parts = [text, ...passages.map((passage) => passage.text)].filter((part) => part !== '')
  const room = TEXT_LENGTH_MAX - BETWEEN.length * Math.max(0, parts.length - 1)
  const share = fairShare(
    parts.map((part) => part.length),
    room,
  )
  return {
    text: parts.map((part) => part.slice(0, share)).join(BETWEEN),
    isCut: parts.some((part) => part.length > share),
  }
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
