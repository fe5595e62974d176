/**
 * What an answer does. Answers are a ratchet, since the attacker may hold the account: towards danger at any time, also
 * after closing; towards harmless never past what is already said, not at all where the case is grave, and not a second
 * time where it has become graver since the first.
 */
import { type AlertEvent, type AlertState, canStep } from './alertLife.js'
import { compareSeverity, type Severity } from './severity.js'

/** *I did, on a device in front of me* · *Someone sent or read me the code* · *I don't know this*. */
export const ANSWERS = ['i-did', 'unknown-to-me', 'someone-sent-it'] as const

export type Answer = (typeof ANSWERS)[number]

export const isWorrying = (answer: Answer): boolean => answer !== 'i-did'

export interface AnswerGiven {
  readonly answer: Answer
  /** In any order. */
  readonly previousAnswers: readonly Answer[]
  /** The highest the case has had. */
  readonly severity: Severity
  readonly state: AlertState
  /** The card asked about less than the case has become since. */
  readonly isOfOldCard?: boolean
  /** It was called harmless before, and then became graver: whoever holds the account may say so as often as asked. */
  readonly isSpent?: boolean
}

export interface AnswerEffect {
  /** Every answer is recorded and shown. */
  readonly record: true
  /** Worse than every answer before it. */
  readonly worsens: boolean
  /** Containment begins, as far as the mode and the brakes allow. */
  readonly contain: boolean
  /** The security team hears of it now. */
  readonly escalate: boolean
  readonly stopsTimer: boolean
  /** The step in the alert's life; null where the answer changes no state. */
  readonly next: AlertEvent | null
}

/** Somebody already acts on a worrying answer in these states; elsewhere it starts something. */
const IN_HAND: ReadonlySet<AlertState> = new Set<AlertState>(['answered', 'containing', 'escalated'])

/** Whether the account called it harmless before the instant at which the case last became graver, or came back. */
export const isHarmlessSpent = (
  answers: readonly { readonly answer: Answer; readonly at: Date }[],
  risenAt: Date | null,
): boolean =>
  risenAt !== null && answers.some(({ answer, at }) => !isWorrying(answer) && at.getTime() < risenAt.getTime())

/** Decides what follows of an answer. The caller has made sure that it is the owner's. */
export function answerEffect({
  answer,
  previousAnswers,
  severity,
  state,
  isOfOldCard = false,
  isSpent = false,
}: AnswerGiven): AnswerEffect {
  const rank = ANSWERS.indexOf(answer)
  const wasWorrying = previousAnswers.some(isWorrying)
  const worsens = isWorrying(answer) && previousAnswers.every((earlier) => ANSWERS.indexOf(earlier) < rank)
  if (isWorrying(answer)) {
    const starts = !wasWorrying || !IN_HAND.has(state)
    return {
      record: true,
      worsens,
      contain: starts,
      escalate: starts,
      stopsTimer: true,
      next: canStep(state, 'worrying-answer') ? 'worrying-answer' : null,
    }
  }
  const settles = !wasWorrying && !isOfOldCard && !isSpent && compareSeverity(severity, 'high') < 0
  return {
    record: true,
    worsens: false,
    contain: false,
    escalate: false,
    stopsTimer: settles,
    next: settles && canStep(state, 'harmless-answer') ? 'harmless-answer' : null,
  }
}
