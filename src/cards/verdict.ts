/**
 * The answer to "is this message legit?".
 *
 * The first sentence is the one thing to do; then the verdict in words, what decided, what else helps, and one line that
 * teaches. A device sign-in prompt is never called safe: nobody can see from text who started it, so the card asks back.
 * In a group the card says nothing about the person who asked, and asks nothing.
 */
import {
  type AdviceCode,
  type CodeCheck,
  canBeEntered,
  lessonOf,
  type Signal,
  saysEntered,
  type Verdict,
} from '../domain/codeCheck/index.js'
import type { Verification } from '../domain/codeCheck/verification/index.js'
import type { CheckId } from '../domain/ids.js'
import type { ColleagueReports } from '../domain/lures/index.js'
import type { WatchView } from '../domain/notices.js'
import type { Unread } from '../domain/unread.js'
import { checkOrigin, enteredCode, type Origin, reportCheck } from './actions.js'
import { colleagueLines } from './colleagues.js'
import { findingInWords } from './findings.js'
import { type Button, lines, type Tone } from './parts.js'
import { type Card, layout } from './template.js'
import file from './templates/verdict.json' with { type: 'json' }
import { partialLabel, unreadNotes } from './unread.js'
import { verificationView } from './verification.js'
import { watchLine } from './watch.js'
import { negotiate, say } from './words.js'

/** The findings that a verdict card shows: a fresh check, or one that was kept. */
export type CheckFindings = Pick<CodeCheck, 'verdict' | 'confidence' | 'signals' | 'advice'> & {
  readonly truncated?: boolean
}

export interface VerdictOptions {
  readonly check: CheckFindings
  readonly checkId: CheckId
  /** `dialog`: the window that *Check this message* opens; it hands back what an `Action.Submit` carries. */
  readonly place: 'personal' | 'group' | 'dialog'
  readonly locale: string
  /** What the tenant knows of the message; left out where others read along. */
  readonly verification?: Verification | null
  /** Opens the text for the asker's own buttons. Never in a group, whose members would see it. */
  readonly key?: string | null
  readonly reported?: boolean | 'without-text'
  /** What colleagues reported before. Never in a group. */
  readonly colleagues?: ColleagueReports | null
  /** What the person answered to the ask-back, once they have. */
  readonly origin?: Origin
  /** What came with the message and was not read. A kept check only knows that there was something. */
  readonly unread?: readonly Unread[]
  /** Letters were read off a picture. */
  readonly hasPictures?: boolean
  /** They said that they entered the code. */
  readonly entered?: boolean
  /** Only in a dialog: in the chat the watch has a card of its own, which can be edited. */
  readonly watch?: WatchView | null
}

const REASONS_MAX = 3
const MORE_ADVICE_MAX = 2

const LOOKS: Readonly<Record<Verdict, { readonly tone: Tone; readonly mark: string }>> = {
  phishing: { tone: 'attention', mark: '⛔' },
  suspicious: { tone: 'warning', mark: '⚠️' },
  'legitimate-device-login': { tone: 'warning', mark: '❓' },
  'legitimate-meeting': { tone: 'emphasis', mark: '📅' },
  unrelated: { tone: 'emphasis', mark: 'ℹ️' },
}

const fill = layout(file)

export function renderVerdict(options: VerdictOptions): Card {
  const { check, checkId, place, locale } = options
  const { tone, mark } = LOOKS[check.verdict]
  const lead = leadOf(options)
  const label = `${mark} ${verdictInWords(check, locale)}`
  const asksBack = check.verdict === 'legitimate-device-login' && place !== 'group' && options.origin === undefined
  const key = place === 'group' ? null : options.key
  const report: readonly Button[] = options.reported
    ? []
    : [{ title: say('button.report', locale), data: reportCheck(checkId, key) }]
  const originButtons: readonly Button[] = [
    { title: say('button.origin-mine', locale), data: checkOrigin(checkId, 'mine', key) },
    { title: say('button.origin-sent', locale), data: checkOrigin(checkId, 'sent', key) },
  ]
  const entered = enteredButtons(options)
  const own = saysEntered(check) ? [...entered, ...report] : [...report, ...entered]
  const buttons = asksBack ? [...originButtons, ...own] : own
  const reasons = reasonsOf(check).map((signal) => findingInWords(signal, locale))
  return fill({
    lang: negotiate(locale),
    fallbackText: `${lead} ${label}`,
    tone,
    lead,
    label,
    hasReasons: reasons.length > 0,
    reasonsTitle: say('verdict.reasons', locale),
    reasons: lines(reasons),
    verified: verificationView(options),
    colleagues: lines(place === 'group' ? [] : colleagueLines(options.colleagues, locale)),
    paragraphs: lines(paragraphsOf(options)),
    asksBack,
    question: say('verdict.origin.question', locale),
    lesson: `${say('lesson.label', locale)} ${say(`lesson.${lessonOf(check)}`, locale)}`,
    notes: lines(notesOf(options)),
    executes: place === 'dialog' ? [] : buttons,
    submits: place === 'dialog' ? buttons : [],
  })
}

/** The first ones, each with something new to show: a code beside its page is a code as well. */
function reasonsOf({ signals }: CheckFindings): CheckFindings['signals'] {
  const told = signals.filter(({ code }) => code !== 'truncated' && code !== 'unread-part')
  const isNew = ({ evidence }: Signal, at: number): boolean =>
    evidence === '' || told.findIndex((other) => other.evidence === evidence) === at
  return told.filter(isNew).slice(0, REASONS_MAX)
}

/** Without its advice, a verdict is worded plainly. */
type Sorted = Pick<CodeCheck, 'verdict' | 'confidence' | 'signals'> & Partial<Pick<CodeCheck, 'advice'>>

/** The verdict and how sure it is; for a device sign-in prompt only what it is, since being sure would mislead. */
export function verdictInWords(check: Sorted, locale: string): string {
  // A colleague who asks for a favour is not called a phisher.
  const isFavour = check.verdict === 'phishing' && check.advice?.[0] === 'own-account-only'
  const whole = say(isFavour ? 'verdict.phishing-favour' : `verdict.${check.verdict}`, locale)
  const verdict = partialLabel(check, locale) ?? whole
  if (check.verdict === 'legitimate-device-login') return verdict
  return say('verdict.label', locale, {
    verdict: { said: verdict },
    confidence: { said: say(`confidence.${check.confidence}`, locale) },
  })
}

export const toneOf = (verdict: Verdict): Tone => LOOKS[verdict].tone

/** Where a check gives no advice, which a kept check of another version might. */
const USUAL_ADVICE: Readonly<Record<Verdict, AdviceCode>> = {
  phishing: 'do-not-enter',
  suspicious: 'verify-elsewhere',
  'legitimate-device-login': 'did-you-start-it',
  'legitimate-meeting': 'format-fits',
  unrelated: 'not-checked-here',
}

/** All advice, the one thing to do first; for a device sign-in prompt always the same one. */
function adviceOf({ verdict, advice }: CheckFindings): readonly AdviceCode[] {
  const usual = USUAL_ADVICE[verdict]
  if (verdict !== 'legitimate-device-login') return advice.length === 0 ? [usual] : advice
  return [usual, ...advice.filter((code) => code !== usual)]
}

function leadOf({ check, locale, entered }: VerdictOptions): string {
  if (entered === true) return say('entered.noted', locale)
  if (partialLabel(check, locale) !== null) return say('unread.lead', locale)
  return say(`advice.${adviceOf(check)[0] ?? 'report'}`, locale)
}

/** Where the message says itself that it was entered, this is the first thing to press. */
function enteredButtons({ check, checkId, place, locale, key, entered }: VerdictOptions): readonly Button[] {
  if (place === 'group' || entered === true || !canBeEntered(check)) return []
  return [{ title: say('entered.button', locale), data: enteredCode(checkId, key) }]
}

function paragraphsOf({ check, place, locale, origin, entered }: VerdictOptions): readonly string[] {
  // To report is what the button is for.
  const isPartial = partialLabel(check, locale) !== null
  const more = adviceOf(check).filter((code, index) => (index > 0 || isPartial) && code !== 'report')
  const paragraphs = more.slice(0, MORE_ADVICE_MAX).map((code) => say(`advice.${code}`, locale))
  // "I started it" is also what an attacker tells people to say: it adds a warning and takes none away.
  if (check.verdict === 'legitimate-device-login' && origin === 'mine')
    paragraphs.push(say('verdict.origin.mine', locale))
  const isTold = entered === true || adviceOf(check)[0] === 'revoke-now'
  if (check.verdict === 'phishing' && place !== 'group' && !isTold) paragraphs.push(say('verdict.entered', locale))
  return paragraphs
}

function notesOf(options: VerdictOptions): readonly string[] {
  const { check, place, locale, reported, entered, watch } = options
  const notes: string[] = [...unreadNotes(options)]
  if (watch && place === 'dialog' && watch.state !== 'not-watched') notes.push(watchLine(watch, locale))
  if (check.verdict === 'legitimate-device-login' && place === 'group')
    notes.push(say('verdict.origin.in-private', locale))
  const isTruncated = check.truncated === true || check.signals.some(({ code }) => code === 'truncated')
  if (isTruncated) notes.push(say('verdict.truncated', locale))
  if (check.verdict === 'unrelated') notes.push(say('verdict.scope', locale))
  if (reported) notes.push(say(reported === true ? 'verdict.reported' : 'verdict.reported-without-text', locale))
  if (entered === true) notes.push(say('entered.noted-note', locale))
  return notes
}
