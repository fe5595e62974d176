/**
 * A message of which a part was not read. What was read decides the verdict, but a verdict that rests on having found
 * nothing is then a guess: the code may stand in the picture that could not be opened.
 */
import type { CodeCheck, Verdict } from './types.js'

/** Verdicts that more text could only make worse. */
const RESTS_ON_ABSENCE: ReadonlySet<Verdict> = new Set(['unrelated', 'legitimate-meeting'])

export function withUnread(check: CodeCheck): CodeCheck {
  return {
    ...check,
    confidence: RESTS_ON_ABSENCE.has(check.verdict) ? 'unsure' : check.confidence,
    signals: [...check.signals, { code: 'unread-part', evidence: '' }],
  }
}
