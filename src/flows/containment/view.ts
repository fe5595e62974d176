/** What cards show of containment beside its steps. */
import type { AlertId } from '../../domain/ids.js'
import type { ContainmentView } from '../../domain/notices.js'
import { REVERSIBLE_STEPS } from '../../domain/signInAlert/index.js'
import type { StoreTx } from '../ports.js'
import { stepOf } from './steps.js'

export async function containmentView(store: StoreTx, alertId: AlertId): Promise<ContainmentView> {
  const [collections, actions, steps] = await Promise.all([
    store.collectionsOf(alertId),
    store.containmentActions(alertId),
    store.containmentSteps(alertId),
  ])
  const undoable = REVERSIBLE_STEPS.filter((name) => {
    const outcome = stepOf(steps, name)?.outcome
    const isInHand = outcome === 'under-way' || outcome === 'undoing'
    return !isInHand && actions.some(({ step, state }) => step === name && state === 'done')
  })
  return { collections, undoable }
}
