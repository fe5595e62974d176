/**
 * Who answers which question. A kind that is not here and no snapshot answers by itself is not read as a question, and
 * help does not offer it.
 */
import {
  type AskedAnswer,
  type AskedQuestion,
  POLICY_QUESTIONS,
  type PolicyAnswer,
  type PolicyQuestion,
} from '../../domain/policyStatus/index.js'
import { impactNow } from '../policyImpact.js'
import { whatIf, whyOpen } from './aboutPerson.js'
import type { Asking } from './asking.js'
import { deviceCodeUsers } from './deviceCodeUsers.js'
import { drift } from './drift.js'
import { planAnswer } from './plan.js'
import { teamsDevices } from './teamsDevices.js'

type Answerer<Q> = (question: Q, asking: Asking) => Promise<AskedAnswer>
type Answerers = { readonly [K in AskedQuestion['kind']]?: Answerer<Extract<AskedQuestion, { readonly kind: K }>> }

const ANSWERERS = {
  people: async (question, { ports, snapshot, now }) => ports.judge.judge('people', snapshot, now, question),
  'why-open': whyOpen,
  'what-if': whatIf,
  'risk-policies': async (_question, { ports, snapshot, now }) => ports.judge.judge('risk-policies', snapshot, now),
  'teams-devices': (question, asking) => teamsDevices(question, asking),
  'device-code-users': (question, asking) => deviceCodeUsers(question, asking),
  drift,
  impact: async (_question, { ports, snapshot }) => impactNow(ports, snapshot),
  plan: async (_question, { ports }) => planAnswer(ports),
} as const satisfies Answerers

const isOfSnapshot = (question: AskedQuestion): question is PolicyQuestion =>
  (POLICY_QUESTIONS as readonly string[]).includes(question.kind)

export const isAnswered = (question: AskedQuestion): boolean => isOfSnapshot(question) || question.kind in ANSWERERS

/** For whoever may see the answer. Errors: what the ports throw. */
export async function answerAsked(question: AskedQuestion, asking: Asking): Promise<PolicyAnswer | AskedAnswer> {
  const { ports, snapshot, now } = asking
  if (isOfSnapshot(question)) return ports.judge.judge('policy', snapshot, now, question)
  // Sign-ins are our own, whatever the age of the policies.
  const { dated, isTooOld } = await ports.judge.judge('dated', snapshot, now)
  if (isTooOld && question.kind !== 'device-code-users') return { ...dated, kind: 'too-old', question }
  const answerer = (ANSWERERS as Answerers)[question.kind] as Answerer<AskedQuestion> | undefined
  if (answerer === undefined) throw new TypeError(`no answerer for ${question.kind}`)
  return answerer(question, asking)
}
