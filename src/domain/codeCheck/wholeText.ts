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
export function wholeText(input: CodeCheckInput): WholeText {
  const { text, passages = [] } = asJudged(input)
  const parts = [text, ...passages.map((passage) => passage.text)].filter((part) => part !== '')
  return { text: parts.join(BETWEEN), isCut: lengthOf(input) > lengthOf({ text, passages }) }
}

/** The message with as much of each part as is judged. */
export function asJudged(input: CodeCheckInput): CodeCheckInput {
  const { text, passages = [] } = input
  const lengths = [text.length, ...passages.map((passage) => passage.text.length)].filter((length) => length > 0)
  const share = fairShare(lengths, TEXT_LENGTH_MAX - BETWEEN.length * Math.max(0, lengths.length - 1))
  const cut = passages.map((passage) => ({ ...passage, text: passage.text.slice(0, share) }))
  return { ...input, text: text.slice(0, share), passages: cut.filter((passage) => passage.text !== '') }
}

const lengthOf = ({ text, passages = [] }: CodeCheckInput): number =>
  passages.reduce((length, passage) => length + passage.text.length, text.length)

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
