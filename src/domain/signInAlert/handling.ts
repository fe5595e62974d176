/**
 * How the security team handles an alert: who is on it, until when it is held, why it was closed. Read from the alert's
 * history, which is only ever added to; none of it is a state of its own.
 */
import type { AlertEvent } from './alertLife.js'

/** Why a case is closed. Codes are never reused. */
export const CLOSE_REASONS = {
  'own-sign-in': 'the person was asked outside of Teams, and started the sign-in themselves',
  'agreed-tool': 'a tool or a script that the organisation uses',
  'shared-device': 'a shared device was set up',
  exercise: 'an exercise or a test of the defences',
  'dealt-with': 'the account was taken or tried, and everything is done',
  other: 'none of these; the note says more',
} as const

export type CloseReason = keyof typeof CLOSE_REASONS
export const CLOSE_REASON_CODES = Object.keys(CLOSE_REASONS) as readonly CloseReason[]

export const isCloseReason = (code: string): code is CloseReason => Object.hasOwn(CLOSE_REASONS, code)

/** In characters, of what one of the team writes beside the reason. */
export const CLOSE_NOTE_LENGTH_MAX = 300

export interface Closing {
  readonly reason: CloseReason | null
  /** (untrusted) */
  readonly note: string | null
}

/** As it stands in the history of the alert: the code, and the note after a colon. */
export function closingInHistory({
  reason,
  note,
}: {
  readonly reason: CloseReason
  readonly note: string | null
}): string {
  const said = (note ?? '').trim().slice(0, CLOSE_NOTE_LENGTH_MAX)
  return said === '' ? reason : `${reason}: ${said}`
}

/** The way back. Histories of before reasons were asked for have a sentence there, which is none. */
export function readClosing(why: string): Closing {
  const [code = '', ...rest] = why.split(': ')
  if (!isCloseReason(code)) return { reason: null, note: null }
  return { reason: code, note: rest.length === 0 ? null : rest.join(': ') }
}

/** A line of the history, as far as it matters here. */
export interface Handled {
  readonly event: AlertEvent
  readonly actor: string
  readonly at: Date
  readonly why: string
}

/** What came after a case last became graver, or its owner said something worse: before it, something else was handled. */
function sinceNews<Line extends Handled>(history: readonly Line[]): readonly Line[] {
  const news = history.findLastIndex(({ event }) => event === 'severity-rose' || event === 'worrying-answer')
  return history.slice(news + 1)
}

/** Who said last that they are on it. Stays through news: it is theirs to hear. */
export const takenIn = <Line extends Handled>(history: readonly Line[]): Line | null =>
  history.findLast(({ event }) => event === 'taken') ?? null

/** Until when the newest snooze goes or went; null where there is none, or where news has come since. */
export function snoozeEnd(history: readonly Handled[]): Date | null {
  const last = sinceNews(history).findLast(({ event }) => event === 'snoozed')
  return last === undefined ? null : new Date(last.why)
}

/** Until when reminders are held; null where they are not, or where news has come since. */
export function snoozedUntil(history: readonly Handled[], now: Date): Date | null {
  const until = snoozeEnd(history)
  return until !== null && until.getTime() > now.getTime() ? until : null
}

/** The closing that counts now: proposed, or done. A proposal of before the news is none any more. */
export const closingIn = <Line extends Handled>(history: readonly Line[]): Line | null =>
  sinceNews(history).findLast(({ event }) => event === 'alert-closed' || event === 'close-proposed') ?? null
