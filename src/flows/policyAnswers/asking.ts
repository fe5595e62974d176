/** What every answerer of a question about policy gets. */
import type { PolicySnapshot } from '../../domain/policyStatus/index.js'
import type { Actor } from '../actor.js'
import type { Ports } from '../ports.js'

export type AnswerPorts = Pick<
  Ports,
  'clock' | 'directory' | 'evaluator' | 'judge' | 'log' | 'people' | 'policies' | 'policyAudit' | 'settings' | 'store'
>

export interface Asking {
  readonly ports: AnswerPorts
  readonly actor: Actor
  readonly snapshot: PolicySnapshot
  readonly now: Date
}
