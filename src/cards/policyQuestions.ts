/** The questions about policy that a card offers, as buttons. */
import { z } from 'zod/v4'
import type { PolicyQuestion } from '../domain/policyStatus/index.js'
import type { WordKey } from './words.js'

type QuestionKind = PolicyQuestion['kind']

/** Every question there is, with the words of its button. */
export const QUESTION_TITLES = {
  status: 'button.policy.status',
  excluded: 'button.policy.excluded',
  'left-open': 'button.policy.left-open',
  'trusted-locations': 'button.policy.trusted-locations',
  'emergency-accounts': 'button.policy.emergency-accounts',
  'report-only': 'button.policy.report-only',
  help: 'button.policy.help',
} as const satisfies Readonly<Record<QuestionKind, WordKey>>

const kinds = Object.keys(QUESTION_TITLES) as [QuestionKind, ...QuestionKind[]]

/** A question as a button carries it. */
export const questionSchema = z.strictObject({ kind: z.enum(kinds) })
