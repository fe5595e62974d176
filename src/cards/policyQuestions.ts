/** The questions about policy that a card offers, as buttons. */
import { askedSchema, type KeptQuestion, type PolicyQuestion } from '../domain/policyStatus/index.js'
import { say, type WordKey } from './words.js'

type QuestionKind = PolicyQuestion['kind']

/** Every question that a snapshot answers by itself, with the words of its button. */
export const QUESTION_TITLES = {
  status: 'button.policy.status',
  excluded: 'button.policy.excluded',
  'left-open': 'button.policy.left-open',
  'trusted-locations': 'button.policy.trusted-locations',
  'emergency-accounts': 'button.policy.emergency-accounts',
  'report-only': 'button.policy.report-only',
  help: 'button.policy.help',
} as const satisfies Readonly<Record<QuestionKind, WordKey>>

type ListKind = 'impact' | 'plan' | 'risk-policies' | 'teams-devices' | 'device-code-users'
type ListQuestion = Extract<KeptQuestion, { readonly kind: ListKind }>

/** What help offers beside them, of what needs no name and no address. */
export const HELP: readonly ListQuestion[] = [
  { kind: 'impact' },
  { kind: 'plan' },
  { kind: 'risk-policies' },
  { kind: 'teams-devices', page: 0 },
  { kind: 'device-code-users', days: 30, page: 0 },
]

export const titleOf = ({ kind }: ListQuestion, locale: string): string => say(`asked.button.${kind}`, locale)

/** A question as a button carries it. */
export const questionSchema = askedSchema
