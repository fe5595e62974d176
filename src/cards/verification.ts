/**
 * What the tenant's own data says of a message, in lines of their own under the verdict, with the time they were read.
 *
 * For the person who asked and nobody else. A meeting that exists reassures, so beside a verdict that warns it is said
 * what it is worth.
 */
import type { Verdict } from '../domain/codeCheck/index.js'
import type {
  MeetingVerification,
  SenderVerification,
  UnverifiedReason,
  Verification,
} from '../domain/codeCheck/verification/index.js'
import { inert } from './inert.js'
import { type Line, lines } from './parts.js'
import { localTime, say } from './words.js'

export interface VerificationOptions {
  readonly verification?: Verification | null
  readonly check: { readonly verdict: Verdict }
  readonly place: 'personal' | 'group' | 'dialog'
  readonly locale: string
}

export interface VerificationView {
  readonly shown: boolean
  readonly title: string
  readonly lines: readonly Line[]
  readonly at: string
}

const NOTHING: VerificationView = { shown: false, title: '', lines: [], at: '' }

export function verificationView({ verification, check, place, locale }: VerificationOptions): VerificationView {
  if (verification === undefined || verification === null || place === 'group') return NOTHING
  const { meeting, sender, at } = verification
  const told = [
    ...(sender === null ? [] : senderLines(sender, locale)),
    ...(meeting === null ? [] : meetingLines(meeting, check.verdict, locale)),
  ]
  if (told.length === 0) return NOTHING
  return {
    shown: true,
    title: say('verified.title', locale),
    lines: lines(told),
    at: say('verified.at', locale, { time: localTime(at) }),
  }
}

function meetingLines(meeting: MeetingVerification, verdict: Verdict, locale: string): readonly string[] {
  switch (meeting.state) {
    case 'in-your-calendar':
      return [
        inCalendar(meeting, locale),
        ...(meeting.isCancelled ? [say('verified.meeting.cancelled', locale)] : []),
        ...(meeting.isAnswered ? [] : [unanswered(meeting.organiserAddress, locale)]),
        ...reservations(meeting.others, verdict, locale),
      ]
    case 'organised-here':
      return [
        say('verified.meeting.organised-here', locale, { subject: titleOf(meeting.subject, locale) }),
        ...reservations(meeting.others, verdict, locale),
      ]
    case 'not-found':
      return [say('verified.meeting.not-found', locale)]
    case 'unavailable':
      return [say('verified.meeting.unavailable', locale, { why: reason(meeting.why, locale) })]
  }
}

function inCalendar(
  { subject, start }: Extract<MeetingVerification, { state: 'in-your-calendar' }>,
  locale: string,
): string {
  const title = titleOf(subject, locale)
  if (start === null) return say('verified.meeting.in-your-calendar', locale, { subject: title })
  return say('verified.meeting.in-your-calendar-at', locale, { subject: title, when: localTime(start) })
}

function unanswered(organiser: string | null, locale: string): string {
  if (organiser === null || inert(organiser) === '') return say('verified.meeting.unanswered', locale)
  return say('verified.meeting.unanswered-from', locale, { organiser })
}

/** What a meeting that was found does not say. */
function reservations(others: number, verdict: Verdict, locale: string): readonly string[] {
  const isOrdinary = verdict === 'legitimate-meeting' || verdict === 'unrelated'
  return [
    ...(others === 0 ? [] : [say('verified.meeting.others', locale, { count: others })]),
    ...(isOrdinary ? [] : [say('verified.meeting.proves-little', locale)]),
  ]
}

function senderLines(sender: SenderVerification, locale: string): readonly string[] {
  if (sender.state === 'unavailable') {
    return [say('verified.sender.unavailable', locale, { why: reason(sender.why, locale) })]
  }
  const { state, isProven, address, posesAsInside } = sender
  const isClaim = !isProven && address !== null
  const who = isClaim ? say(`verified.claim.${state}`, locale, { address }) : say(`verified.sender.${state}`, locale)
  return posesAsInside ? [say('verified.sender.poses', locale), who] : [who]
}

const titleOf = (subject: string | null, locale: string): string =>
  inert(subject ?? '') === '' ? say('verified.untitled', locale) : (subject ?? '')

const reason = (why: UnverifiedReason, locale: string) => ({ said: say(`verified.why.${why}`, locale) })
