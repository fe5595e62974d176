/**
 * Which steps of containment are taken, in which order, and whose each is.
 *
 * The order matters: tokens bound to a newly registered device survive a revoke and a new password, so devices come
 * before sessions (elastic/detection-rules, rule guides; Microsoft Learn: "Revoke user access in Microsoft Entra ID").
 * What the machine may not do is not left out but given to the team, with the reason.
 */

/** `propose`: the team presses. `revoke`: a worrying answer ends that person's own sessions. `full`: devices and account too. */
export type ContainmentMode = 'propose' | 'revoke' | 'full'

export const CONTAINMENT_STEPS = {
  'collect-additions':
    'collect what may have been added since the first leg: devices, methods, consents, mailbox rules',
  'disable-new-devices': 'disable the devices registered since the first leg',
  'disable-account': 'disable the account',
  'revoke-sessions': 'revoke the sessions',
  'mark-compromised': 'mark the person as compromised',
  'watch-residual': 'watch for 90 minutes whether the session is still used',
} as const

export type ContainmentStep = keyof typeof CONTAINMENT_STEPS

export const PLAN_REASONS = {
  'reads-only': 'reading changes nothing',
  'own-sessions': 'what anyone can do for themselves; undone by signing in again',
  'mode-full': 'the operator has chosen to leave this to the machine',
  'mode-leaves-it-to-team': 'the mode leaves this to the security team',
  'no-answer-from-owner': 'without a worrying answer of the owner the machine changes nothing',
  'owner-is-emergency-account': 'an emergency account is never disabled by machine',
  'owner-is-privileged': 'holders of this role are never disabled by machine',
  'owner-is-bot-admin': 'the bot’s own admins are never disabled by machine',
  'owner-rights-unknown': 'the roles of the person could not be read',
  'hourly-limit-reached': 'the limit of automatic disables an hour is reached',
  'reports-limit-reached':
    'the machine has ended the sessions on as many own reports of the person as it does in an hour',
  'guest-home-organisation': 'only the home organisation of a guest can do this',
  'not-automated':
    'the step was left to the team by a version that did not do it (out of use since 2026-11: all are done)',
  'pressed-by-team': 'somebody of the security team pressed',
  'undone-by-team': 'somebody of the security team took it back',
  'no-new-devices': 'no device was registered since the first leg',
  'already-disabled': 'it was disabled before, by somebody else',
  'partly-unknown': 'some of what may have been added could not be read; each collection says why',
  'too-slow': 'the answer did not come in its time, and nothing waited for it',
  'too-many-to-read': 'there are more entries than are read, so what is found is not all there may be',
  'not-read-back': 'Graph accepted it, and reading it back did not show it',
  'nothing-revoked': 'without a revoke there is nothing to watch',
  'no-session-seen': 'no sign-in of the alert was seen, so no session is known to watch',
  'session-still-used': 'the session was used after the revoke',
  'use-refused': 'the session was tried after the revoke, and refused',
  'log-not-read': 'the sign-in log was not read far enough within a day',
} as const

export type PlanReason = keyof typeof PLAN_REASONS

/** `undefined`: could not be read, which brakes like a yes. */
export interface OwnerFacts {
  /** Holds Global Administrator or Privileged Role Administrator. */
  readonly privileged: boolean | undefined
  readonly emergency: boolean
  readonly guest: boolean
  readonly botAdmin: boolean
}

export interface ContainmentRequest {
  readonly mode: ContainmentMode
  /** The owner's own worrying answer, or anything else (silence, the severity, a report of somebody else). */
  readonly cause: 'worrying-answer' | 'other'
  readonly owner: OwnerFacts
  /** Automatic disables in the hour before, of devices and accounts, over all alerts. */
  readonly disablesLastHour: number
  readonly disablesPerHourMax?: number
}

export interface PlannedStep {
  readonly step: ContainmentStep
  /** `team`: waits for a press. `nobody`: cannot be done here. */
  readonly who: 'machine' | 'team' | 'nobody'
  readonly reason: PlanReason
}

export const DISABLES_PER_HOUR_MAX = 5

/** All steps, in the order in which they are taken. */
export function planContainment(request: ContainmentRequest): readonly PlannedStep[] {
  return [
    { step: 'collect-additions', who: 'machine', reason: 'reads-only' },
    { step: 'disable-new-devices', ...disabling(request, []) },
    { step: 'disable-account', ...disabling(request, accountBrakes(request.owner)) },
    { step: 'revoke-sessions', ...revoking(request) },
    { step: 'mark-compromised', ...marking(request) },
    { step: 'watch-residual', who: 'machine', reason: 'reads-only' },
  ]
}

type Assigned = Pick<PlannedStep, 'who' | 'reason'>

const team = (reason: PlanReason): Assigned => ({ who: 'team', reason })
const machine = (reason: PlanReason): Assigned => ({ who: 'machine', reason })

function accountBrakes(owner: OwnerFacts): readonly PlanReason[] {
  const brakes: readonly (readonly [PlanReason, boolean])[] = [
    ['owner-is-emergency-account', owner.emergency],
    ['owner-is-privileged', owner.privileged === true],
    ['owner-is-bot-admin', owner.botAdmin],
    ['owner-rights-unknown', owner.privileged === undefined],
  ]
  return brakes.flatMap(([reason, brakes]) => (brakes ? [reason] : []))
}

function disabling(request: ContainmentRequest, brakes: readonly PlanReason[]): Assigned {
  if (request.mode !== 'full') return team('mode-leaves-it-to-team')
  if (request.cause !== 'worrying-answer') return team('no-answer-from-owner')
  const [brake] = brakes
  if (brake !== undefined) return team(brake)
  const limit = request.disablesPerHourMax ?? DISABLES_PER_HOUR_MAX
  return request.disablesLastHour >= limit ? team('hourly-limit-reached') : machine('mode-full')
}

function revoking({ mode, cause, owner }: ContainmentRequest): Assigned {
  if (owner.guest) return { who: 'nobody', reason: 'guest-home-organisation' }
  if (mode === 'propose') return team('mode-leaves-it-to-team')
  return cause === 'worrying-answer' ? machine('own-sessions') : team('no-answer-from-owner')
}

/** The risk of a guest is kept by their home organisation (Microsoft Learn: "Microsoft Entra ID Protection and B2B users"). */
function marking({ owner }: ContainmentRequest): Assigned {
  return owner.guest ? { who: 'nobody', reason: 'guest-home-organisation' } : team('mode-leaves-it-to-team')
}
