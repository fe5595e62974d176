/**
 * Reads what the security team, or a person about their own account, asks in a few words.
 *
 * Deterministic and careful: the whole message has to be one of the phrases, with small slips, so that a message which
 * merely mentions alerts or sign-ins is checked as a message. What is known of a language is data: rows of
 * `data/commands.json`, phrases separated by `|`; `*` stands for a name or an id, `#` for a number.
 */
import { isLike } from '../policyStatus/questions/slips.js'
import { plain } from '../talk/talk.js'
import data from './data/commands.json' with { type: 'json' }

/** About the own account. */
export interface OwnCommand {
  readonly kind: 'own-sign-ins' | 'own-alerts'
}

export type TeamCommand =
  | { readonly kind: 'alerts'; readonly page: number }
  /** An alert id or how it begins, lower case. */
  | { readonly kind: 'alert'; readonly id: string }
  /** (untrusted) A name, a part of it, a sign-in name or an object id. */
  | { readonly kind: 'sign-ins'; readonly called: string; readonly days: number }
  | { readonly kind: 'campaigns' | 'stats' }

export type DeskCommand = OwnCommand | TeamCommand

export const isOwnCommand = (command: DeskCommand): command is OwnCommand =>
  command.kind === 'own-sign-ins' || command.kind === 'own-alerts'

const TEXT_LENGTH_MAX = 160
/** Of a name: longer, it is somebody's sentence. */
const CALLED_WORDS_MAX = 5
const CALLED_LENGTH_MAX = 100
const DAYS_DEFAULT = 7
/** Cases are kept longer, but nobody reads more of them in a chat. */
export const DAYS_MAX = 90
const PAGES_MAX = 200

/** Own ones first: "my alerts" asks for nobody else's. */
const WHOLE = ['own-sign-ins', 'own-alerts', 'campaigns', 'stats', 'alerts'] as const

type Words = readonly string[]
const wordsOf = (text: string): Words =>
  plain(text)
    .split(' ')
    .filter((word) => word !== '')
const phrasesOf = (rows: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(rows).flatMap((row) => row.split('|'))
const WHOLE_PHRASES = WHOLE.map((kind) => [kind, phrasesOf(data[kind]).map(wordsOf)] as const)

interface Slot {
  readonly before: Words
  readonly after: Words
}
const slotsOf = ({ ja: _, ...spaced }: Readonly<Record<string, string>>): readonly Slot[] =>
  phrasesOf(spaced).map((phrase) => {
    const [before = '', after = ''] = phrase.split('*')
    return { before: wordsOf(before), after: wordsOf(after) }
  })
const ALERT_SLOTS = [...slotsOf(data.alert), { before: wordsOf('アラート'), after: [] }]
const SIGN_IN_SLOTS = slotsOf(data['sign-ins'])
/** Nothing separates words there: the phrase is matched letter by letter. */
const SIGN_INS_UNSPACED = data['sign-ins'].ja
  .split('|')
  .map(
    (phrase) => new RegExp(`^${phrase.replace('#', '(?<days>\\d{1,3})').replace('*', '(?<called>[^*]{1,60}?)')}$`, 'u'),
  )

const SPANS = Object.entries(data.days).map(
  ([days, row]) =>
    [
      days,
      row.split('|').map((phrase) => phrase.split(' ').flatMap((word) => (word === '#' ? word : wordsOf(word)))),
    ] as const,
)

/** @returns null where the text is none of these. */
export function readDeskCommand(text: string): DeskCommand | null {
  if (text.length > TEXT_LENGTH_MAX || /[\n\r]/.test(text)) return null
  const said = wordsOf(text)
  if (said.length === 0) return null
  const { page, words } = pageIn(said)
  for (const [kind, phrases] of WHOLE_PHRASES) {
    if (kind === 'alerts' && phrases.some((phrase) => isPhrase(words, phrase))) return { kind, page }
    if (kind !== 'alerts' && phrases.some((phrase) => isPhrase(said, phrase))) return { kind }
  }
  return readAlert(text) ?? readSignIns(text)
}

const isPhrase = (words: Words, phrase: Words): boolean =>
  words.length === phrase.length && phrase.every((wanted, index) => isLike(words[index] ?? '', wanted))

/** "alerts 2", "alerts page 2": the first page is 1, as people count. */
function pageIn(said: Words): { readonly page: number; readonly words: Words } {
  const last = said.at(-1) ?? ''
  if (said.length < 2 || !/^\d{1,3}$/.test(last)) return { page: 0, words: said }
  const rest = said.slice(0, -1)
  const words = rest.at(-1) === 'page' ? rest.slice(0, -1) : rest
  return { page: Math.min(PAGES_MAX, Math.max(1, Number(last))) - 1, words }
}

function readAlert(text: string): DeskCommand | null {
  for (const { middle } of filledIn(text, ALERT_SLOTS)) {
    const id = middle.toLowerCase().replace(/^#/, '')
    // As much of an id as nobody takes for a word.
    if (/^[0-9a-f-]{8,36}$/.test(id) && /\d/.test(id)) return { kind: 'alert', id }
  }
  return null
}

function readSignIns(text: string): DeskCommand | null {
  const trimmed = text
    .normalize('NFKC')
    .trim()
    .replace(/[?!.。]+$/u, '')
  for (const form of SIGN_INS_UNSPACED) {
    const { called, days } = form.exec(trimmed)?.groups ?? {}
    if (called !== undefined && isName(called)) return signInsOf(called, days === undefined ? null : Number(days))
  }
  for (const { middle, days } of filledIn(text, SIGN_IN_SLOTS)) if (isName(middle)) return signInsOf(middle, days)
  return null
}

const signInsOf = (called: string, days: number | null): DeskCommand => ({
  kind: 'sign-ins',
  called,
  days: Math.min(DAYS_MAX, Math.max(1, days ?? DAYS_DEFAULT)),
})

/** What a message after a device page would be full of is no name. */
function isName(called: string): boolean {
  if (called.length > CALLED_LENGTH_MAX || called.split(/\s+/).length > CALLED_WORDS_MAX) return false
  if (/[:/\\<>"]/.test(called) || !/[\p{L}\d]/u.test(called)) return false
  return called.includes('@') || /^[0-9a-f-]{36}$/i.test(called) || !/\d/.test(called)
}

interface Filled {
  readonly middle: string
  /** Null: no time was named. */
  readonly days: number | null
}

/** Every way in which the text is one of the phrases around something, the shortest something first. */
function* filledIn(text: string, slots: readonly Slot[]): Generator<Filled> {
  const tokens = text
    .normalize('NFKC')
    .trim()
    .replace(/[?!.。]+$/u, '')
    .split(/\s+/)
  const between = (from: number, to?: number): Words => wordsOf(tokens.slice(from, to).join(' '))
  for (let start = 0; start < tokens.length; start += 1) {
    const before = between(0, start)
    const fitting = slots.filter((slot) => isPhrase(before, slot.before))
    if (fitting.length === 0) continue
    for (let end = start + 1; end <= tokens.length; end += 1) {
      const rest = between(end)
      for (const { after } of fitting) {
        const days = spanAfter(rest, after)
        if (days !== undefined) yield { middle: tokens.slice(start, end).join(' '), days }
      }
    }
  }
}

/** Undefined where the rest is not the end of the phrase, with or without a time. */
function spanAfter(rest: Words, after: Words): number | null | undefined {
  if (!isPhrase(rest.slice(0, after.length), after)) return undefined
  const span = rest.slice(after.length)
  if (span.length === 0) return null
  for (const [days, phrases] of SPANS) {
    for (const phrase of phrases) {
      if (phrase.length !== span.length) continue
      const at = phrase.indexOf('#')
      const fits = phrase.every((word, index) =>
        index === at ? /^\d{1,3}$/.test(span[index] ?? '') : isLike(span[index] ?? '', word),
      )
      if (fits) return at < 0 ? Number(days) : Number(span[at])
    }
  }
  return undefined
}
