/**
 * How devices lay out the screen that waits for a sign-in: a few short lines, a title, the code on a line of its own or
 * behind a short label, often a timer. The layout has no language; anybody can imitate it, so it is never enough alone.
 */
import type { UserCode } from '../artifacts/userCode.js'

export interface Screen {
  /** Where the first line ends. */
  readonly titleEnd: number
  /** `14:37`: how long the code is good for. */
  readonly hasTimer: boolean
}

const LINES_MIN = 3
const LINES_MAX = 14
const LINE_LENGTH_MAX = 110
const TIMER = /(?<![\d:])\d{1,2}:[0-5]\d(?![\d:])/
/** `Code: ABC`, in any script: a few words, a colon perhaps. */
const LABEL = /^\s*(?:[\p{L}\p{M}\p{N}'’ .)-]{1,40}[:：]?)?\s*$/u

export function screenLayout(text: string, codes: readonly UserCode[]): Screen | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length < LINES_MIN || lines.length > LINES_MAX) return undefined
  if (lines.some((line) => line.length > LINE_LENGTH_MAX)) return undefined
  const code = codes.find(({ start, end }) => {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const lineEnd = text.indexOf('\n', end)
    const after = text.slice(end, lineEnd === -1 ? text.length : lineEnd)
    return LABEL.test(text.slice(lineStart, start)) && after.trim() === ''
  })
  if (code === undefined) return undefined
  const titleStart = text.search(/\S/)
  const titleEnd = text.indexOf('\n', titleStart)
  return { titleEnd: titleEnd === -1 ? text.length : titleEnd, hasTimer: TIMER.test(text) }
}
