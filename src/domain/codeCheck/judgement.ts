/** The form of a decision and of the rules that reach it. */
import type { Facts } from './facts.js'
import type { SignalCode } from './signals.js'
import type { Confidence, Verdict } from './types.js'

export interface Judgement {
  readonly verdict: Verdict
  readonly confidence: Confidence
  /** The signals that decided. */
  readonly because: readonly SignalCode[]
}

/** Answers where the rule applies, and `undefined` where the next one is to be asked. */
export type Rule = (facts: Facts) => Judgement | undefined

export const judge = (verdict: Verdict, confidence: Confidence, ...because: SignalCode[]): Judgement => ({
  verdict,
  confidence,
  because,
})

/** A text this short is a bare string with a question, not a message. */
export const BARE_WORDS_MAX = 14
