/** What the security team can press on a case: steps of containment, all that is left of them, and taking them back. */
import type { ContainmentStep, PlanReason } from './containmentPlan.js'

/** In the order in which they are taken. */
export const TEAM_STEPS = [
  'disable-new-devices',
  'disable-account',
  'revoke-sessions',
  'mark-compromised',
] as const satisfies readonly ContainmentStep[]

export type TeamStep = (typeof TEAM_STEPS)[number]

/** Graph lets these be taken back. A revoke is undone by signing in again. */
export const REVERSIBLE_STEPS = [
  'disable-new-devices',
  'disable-account',
  'mark-compromised',
] as const satisfies readonly TeamStep[]

export type ReversibleStep = (typeof REVERSIBLE_STEPS)[number]

/** `contain`: all that is left to the team. */
export const CONTAINMENT_PRESSES = [
  'contain',
  'disable-new-devices',
  'disable-account',
  'mark-compromised',
  'undo-disable-new-devices',
  'undo-disable-account',
  'undo-mark-compromised',
] as const

export type ContainmentPress = (typeof CONTAINMENT_PRESSES)[number]

/** As far as a step is known: its newest outcome, why, and when. */
export interface KnownStep {
  readonly step: string
  readonly outcome: string
  readonly why: string | null
  readonly at: Date
}

const SETTLED: ReadonlySet<string> = new Set(['done', 'under-way', 'undoing'])
const IMPOSSIBLE: PlanReason = 'guest-home-organisation'

/**
 * What is left for the team to press. Sessions are revoked anew after a device or the account was disabled: what was
 * not disabled then may have got tokens since.
 */
export function leftToTeam(steps: readonly KnownStep[]): readonly TeamStep[] {
  const newest = (name: TeamStep): KnownStep | undefined => steps.findLast(({ step }) => step === name)
  const isLeft = (name: TeamStep): boolean => {
    const known = newest(name)
    return known === undefined || (!SETTLED.has(known.outcome) && known.why !== IMPOSSIBLE)
  }
  const left = TEAM_STEPS.filter(isLeft)
  const isDisabledLater = left.some((name) => name !== 'revoke-sessions' && name !== 'mark-compromised')
  const revoked = newest('revoke-sessions')
  const revokesAgain = isDisabledLater && revoked?.outcome === 'done'
  return TEAM_STEPS.filter((name) => left.includes(name) || (name === 'revoke-sessions' && revokesAgain))
}
