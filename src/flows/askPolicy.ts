/**
 * An admin asks how policy stands. The role is looked up, never believed; without it there is one refusal and
 * nothing else, and with Graph out of reach the refusal says so.
 */
import { isGuid, type UserId, userId } from '../domain/ids.js'
import type { AskedAnswer, AskedQuestion, PolicyAnswer, PolicySnapshot } from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import { allows } from './allows.js'
import { rememberQuestion } from './lastQuestion.js'
import type { AnswerPorts } from './policyAnswers/asking.js'
import { answerAsked } from './policyAnswers/index.js'
import type { ReadingUnderWay } from './ports.js'

/** A question asked soon after another is answered from the same data; `refresh` reads again. */
const SNAPSHOT_AGE_MAX_MS = 10 * 60 * 1000

export type PolicyReply =
  /** `reading`: newer data is on its way. */
  | {
      readonly kind: 'answer'
      readonly answer: PolicyAnswer | AskedAnswer
      readonly reading: ReadingUnderWay | null
    }
  | { readonly kind: 'refused'; readonly why: 'no-role' | 'roles-unknown' }

export async function askPolicy(
  ports: AnswerPorts,
  actor: Actor,
  question: AskedQuestion,
  options: { readonly refresh?: boolean; readonly isChosen?: boolean } = {},
): Promise<PolicyReply> {
  const allowed = await allows(ports, actor.userId, 'read')
  const asked = {
    actor: actor.userId,
    at: ports.clock.now(),
    details: { question: question.kind, ...(options.isChosen === true ? { by: 'model' } : {}) },
  }
  if (allowed !== true) {
    ports.log.info('policy question refused', { userId: actor.userId, why: allowed })
    await ports.store.addAudit({ event: 'policy-refused', what: allowed, ...asked })
    return { kind: 'refused', why: allowed }
  }
  const maxAgeMs = options.refresh === true ? 0 : SNAPSHOT_AGE_MAX_MS
  const snapshot = await ports.policies.snapshot({ maxAgeMs })
  const reading = isAsAsked(snapshot, maxAgeMs, ports.clock.now())
    ? null
    : ((await ports.policies.underWay?.()) ?? null)
  const answer = await answerAsked(question, { ports, actor, snapshot, now: ports.clock.now() })
  // No answer without its entry. Whom somebody asked about stands in the trail, and is not for the log.
  await ports.store.addAudit({ event: 'policy-asked', ...asked, about: aboutWhom(answer) })
  await rememberQuestion(ports, actor, question, answer)
  ports.log.info('policy question answered', { userId: actor.userId, question: question.kind })
  return { kind: 'answer', answer, reading }
}

/** Young enough, and read to its end. */
function isAsAsked({ takenAt, unknowns }: PolicySnapshot, maxAgeMs: number, now: Date): boolean {
  return now.getTime() - Date.parse(takenAt) <= maxAgeMs && !unknowns.some(({ what }) => what === 'policies')
}

function aboutWhom(answer: PolicyAnswer | AskedAnswer): UserId | null {
  if (answer.kind !== 'why-open' && answer.kind !== 'what-if') return null
  const id = answer.person?.id ?? ''
  return isGuid(id) ? userId(id) : null
}
