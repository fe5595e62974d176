/**
 * What a case does: to its owner, and to the security team. A table, so that it can be read and shown as one.
 *
 * Owners that a machine or an outsider answers for (shared devices, guests, disabled and emergency accounts) are never
 * asked: nobody we could trust would answer.
 */
import type { Outcome } from './case.js'
import type { Severity } from './severity.js'

/**
 * What the owner is sent. `notice` has a *This wasn't me* and no timer; `question` asks who started the sign-in;
 * `stop-now` reaches a person who stands on the confirm page; `coaching` is a question that contains nothing.
 */
export type OwnerTelling = 'nothing' | 'notice' | 'question' | 'stop-now' | 'coaching'

export type TeamTelling = 'log' | 'after-silence-or-worrying-answer' | 'at-once'

export type OwnerKind = 'person' | 'shared-device' | 'guest' | 'disabled' | 'emergency'

/** How long an owner may be silent before the team hears of it, in milliseconds. */
export interface SilenceLimits {
  readonly critical: number
  readonly high: number
  readonly elevated: number
}

export const SILENCE_MS: SilenceLimits = { critical: 5 * 60_000, high: 15 * 60_000, elevated: 60 * 60_000 }

export interface CaseDoes {
  readonly owner: OwnerTelling
  readonly team: TeamTelling
  /** From the telling of the owner; null: silence means nothing. */
  readonly silenceMs: number | null
}

type Doing = Pick<CaseDoes, 'owner' | 'team'>
type BySeverity = Readonly<Record<Severity, Doing>>

const PENDING: BySeverity = {
  expected: { owner: 'stop-now', team: 'log' },
  low: { owner: 'stop-now', team: 'log' },
  elevated: { owner: 'stop-now', team: 'log' },
  high: { owner: 'stop-now', team: 'at-once' },
  critical: { owner: 'stop-now', team: 'at-once' },
}

const STOPPED: BySeverity = {
  expected: { owner: 'coaching', team: 'log' },
  low: { owner: 'coaching', team: 'log' },
  elevated: { owner: 'coaching', team: 'log' },
  high: { owner: 'coaching', team: 'at-once' },
  critical: { owner: 'coaching', team: 'at-once' },
}

/** For an owner who can be asked. */
export const PERSON_TABLE: Readonly<Record<Outcome, BySeverity>> = {
  completed: {
    expected: { owner: 'nothing', team: 'log' },
    low: { owner: 'notice', team: 'log' },
    elevated: { owner: 'question', team: 'after-silence-or-worrying-answer' },
    high: { owner: 'question', team: 'at-once' },
    critical: { owner: 'question', team: 'at-once' },
  },
  pending: PENDING,
  blocked: STOPPED,
  failed: STOPPED,
}

/** For an owner who is never asked, whatever the outcome. */
export const NEVER_ASKED_TABLE: BySeverity = {
  expected: { owner: 'nothing', team: 'log' },
  low: { owner: 'nothing', team: 'log' },
  elevated: { owner: 'nothing', team: 'at-once' },
  high: { owner: 'nothing', team: 'at-once' },
  critical: { owner: 'nothing', team: 'at-once' },
}

/** Looks a case up. Only a question has a timer: silence to anything else is no answer to wait for. */
export function whatCaseDoes(
  outcome: Outcome,
  severity: Severity,
  owner: OwnerKind,
  silence: SilenceLimits = SILENCE_MS,
): CaseDoes {
  const does = owner === 'person' ? PERSON_TABLE[outcome][severity] : NEVER_ASKED_TABLE[severity]
  return { ...does, silenceMs: does.owner === 'question' ? silenceLimit(severity, silence) : null }
}

function silenceLimit(severity: Severity, silence: SilenceLimits): number | null {
  return severity === 'expected' || severity === 'low' ? null : silence[severity]
}
