/**
 * The text of a reported message in a card: a block a line, each made inert, its first lines in sight and the rest behind
 * a button. Clients that do not know the button show everything.
 */
import { defanged } from './inert.js'
import { type Line, lines } from './parts.js'
import { say } from './words.js'

const IN_SIGHT_MAX = 6
const LINE_LENGTH_MAX = 300

export interface TextView {
  readonly inSight: readonly Line[]
  readonly more: readonly Line[]
  readonly hasMore: boolean
}

/** @param linesMax what is beyond is counted in a last line */
export function textView(text: string | null, locale: string, linesMax: number): TextView {
  const all =
    text === null
      ? []
      : text
          .split('\n')
          .map(shown)
          .filter((line) => line !== '')
  const kept = all.slice(0, linesMax)
  const left = all.length - kept.length
  const rest = left === 0 ? [] : [say('report.lines-left', locale, { count: left })]
  return {
    inSight: lines(kept.slice(0, IN_SIGHT_MAX)),
    more: lines([...kept.slice(IN_SIGHT_MAX), ...rest]),
    hasMore: kept.length + rest.length > IN_SIGHT_MAX,
  }
}

/** The text is defanged already. Its brackets are taken out and put back, so that only ours are brackets in the card. */
const shown = (line: string): string =>
  defanged(
    line
      .replaceAll('[.]', '.')
      .replaceAll('[:]', ':')
      .replace(/hxxp(?=s?:)/gi, 'http'),
    LINE_LENGTH_MAX,
  )

/** Teams takes 28 KB in some places; the frame of the message needs some of it. */
const BYTES_MAX = 25 * 1024
const LINES_MAX = 120

/** The card with as many lines of the text as fit. */
export function withTextThatFits<Made>(make: (linesMax: number) => Made): Made {
  let linesMax = LINES_MAX
  for (;;) {
    const card = make(linesMax)
    if (linesMax === 0 || new TextEncoder().encode(JSON.stringify(card)).length <= BYTES_MAX) return card
    linesMax = Math.floor(linesMax * 0.7)
  }
}
