/**
 * "Since Monday", "yesterday", "3 November", "the last 7 days", as an instant or a number of days. The names of days
 * and months are those of the language (CLDR, through `Intl`), recognised through the cases of Slavic languages and
 * suffixes of Turkish by their beginning.
 */
import { fold } from '../../codeCheck/index.js'
import type { Token } from './tokens.js'
import { isOneOf, type Language } from './vocabulary.js'

const DAY_MS = 24 * 60 * 60 * 1000
const DAYS_READ_MAX = 366

export interface Clock {
  readonly now: Date
  /** IANA name of where the person is; one that nobody knows counts as UTC. */
  readonly timeZone: string
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A span in days that the words name: "last 30 days", "this week", "a month". Null: none is. */
export function daysIn(tokens: readonly Token[], language: Language): number | null {
  const { day, week, month } = language.time
  const unit = (word: string): number => {
    if (isOneOf(word, day)) return 1
    if (isOneOf(word, week)) return 7
    return isOneOf(word, month) ? 30 : 0
  }
  for (const [at, { word }] of tokens.entries()) {
    if (!/^\d{1,3}$/.test(word)) continue
    const days = Number(word) * unit(tokens[at + 1]?.word ?? '')
    if (days > 0) return Math.min(days, DAYS_READ_MAX)
  }
  const named = tokens.map(({ word }) => unit(word)).find((days) => days > 1)
  return named ?? null
}

/** The instant since when somebody asks; null where no time is named. */
export function sinceIn(tokens: readonly Token[], language: Language, { now, timeZone }: Clock): Date | null {
  const zone = knownZone(timeZone)
  const today = dayAt(now, zone)
  const before = (days: number): Date => startOf({ ...today, day: today.day - days }, zone)
  for (const { entity } of tokens) {
    if (entity?.kind === 'date') return latest(entity.year, entity.month, entity.day, today, zone)
  }
  const words = tokens.map(({ word }) => word)
  for (const [at, word] of words.entries()) {
    const month = word === '' ? null : nameIn(word, monthsOf(language.tag))
    const day = [words[at - 1], words[at + 1], words[at - 2]].find((near) =>
      /^\d{1,2}(?:st|nd|rd|th|er)?$/.test(near ?? ''),
    )
    if (month === null || day === undefined) continue
    const year = [words[at + 1], words[at + 2]].find((near) => /^20\d\d$/.test(near ?? ''))
    return latest(year === undefined ? null : Number(year), month + 1, Number.parseInt(day, 10), today, zone)
  }
  for (const word of words) {
    if (isOneOf(word, language.time.yesterday)) return before(1)
    const weekday = word === '' ? null : nameIn(word, weekdaysOf(language.tag))
    if (weekday === null) continue
    const todays = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
    // "Since Monday" said on a Monday is about the week that has passed.
    return before(((todays - weekday + 6) % 7) + 1)
  }
  const days = daysIn(tokens, language)
  if (days !== null) return new Date(now.getTime() - days * DAY_MS)
  return words.some((word) => isOneOf(word, language.time.today)) ? before(0) : null
}

/** Whether a word is part of saying when, so that it is no stranger in a question about time. */
export const saysWhen = (word: string, { tag, time }: Language): boolean =>
  /^\d{1,4}(?:st|nd|rd|th|er)?$/.test(word) ||
  isOneOf(word, Object.values(time).flat()) ||
  nameIn(word, weekdaysOf(tag)) !== null ||
  nameIn(word, monthsOf(tag)) !== null

/** The last such day that is not to come. */
function latest(year: number | null, month: number, day: number, today: Day, zone: string): Date {
  const here = { year: year ?? today.year, month, day }
  const isToCome = month > today.month || (month === today.month && day > today.day)
  return startOf(year === null && isToCome ? { ...here, year: today.year - 1 } : here, zone)
}

const remembered = (read: (tag: string) => readonly string[][]) => {
  const known = new Map<string, readonly string[][]>()
  return (tag: string): readonly string[][] => {
    const found = known.get(tag) ?? read(tag)
    known.set(tag, found)
    return found
  }
}

const plain = (text: string): string => fold(text).replace(/['\u2019]/g, '')
/** The names of 1 January to 1 December, alone and inside a date, as the cases differ. */
const monthsOf = remembered((tag) => {
  const alone = new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' })
  const inDate = new Intl.DateTimeFormat(tag, { month: 'long', day: 'numeric', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => {
    const date = new Date(Date.UTC(2024, month, 1))
    const cased = inDate.formatToParts(date).find(({ type }) => type === 'month')?.value ?? ''
    return [...new Set([alone.format(date), cased].map(plain))]
  })
})
/** Sunday first, as `getUTCDay` counts. Of "segunda-feira" only what differs. */
const weekdaysOf = remembered((tag) => {
  const long = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => [
    plain(long.format(new Date(Date.UTC(2024, 8, 1 + day)))).replace(/-.*$/, ''),
  ])
})

/** The place of the name that shares the longest beginning; its ending may differ by two letters, the word's by more. */
function nameIn(word: string, names: readonly string[][]): number | null {
  let best: { readonly at: number; readonly shared: number } | null = null
  for (const [at, forms] of names.entries())
    for (const name of forms) {
      let shared = 0
      while (shared < name.length && word[shared] === name[shared]) shared += 1
      const enough = word === name || (shared >= Math.max(4, name.length - 2) && word.length <= name.length + 4)
      if (enough && shared > (best?.shared ?? 0)) best = { at, shared }
    }
  return best?.at ?? null
}

function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

function partsAt(at: Date, timeZone: string): Readonly<Record<string, number>> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
}

function dayAt(at: Date, zone: string): Day {
  const { year = 0, month = 1, day = 1 } = partsAt(at, zone)
  return { year, month, day }
}

/** Midnight there. Twice, since the offset at midnight may be another than the one at the first guess. */
function startOf({ year, month, day }: Day, zone: string): Date {
  const wanted = Date.UTC(year, month - 1, day)
  let at = wanted
  for (let round = 0; round < 2; round += 1) {
    const parts = partsAt(new Date(at), zone)
    const { year: y = 0, month: m = 1, day: d = 1, hour = 0, minute = 0, second = 0 } = parts
    at -= Date.UTC(y, m - 1, d, hour, minute, second) - wanted
  }
  return new Date(at)
}
