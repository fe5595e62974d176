/** As much of a text as a card has room for: its beginning, and further down the lines that matter. */

const BYTES_MAX = 11_000
const LINES_MAX = 90
const LINE_LENGTH_MAX = 300
/** What a line costs in a card besides its own text, in bytes. */
const LINE_OVERHEAD = 70
/** Kept back from the beginning for what stands further down. */
const BEGINNING_SHARE = 0.6
const GAP = '…'

const encoder = new TextEncoder()

/**
 * Whole lines, cut where they are too long. What is left out is marked by a line of its own. `weightOf` a line: 0 where
 * it does not matter; who fills a message with lines that matter a little must not push out the one that matters most.
 */
export function excerpt(text: string, weightOf: (line: string) => number): string {
  const lines = text.split('\n').flatMap(pieces)
  if (fits(lines)) return lines.join('\n')
  const kept = new Set<number>()
  const budget = { bytes: BYTES_MAX * BEGINNING_SHARE, lines: LINES_MAX * BEGINNING_SHARE }
  const take = (index: number): boolean => {
    const cost = costOf(lines[index] ?? '')
    if (budget.bytes < cost || budget.lines < 1) return false
    budget.bytes -= cost
    budget.lines -= 1
    kept.add(index)
    return true
  }
  let next = 0
  while (next < lines.length && take(next)) next += 1
  budget.bytes += BYTES_MAX * (1 - BEGINNING_SHARE)
  budget.lines += LINES_MAX * (1 - BEGINNING_SHARE)
  const heaviest = lines
    .map((line, index) => ({ index, weight: index < next ? 0 : weightOf(line) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || one.index - other.index)
  // A gap may stand before each, so each costs one line more.
  for (const { index } of heaviest) {
    if (budget.lines <= 2) break
    if (!take(index)) continue
    budget.lines -= 1
    budget.bytes -= LINE_OVERHEAD
  }
  return withGaps(lines, kept).join('\n')
}

function withGaps(lines: readonly string[], kept: ReadonlySet<number>): readonly string[] {
  const shown: string[] = []
  for (const [index, line] of lines.entries()) {
    if (kept.has(index)) shown.push(line)
    else if (shown.at(-1) !== GAP) shown.push(GAP)
  }
  return shown
}

/** A blank line takes no room: paragraphs stand apart all the same where each line is a block. */
function pieces(line: string): readonly string[] {
  const trimmed = line.trim()
  if (trimmed === '') return []
  const characters = Array.from(trimmed)
  return Array.from({ length: Math.ceil(characters.length / LINE_LENGTH_MAX) }, (_, index) =>
    characters.slice(index * LINE_LENGTH_MAX, (index + 1) * LINE_LENGTH_MAX).join(''),
  )
}

const costOf = (line: string): number => encoder.encode(line).length + LINE_OVERHEAD

function fits(lines: readonly string[]): boolean {
  return lines.length <= LINES_MAX && lines.reduce((sum, line) => sum + costOf(line), 0) <= BYTES_MAX
}
