/**
 * What stands beside Conditional Access, from the posture of the snapshot. A part that was not read is a stated
 * unknown with its reason, and so is one whose answer has another shape than the documents give.
 *
 * Sources: Microsoft Graph reference, identitySecurityDefaultsEnforcementPolicy, domain, deviceRegistrationPolicy,
 * deviceEnrollmentPlatformRestrictionsConfiguration and simulation; Microsoft Learn, "Security defaults" (no exceptions,
 * and no Conditional Access policy beside them) and "Target resources", user action "Register or join devices".
 */
import { policyRef } from '../evidence.js'
import type { Policy } from '../policy.js'
import type { Posture, Read, Row } from '../posture.js'
import { isJson, member, text } from '../reading.js'
import type { LineCode } from './codes.js'
import { line, type StatusLine } from './line.js'

const NOT_READ = 'not-read'
const SHAPE = 'answer-not-understood'
/** A simulation longer ago has been forgotten. */
const RECENT_MS = 365 * 24 * 60 * 60 * 1000

function judged<T>(part: Read<T> | undefined, unknown: LineCode, judge: (read: T) => StatusLine | null): StatusLine {
  if (part === undefined) return line(unknown, { why: NOT_READ })
  if ('unread' in part) return line(unknown, { why: part.unread })
  return judge(part.read) ?? line(unknown, { why: SHAPE })
}

export function besideLines(posture: Posture, policies: readonly Policy[], takenAt: Date): readonly StatusLine[] {
  const inForce = policies.filter(({ state, forWorkloads }) => state === 'enabled' && !forWorkloads)
  return [
    judged(posture.securityDefaults, 'line-defaults-unknown', (read) => defaults(read, inForce)),
    judged(posture.domains, 'line-domains-unknown', domains),
    registration(posture, inForce),
    judged(posture.enrollment, 'line-enrollment-unknown', enrollment),
    judged(posture.attackSimulations, 'line-simulation-unknown', (read) => simulations(read, takenAt)),
  ]
}

function defaults(read: Row, inForce: readonly Policy[]): StatusLine | null {
  const on = member(read, 'isEnabled')
  if (typeof on !== 'boolean') return null
  if (on) return line('line-defaults-on')
  return line(inForce.length > 0 ? 'line-defaults-off' : 'line-defaults-nothing')
}

function domains(read: readonly Row[]): StatusLine | null {
  const types = read.map((domain) => text(member(domain, 'authenticationType'))?.toLowerCase() ?? null)
  // A tenant has one domain at least; and a type that is neither cannot be judged.
  if (types.length === 0 || types.some((type) => type !== 'managed' && type !== 'federated')) return null
  const federated = read
    .filter((_, at) => types[at] === 'federated')
    .flatMap((domain) => text(member(domain, 'id')) ?? [])
  return federated.length === 0 ? line('line-domains-managed') : line('line-domains-federated', { values: federated })
}

const STRONG = ['mfa', 'block']
const asksForMfa = ({ controls: { grants } }: Policy): boolean =>
  grants.some((grant) => STRONG.includes(grant.toLowerCase()) || grant.startsWith('authenticationStrength:'))

/** Either the device setting or a policy on the user action; the policy needs the setting to be off. */
function registration(posture: Posture, inForce: readonly Policy[]): StatusLine {
  const asking = inForce.filter(
    (policy) => policy.resources.userActions.has('registerdevice') && policy.users.include.all && asksForMfa(policy),
  )
  const unconditional = asking.filter(
    ({ network, platforms, clientApps, deviceFilter, risks, transferMethods }) =>
      network === null &&
      clientApps === null &&
      deviceFilter === null &&
      platforms === null &&
      transferMethods === null &&
      risks.signIn === null &&
      risks.user === null &&
      risks.insider === null,
  )
  const whole = unconditional.filter(({ unread }) => unread.length === 0)
  if (whole.length > 0) return line('line-registration-mfa', { policies: whole.map(policyRef) })
  return judged(posture.deviceRegistration, 'line-registration-unknown', (read) => {
    const asked = text(member(read, 'multiFactorAuthConfiguration'))?.toLowerCase()
    if (asked === 'required') return line('line-registration-mfa')
    // Whether a condition that we cannot read leaves anybody out is not known.
    if (asked !== 'notrequired' || unconditional.length > 0) return null
    return line('line-registration-open', { policies: asking.map(policyRef) })
  })
}

const RESTRICTIONS = 'restriction'
/** Graph's names of the platforms inside the older, joint configuration. */
const JOINT: Readonly<Record<string, string>> = {
  iosRestriction: 'iOS',
  windowsRestriction: 'Windows',
  androidRestriction: 'Android',
  androidForWorkRestriction: 'Android (work profile)',
  macOSRestriction: 'macOS',
}

/** Only the default configuration is judged: it is what holds for whoever no other one names. */
function enrollment(read: readonly Row[]): StatusLine | null {
  const defaults = read.filter(
    (row) =>
      text(member(row, '@odata.type'))?.toLowerCase().includes(`platform${RESTRICTIONS}`) === true &&
      member(row, 'priority') === 0,
  )
  const restrictions = defaults.flatMap((row): [string, unknown][] => {
    const single = member(row, 'platformRestriction')
    if (isJson(single)) return [[text(member(row, 'platformType')) ?? '?', single]]
    return Object.entries(JOINT).flatMap(([key, name]): [string, unknown][] => {
      const restriction = member(row, key)
      return isJson(restriction) ? [[name, restriction]] : []
    })
  })
  if (restrictions.length === 0) return null
  const open = restrictions.filter(
    ([, restriction]) =>
      member(restriction, 'platformBlocked') !== true &&
      member(restriction, 'personalDeviceEnrollmentBlocked') !== true,
  )
  return open.length === 0
    ? line('line-enrollment-ok')
    : line('line-enrollment-open', { values: open.map(([platform]) => platform) })
}

const RAN = new Set(['running', 'succeeded'])

function simulations(read: readonly Row[], takenAt: Date): StatusLine {
  const times = read
    .filter((row) => RAN.has(text(member(row, 'status'))?.toLowerCase() ?? ''))
    .map((row) => Date.parse(text(member(row, 'launchDateTime')) ?? text(member(row, 'createdDateTime')) ?? ''))
    .filter((time) => Number.isFinite(time) && time <= takenAt.getTime())
  const last = times.length === 0 ? null : Math.max(...times)
  const date = last === null ? null : new Date(last).toISOString()
  const recent = last !== null && takenAt.getTime() - last <= RECENT_MS
  return line(recent ? 'line-simulation-recent' : 'line-simulation-none', { date })
}
