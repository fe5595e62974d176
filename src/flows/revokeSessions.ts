/**
 * The one containment step that is carried out here, for the machine and for the team alike: written with its outcome,
 * a failure too, and shown on the cards.
 */
import { type ErrorCode, isPosternError } from '../domain/errors.js'
import type { StepView } from '../domain/notices.js'
import type { ContainmentStep } from '../domain/signInAlert/index.js'
import type { Alert, Ports } from './ports.js'

export const REVOKE: ContainmentStep = 'revoke-sessions'

/** Faults of Graph that another try may mend. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'graph-throttled',
  'graph-unavailable',
  'graph-unauthorized',
])

/** Writes the step and throws what may pass, so that the caller's job or person tries again. */
export async function revokeSessions(
  ports: Pick<Ports, 'clock' | 'containment' | 'log' | 'store'>,
  alert: Alert,
): Promise<StepView> {
  try {
    await ports.containment.revokeSessions(alert.userId)
    return await save({ step: REVOKE, outcome: 'done', why: null, at: ports.clock.now() })
  } catch (error) {
    if (!isPosternError(error) || error.code.startsWith('store-')) throw error
    ports.log.error('sessions not revoked', { alertId: alert.alertId, code: error.code })
    const failed = await save({ step: REVOKE, outcome: 'failed', why: error.code, at: ports.clock.now() })
    if (PASSING.has(error.code)) throw error
    return failed
  }

  async function save(step: StepView): Promise<StepView> {
    await ports.store.saveContainmentStep(alert.alertId, step)
    return step
  }
}
