/** Why somebody is open, and whether one sign-in of theirs would be blocked, by us and by Graph. */
import { isPosternError } from '../../domain/errors.js'
import type {
  AskedAnswer,
  GraphSays,
  PolicyRef,
  SignIn,
  WhatIfAnswer,
  WhatIfQuestion,
  WhyOpenQuestion,
} from '../../domain/policyStatus/index.js'
import type { Asking } from './asking.js'
import { whom } from './whom.js'

export async function whyOpen(question: WhyOpenQuestion, asking: Asking): Promise<AskedAnswer> {
  const found = await whom(asking, question.who, (id) => ({ ...question, who: { id } }))
  if ('kind' in found) return found
  // Nobody in particular is open as the status says.
  if (found.user === null) return { kind: 'nobody', what: 'person', called: '' }
  const { id } = found.user
  const { ports, snapshot, now } = asking
  return ports.judge.judge('why-open', snapshot, now, { ...question, who: { id } }, found.user)
}

export async function whatIf(question: WhatIfQuestion, asking: Asking): Promise<AskedAnswer> {
  const found = await whom(asking, question.who, (id) => ({ ...question, who: { id } }))
  if ('kind' in found) return found
  const { user } = found
  const resolved = { ...question, who: user === null ? ('member' as const) : { id: user.id } }
  const { ports, snapshot, now } = asking
  const evaluated = await ports.judge.judge('what-if', snapshot, now, resolved, user)
  if (evaluated === null) {
    const called = question.from !== null && 'called' in question.from ? question.from.called : ''
    return { kind: 'nobody', what: 'place', called }
  }
  return { ...evaluated.answer, graph: await graphSays(asking, evaluated.answer, evaluated.signIn) }
}

/** A second opinion. Without it the answer stands and says that it is ours alone. */
async function graphSays({ ports, snapshot }: Asking, answer: WhatIfAnswer, signIn: SignIn): Promise<GraphSays> {
  // Graph is asked about somebody at an address; our stand-ins and countries mean nothing to it.
  if (answer.person === null) return { kind: 'unknown', why: 'nobody-in-particular' }
  if (answer.place.address === null) return { kind: 'unknown', why: 'no-address' }
  if (answer.outcome === 'depends') return { kind: 'unknown', why: 'range' }
  try {
    const applied = await ports.evaluator.applied(signIn)
    const enabled = applied.filter(({ state }) => state === 'enabled')
    const theirs = new Set(enabled.map(({ id }) => id.toLowerCase()))
    const blocks = enabled.some((policy) => policy.blocks)
    const ours = answer.applied.map(({ id }) => id.toLowerCase())
    const isSame = ours.length === theirs.size && ours.every((id) => theirs.has(id))
    if (isSame && blocks === (answer.outcome === 'block')) return { kind: 'agrees' }
    return { kind: 'differs', blocks, applied: [...theirs].map((id) => refOf(id, snapshot.policies)) }
  } catch (error) {
    if (!isPosternError(error)) throw error
    ports.log.warn('the what-if of Graph could not be asked', { code: error.code })
    return { kind: 'unknown', why: error.code }
  }
}

function refOf(id: string, policies: readonly unknown[]): PolicyRef {
  const raw = policies.find(
    (one): one is { readonly displayName?: unknown } =>
      typeof one === 'object' && one !== null && 'id' in one && String(one.id).toLowerCase() === id,
  )
  const displayName = typeof raw?.displayName === 'string' ? raw.displayName : ''
  return { id, displayName, state: 'enabled', namesDeviceCodeFlow: false }
}
