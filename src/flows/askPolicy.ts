/**
 * An admin asks how policy stands. The role is looked up, never believed; without it there is one refusal and
 * nothing else, and with Graph out of reach the refusal says so.
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import {
  type AskedAnswer,
  type AskedQuestion,
  mayDo,
  type PolicyAnswer,
  type PolicySnapshot,
} from '../domain/policyStatus/index.js'
import type { Actor } from './actor.js'
import { rememberQuestion } from './lastQuestion.js'
import type { AnswerPorts } from './policyAnswers/asking.js'
import { answerAsked } from './policyAnswers/index.js'
import type { Ports, ReadingUnderWay } from './ports.js'

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
  const allowed = await mayRead(ports, actor)
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

/** Whether somebody may read policy and alerts, or why not. */
export async function mayRead(
  ports: Pick<Ports, 'directory' | 'log'>,
  actor: Actor,
): Promise<true | 'no-role' | 'roles-unknown'> {
  try {
    const roles = await ports.directory.activeRoles(actor.userId)
    return mayDo(roles, 'read') ? true : 'no-role'
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.warn('roles could not be read', { code: error.code })
    return 'roles-unknown'
  }
}
