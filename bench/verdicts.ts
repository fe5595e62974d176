/** Verdicts: ordinary chat text a second, the slowest of many 4 KB messages, and how the cost grows to 64 KB. */
import { checkMessage } from '../src/domain/codeCheck/index.js'
import { quantile, type Row, ratePerSecond, thousands, timesMs, twoDigits } from './row.js'

const WORDS =
  'the minutes of our call are in the shared folder please have a look before friday and tell me whether the figures for the second quarter are right thanks see you at ten in room four'.split(
    ' ',
  )
const KIB = 1024

/** Chat of a given size: words, now and then a link, a meeting id or a code. Deterministic. */
function chat(bytes: number, seed: number): string {
  const parts: string[] = []
  let length = 0
  for (let index = seed; length < bytes; index++) {
    const special =
      index % 41 === 0
        ? 'https://teams.microsoft.com/meet/2123456789012?p=abcDEF123456'
        : index % 67 === 0
          ? 'Meeting ID: 212 345 678 901 23'
          : index % 97 === 0
            ? 'HNGP5CAF8'
            : ''
    const word = special === '' ? (WORDS[(index * 7) % WORDS.length] ?? '') : special
    parts.push(word)
    length += word.length + 1
  }
  return parts.join(' ').slice(0, bytes)
}

/** Texts made to be slow: much of what a careless expression would try again from every position. */
const HOSTILE: Readonly<Record<string, (bytes: number) => string>> = {
  chat: (bytes) => chat(bytes, 1),
  letters: (bytes) => 'A'.repeat(bytes),
  codes: (bytes) => 'HNGP5CAF8 '.repeat(bytes / 10),
  links: (bytes) => 'https://a.example/?u='.repeat(bytes / 21),
  tags: (bytes) => '<a href="'.repeat(bytes / 9),
  blanks: (bytes) => ' \n'.repeat(bytes / 2),
}

export function verdicts(): Row[] {
  const messages = Array.from({ length: 64 }, (_, seed) => chat(200 + seed * 12, seed + 1))
  const asJson = messages.map((text) => JSON.stringify({ id: 'x', text }))
  const checked = ratePerSecond((index) => checkMessage({ text: messages[index % messages.length] ?? '' }))
  const parsed = ratePerSecond((index) => JSON.parse(asJson[index % asJson.length] ?? ''))
  const large = Array.from({ length: 16 }, (_, seed) => chat(4 * KIB, seed + 1))
  const times = timesMs((index) => checkMessage({ text: large[index % large.length] ?? '' }), 2000)
  return [
    {
      what: 'verdicts, chat of 200 to 950 characters',
      figure: `${thousands(checked)}/s`,
      yardstick: `JSON.parse of the same ${thousands(parsed)}/s`,
      ratio: `1/${thousands(parsed / checked)}`,
      target: '2,000/s on one core',
    },
    {
      what: 'verdict at 4 KB, p99',
      figure: `${twoDigits(quantile(times, 0.99))} ms`,
      yardstick: `p50 ${twoDigits(quantile(times, 0.5))} ms`,
      ratio: '-',
      target: 'under 5 ms',
    },
    ...Object.entries(HOSTILE).map(([name, make]) => growth(name, make)),
  ]
}

function growth(name: string, make: (bytes: number) => string): Row {
  const cost = (bytes: number): number => {
    const text = make(bytes)
    return quantile(
      timesMs(() => checkMessage({ text }), 12),
      0.5,
    )
  }
  const [small, large] = [cost(8 * KIB), cost(64 * KIB)]
  return {
    what: `verdict at 64 KB, ${name}`,
    figure: `${twoDigits(large)} ms`,
    yardstick: `at 8 KB ${twoDigits(small)} ms`,
    ratio: `${twoDigits(large / small)} for 8 times the text`,
    target: 'linear: about 8',
  }
}
