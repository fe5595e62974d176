/** The named points at which a process is killed while it carries out a change of policy: each an instant of a call to Graph. */
import type { Instant, Moment } from './gate.js'

export interface PolicyPoint {
  readonly name: string
  readonly instant: Instant
  readonly at: (moment: Moment) => boolean
  /** Graph keeps the policy without its flow, so that it has to be taken back. */
  readonly losesFlow?: true
  /** How the change ends after all, and how many policies are there then. */
  readonly ends: 'applied' | 'failed' | 'rolled-back'
  readonly left: 0 | 1
}

const POLICIES = '/v1.0/identity/conditionalAccess/policies'
const makes = ({ method, path }: Moment) => method === 'POST' && path === POLICIES
const readsBack = ({ method, path }: Moment) => method === 'GET' && path.startsWith(`${POLICIES}/`)
const takesBack = ({ method, path }: Moment) => method === 'DELETE' && path.startsWith(`${POLICIES}/`)

const applied = { ends: 'applied', left: 1 } as const
const back = { losesFlow: true, ends: 'rolled-back', left: 0 } as const

export const POLICY_POINTS: readonly PolicyPoint[] = [
  // Nobody knows whether it was sent, so it is not sent again.
  { name: 'the policy is on its way', instant: 'arrived', at: makes, ends: 'failed', left: 0 },
  { name: 'the policy is made, not written', instant: 'taken', at: makes, ...applied },
  { name: 'that it was made is being written', instant: 'answered', at: makes, ...applied },
  { name: 'the policy is to be read back', instant: 'arrived', at: readsBack, ...applied },
  { name: 'the policy is read back, not written', instant: 'taken', at: readsBack, ...applied },
  { name: 'that it is applied is being written', instant: 'answered', at: readsBack, ...applied },
  { name: 'the policy is to be taken back', instant: 'arrived', at: takesBack, ...back },
  { name: 'the policy is taken back, not written', instant: 'taken', at: takesBack, ...back },
  { name: 'that it is taken back is being read', instant: 'answered', at: takesBack, ...back },
]
