/**
 * What came with a message and was not read, in a line each; and the card for a message of which nothing could be read,
 * which has no verdict, because there is none.
 */
import type { CodeCheck } from '../domain/codeCheck/index.js'
import type { Unread } from '../domain/unread.js'
import { inert } from './inert.js'
import { lines } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/plain.json' with { type: 'json' }
import { negotiate, say } from './words.js'

/** A phone shows few lines; the rest is counted. */
const LINES_MAX = 3

const fill = layout(file)

export interface UnreadOptions {
  readonly check: Pick<CodeCheck, 'signals'>
  readonly locale: string
  readonly unread?: readonly Unread[]
  readonly hasPictures?: boolean
}

/** What the card calls a verdict that would sound like an all-clear for a message that was read in part; else null. */
export function partialLabel(check: Pick<CodeCheck, 'verdict' | 'signals'>, locale: string): string | null {
  if (!check.signals.some(({ code }) => code === 'unread-part')) return null
  if (check.verdict === 'unrelated') return say('unread.label-unrelated', locale)
  return check.verdict === 'legitimate-meeting' ? say('unread.label-meeting', locale) : null
}

export function unreadNotes({ check, locale, unread = [], hasPictures = false }: UnreadOptions): readonly string[] {
  const notes = unreadLines(unread, locale)
  const isKept = notes.length === 0 && check.signals.some(({ code }) => code === 'unread-part')
  return [
    ...notes,
    ...(isKept ? [say('unread.kept', locale)] : []),
    ...(hasPictures ? [say('unread.letters', locale)] : []),
  ]
}

/** For a message without words, of whose pictures and files nothing could be read. */
export function renderUnreadable({
  unread,
  locale,
}: {
  readonly unread: readonly Unread[]
  readonly locale: string
}): Card {
  const lead = say('unread.nothing-lead', locale)
  const label = say('unread.nothing-label', locale)
  return fill({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    lead,
    paragraphs: lines([
      label,
      say('unread.nothing-type', locale),
      say('unread.nothing-picture', locale),
      say('unread.nothing-worried', locale),
    ]),
    notes: lines(unreadLines(unread, locale)),
    executes: [],
  })
}

function unreadLines(unread: readonly Unread[], locale: string): readonly string[] {
  const told = new Map<string, number>()
  for (const one of unread) {
    const line = lineOf(one, locale)
    told.set(line, (told.get(line) ?? 0) + 1)
  }
  const shown = [...told.keys()].slice(0, LINES_MAX)
  const left = [...told.values()].slice(LINES_MAX).reduce((sum, count) => sum + count, 0)
  return left === 0 ? shown : [...shown, say('unread.more', locale, { count: left })]
}

function lineOf({ name, why }: Unread, locale: string): string {
  const reason = { said: say(`unread.why.${why}`, locale) }
  if (name === null || inert(name) === '') return say('unread.line', locale, { why: reason })
  return say('unread.line-named', locale, { name, why: reason })
}
