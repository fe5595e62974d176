/**
 * A press for a change of policy. What is taken shows as the change it became; what is refused says why, and where the
 * tenant has changed meanwhile the plan is shown anew.
 */
import { type Card, type PolicyPress, renderPlan, renderPolicyWrite, say } from '../../cards/index.js'
import type { PolicyWriteId } from '../../domain/ids.js'
import type { Actor } from '../../flows/actor.js'
import { planAnswer } from '../../flows/policyAnswers/plan.js'
import {
  confirmWrite,
  type PressOutcome,
  type PressRefusal,
  proposeWrite,
  removeLeft,
  undoWrite,
  withdrawWrite,
} from '../../flows/policyWrites/press.js'
import { viewOfWrite } from '../../flows/policyWrites/view.js'
import type { BotPorts } from '../botPorts.js'

export interface PolicyWritePress {
  readonly press: PolicyPress
  readonly digest: string
  readonly writeId?: PolicyWriteId | undefined
}

export async function replyToPolicyPress(
  ports: BotPorts,
  actor: Actor,
  pressed: PolicyWritePress,
): Promise<{ readonly card: Card } | { readonly sentence: string }> {
  const { locale } = actor
  const outcome = await take(ports, actor, pressed)
  if (outcome.kind === 'taken') return { card: renderPolicyWrite(await viewOfWrite(ports, outcome.stored), locale) }
  const sentence = say(wordsOf(outcome.why), locale)
  // Only whoever may press is shown the tenant.
  if (outcome.why !== 'stale' && outcome.why !== 'plan-refused' && outcome.why !== 'expired') return { sentence }
  return { card: renderPlan(await planAnswer(ports), locale, sentence) }
}

/** What a change can also end by has its words there. */
function wordsOf(why: PressRefusal) {
  switch (why) {
    case 'writing-off':
    case 'expired':
    case 'stale':
    case 'role-lost':
    case 'changed-meanwhile':
      return `apply.why.${why}` as const
    default:
      return `apply.press.${why}` as const
  }
}

async function take(
  ports: BotPorts,
  actor: Actor,
  { press, digest, writeId }: PolicyWritePress,
): Promise<PressOutcome> {
  if (press === 'propose') return proposeWrite(ports, actor, digest)
  if (writeId === undefined) return { kind: 'refused', why: 'not-open', refusals: [] }
  if (press === 'confirm') return confirmWrite(ports, actor, writeId, digest)
  if (press === 'remove') return removeLeft(ports, actor, writeId)
  return press === 'undo' ? undoWrite(ports, actor, writeId) : withdrawWrite(ports, actor, writeId)
}
