/** What the tenant knows about a message, and what that may do to its verdict. */
import type { CodeCheck } from '../types.js'
import type { Verification } from './types.js'

export { concludeMeeting, type MeetingLookUps } from './concludeMeeting.js'
export { canLookUp, concludeSender, type SenderLookUps } from './concludeSender.js'
export { type MeetingKey, meetingKeysOf, type OnlineQuery } from './meetingKeys.js'
export {
  type CalendarEntry,
  type CalendarView,
  type KnownSender,
  type LookedUp,
  type MeetingVerification,
  type MessageAuthor,
  type OnlineMeeting,
  type Organisation,
  type SenderVerification,
  UNVERIFIED_REASONS,
  type UnverifiedReason,
  type Verification,
} from './types.js'

/**
 * The check in the light of what the tenant knows. Caution only rises: an ordinary-looking message whose sender poses as
 * one of the organisation's own is `suspicious`. Nothing lowers a verdict, and an empty result changes none.
 */
export function afterVerification(check: CodeCheck, verification: Verification | null): CodeCheck {
  const { sender } = verification ?? { sender: null }
  const poses = sender !== null && sender.state !== 'unavailable' && sender.posesAsInside
  const isRaised = poses && (check.verdict === 'legitimate-meeting' || check.verdict === 'unrelated')
  if (!isRaised) return check
  const advice = ['verify-elsewhere', ...check.advice.filter((code) => !BELIEVING.has(code))] as const
  return { ...check, verdict: 'suspicious', confidence: 'likely', advice: [...new Set(advice)] }
}

/** Advice that fits the lower verdict only. */
const BELIEVING: ReadonlySet<string> = new Set(['format-fits', 'not-checked-here', 'verify-elsewhere'])
