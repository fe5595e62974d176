/** What colleagues reported before, beside a verdict: how many, by what it is the same, and how long ago. Never who. */
import type { ColleagueReports, Likeness } from '../domain/lures/index.js'
import { localTime, say } from './words.js'

/** One sentence, or none. */
export function colleagueLines(colleagues: ColleagueReports | null | undefined, locale: string): readonly string[] {
  if (!colleagues) return []
  const { reporters, by, firstAt, lastAt } = colleagues
  return [
    say('report.colleagues', locale, {
      count: reporters,
      by: { said: likenessInWords(by, locale) },
      first: localTime(firstAt),
      last: localTime(lastAt),
    }),
  ]
}

export const likenessInWords = (by: readonly Likeness[], locale: string): string =>
  by.map((likeness) => say(`report.likeness.${likeness}`, locale)).join(', ')
