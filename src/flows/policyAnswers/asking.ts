/** What every answerer of a question about policy gets. */
import type { PolicySnapshot } from '../../domain/policyStatus/index.js'
import type { Actor } from '../actor.js'
import type { Ports } from '../ports.js'

export type AnswerPorts = Pick<
  Ports,
  | 'clock'
  | 'deadlines'
  | 'directory'
  | 'evaluator'
  | 'deviceCodeLog'
  | 'judge'
  | 'log'
  | 'people'
  | 'policies'
  | 'policyAudit'
  | 'policyWriter'
  | 'settings'
  | 'store'
  | 'traceHash'
>

export interface Asking {
  readonly ports: AnswerPorts
  readonly actor: Actor
  readonly snapshot: PolicySnapshot
  readonly now: Date
}
