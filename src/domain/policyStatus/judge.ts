/**
 * Everything that judges a whole tenant to answer a question, by name: so that it can be asked for across a thread.
 * Arguments and results are plain data.
 */
import { answerPolicyQuestion } from './answer.js'
import { type CompareOptions, compareSnapshots, firstLook } from './drift/compare.js'
import { assessImpact, type ImpactSignIns } from './impact/assess.js'
import { type PlanOptions, recommendPlan } from './plan/recommend.js'
import { plannedPolicy } from './plan/recommended.js'
import type { PlanBasis } from './plan/shape.js'
import type { PolicyQuestion } from './question.js'
import { answerPeople, answerWhyOpen } from './questions/aboutPeople.js'
import { answerRiskPolicies } from './questions/aboutPolicies.js'
import { answerWhatIf } from './questions/aboutSignIn.js'
import type { Openness } from './questions/answers.js'
import type { PeopleQuestion, WhatIfQuestion, WhyOpenQuestion } from './questions/asked.js'
import { datedAs, personViewOf } from './questions/view.js'
import type { PolicySnapshot } from './snapshot.js'
import type { DirectoryUser } from './tenant.js'

export const JUDGEMENTS = {
  policy: (snapshot: PolicySnapshot, now: Date, question: PolicyQuestion) =>
    answerPolicyQuestion(question, snapshot, now),
  people: (snapshot: PolicySnapshot, now: Date, question: PeopleQuestion, perPage?: number) =>
    answerPeople(question, snapshot, now, perPage),
  'why-open': (snapshot: PolicySnapshot, now: Date, question: WhyOpenQuestion, user: DirectoryUser) =>
    answerWhyOpen(question, user, snapshot, now),
  'what-if': (snapshot: PolicySnapshot, now: Date, question: WhatIfQuestion, user: DirectoryUser | null) =>
    answerWhatIf(question, user, snapshot, now),
  'risk-policies': (snapshot: PolicySnapshot, now: Date) => answerRiskPolicies(snapshot, now),
  dated: (snapshot: PolicySnapshot, now: Date) => datedAs(snapshot, now),
  impact: (snapshot: PolicySnapshot, now: Date, signIns: ImpactSignIns, candidate: unknown) =>
    assessImpact(snapshot, signIns, candidate, now),
  planned: (snapshot: PolicySnapshot, _now: Date, exceptions: readonly string[]) => plannedPolicy(snapshot, exceptions),
  plan: (snapshot: PolicySnapshot, now: Date, impact: PlanBasis | null, options: PlanOptions) =>
    recommendPlan(snapshot, impact, now, options),
  /** What stands in it, with nothing of before to compare with. */
  standing: (snapshot: PolicySnapshot, _now: Date, options: CompareOptions) =>
    compareSnapshots(null, snapshot, options),
  'first-look': (snapshot: PolicySnapshot, _now: Date, options: CompareOptions) => firstLook(snapshot, options),
  /** Of each id, in its order. */
  openness: (snapshot: PolicySnapshot, now: Date, ids: readonly string[]): readonly Openness[] => {
    const view = personViewOf(snapshot, datedAs(snapshot, now).dated.unknowns)
    return ids.map((id) => {
      const { openness } = view.opennessOf(id)
      return openness !== 'emergency' && view.because(openness === 'open', id).length > 0 ? 'unknown' : openness
    })
  },
} as const

export type Judgement = keyof typeof JUDGEMENTS
export type JudgementArgs<K extends Judgement> =
  Parameters<(typeof JUDGEMENTS)[K]> extends readonly [PolicySnapshot, Date, ...infer Rest] ? Rest : never
export type JudgementResult<K extends Judgement> = ReturnType<(typeof JUDGEMENTS)[K]>

/** On the thread that calls. */
export function judgeHere<K extends Judgement>(
  kind: K,
  snapshot: PolicySnapshot,
  now: Date,
  ...args: JudgementArgs<K>
): JudgementResult<K> {
  const judge = JUDGEMENTS[kind] as unknown as (...all: readonly unknown[]) => JudgementResult<K>
  return judge(snapshot, now, ...args)
}
