/** The questions that a snapshot answers by itself. How they are read from plain words: `questions/`. */
export const POLICY_QUESTIONS = [
  'status',
  'excluded',
  'left-open',
  'trusted-locations',
  'emergency-accounts',
  'report-only',
  'help',
] as const

export type PolicyQuestionKind = (typeof POLICY_QUESTIONS)[number]

export interface PolicyQuestion {
  readonly kind: PolicyQuestionKind
}
