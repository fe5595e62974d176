/** The lines of status, in a fixed order: what the policies themselves say first, then what stands beside them. */
import type { UnknownCode } from '../codes.js'
import type { CompiledTenant } from '../compile.js'
import type { Evidence } from '../evidence.js'
import { policyRef } from '../evidence.js'
import { MANAGED_DELAY_MS } from '../managedDelay.js'
import { isManaged } from '../plan/recommended.js'
import { namesDeviceCodeFlow, type Policy } from '../policy.js'
import { isoOf, lower, member, text } from '../reading.js'
import { cidrsOf, type PolicySnapshot } from '../snapshot.js'
import type { StatusAnalysis } from '../status.js'
import { besideLines } from './beside.js'
import { STATUS_LINES } from './codes.js'
import { line, type StatusLine } from './line.js'
import { rangeFaults } from './trustedNetworks.js'

export interface Judged {
  readonly snapshot: PolicySnapshot
  readonly tenant: CompiledTenant
  readonly analysis: StatusAnalysis
  readonly evidence: Evidence
  readonly stated: ReadonlySet<UnknownCode>
}

/** Every line at least once; one that has several things wrong, once for each. */
export function statusLines(judged: Judged): readonly StatusLine[] {
  const { snapshot, tenant } = judged
  const lines = [
    ...emergencyLines(judged),
    ...trustedLines(judged),
    riskLine(judged),
    ...managedLines(judged),
    ...besideLines(snapshot.posture ?? {}, tenant.policies, new Date(snapshot.takenAt)),
  ]
  return STATUS_LINES.flatMap((name) => lines.filter((one) => one.line === name))
}

const NOT_READ = 'not-read'

const whyOf = ({ snapshot }: Judged, what: UnknownCode): string =>
  snapshot.unknowns.find((one) => one.what === what)?.why ?? NOT_READ

const gapPolicies = ({ analysis }: Judged, code: string): readonly Policy[] | null =>
  analysis.gaps.find((gap) => gap.code === code)?.policies ?? null

/** A policy that was not read may block the accounts, or one that was, through a group or a role that was not. */
const HIT_BY = ['users', 'policies', 'group-members', 'roles'] as const satisfies readonly UnknownCode[]

function emergencyLines(judged: Judged): readonly StatusLine[] {
  const { snapshot, tenant, evidence, stated } = judged
  const declared = snapshot.directory.emergencyAccess
  if (!tenant.people.anyEmergencyDeclared) return [line('line-emergency-undeclared')]
  const hit = gapPolicies(judged, 'no-emergency-exclusion')
  const found = hit === null ? [] : [line('line-emergency-hit', { policies: hit.map(policyRef) })]
  const unread = HIT_BY.find((what) => stated.has(what))
  if (unread !== undefined) return [...found, line('line-emergency-unknown', { why: whyOf(judged, unread) })]

  const missing = [
    ...notIn(declared?.users, snapshot.directory.users).map(evidence.user),
    ...notIn(declared?.groups, snapshot.directory.groups).map(evidence.group),
  ]
  if (missing.length > 0) found.push(line('line-emergency-not-found', { things: missing }))
  const accounts = (snapshot.directory.users ?? []).filter(({ id }) => tenant.people.emergencyUsers.has(lower(id)))
  const thingsOf = (enabled: boolean | null) =>
    accounts.filter(({ accountEnabled = null }) => accountEnabled === enabled).map(({ id }) => evidence.user(id))
  const [disabled, untold] = [thingsOf(false), thingsOf(null)]
  if (disabled.length > 0) found.push(line('line-emergency-disabled', { things: disabled }))
  if (untold.length > 0) found.push(line('line-emergency-unknown', { things: untold, why: NOT_READ }))
  if (found.length > 0) return found
  return [line('line-emergency-ok', { things: [...tenant.people.emergencyUsers].map(evidence.user) })]
}

function notIn(ids: readonly string[] = [], all: readonly { readonly id: string }[] = []): readonly string[] {
  const left = new Map(ids.map((id) => [id.toLowerCase(), id]))
  for (const { id } of all) left.delete(lower(id))
  return [...left.values()]
}

/** What Graph does not tell may be as wide as what it does. */
const TRUSTED_BY = ['named-locations', 'mfa-trusted-ips'] as const satisfies readonly UnknownCode[]

function trustedLines(judged: Judged): readonly StatusLine[] {
  const { snapshot, tenant, evidence, stated } = judged
  const trusted = tenant.locations.all.flatMap(({ id, trusted: isTrusted, kind, ranges }, at) => {
    const { namedLocations, mfaTrustedIps } = snapshot
    const cidrs = at < namedLocations.length ? cidrsOf(namedLocations[at]) : mfaTrustedIps
    if (!isTrusted || kind === 'compliant-network') return []
    return [{ id, kind, ranges, judgedRanges: cidrs.map((cidr) => ({ cidr, faults: rangeFaults(cidr) })) }]
  })
  const faulty = (code: Parameters<typeof line>[0], fault: keyof ReturnType<typeof rangeFaults>): StatusLine[] => {
    const at = trusted.filter(({ judgedRanges }) => judgedRanges.some(({ faults }) => faults[fault]))
    const values = at.flatMap(({ judgedRanges }) =>
      judgedRanges.flatMap(({ cidr, faults }) => (faults[fault] ? [cidr] : [])),
    )
    return at.length === 0 ? [] : [line(code, { things: at.map(({ id }) => evidence.location(id)), values })]
  }
  // MFA trusted IPs take IPv4 only, so there is nothing to add to them.
  const isIpv4Only = trusted.filter(
    ({ kind, ranges }) => kind === 'ip' && ranges.length > 0 && ranges.every(({ from }) => from.length === 3),
  )
  const empty = gapPolicies(judged, 'no-trusted-location-defined')
  const found = [
    ...faulty('line-trusted-too-wide', 'tooWide'),
    ...faulty('line-trusted-cloud', 'cloud'),
    ...faulty('line-trusted-private', 'isPrivate'),
    ...(empty === null ? [] : [line('line-trusted-empty', { policies: empty.map(policyRef) })]),
    ...(isIpv4Only.length === 0
      ? []
      : [line('line-trusted-ipv4-only', { things: isIpv4Only.map(({ id }) => evidence.location(id)) })]),
  ]
  const unread = TRUSTED_BY.find((what) => stated.has(what))
  if (unread !== undefined) return [...found, line('line-trusted-unknown', { why: whyOf(judged, unread) })]
  // From one address to another, as Graph has it too.
  if (trusted.some(({ ranges, judgedRanges }) => ranges.length > judgedRanges.length))
    return [...found, line('line-trusted-unknown', { why: 'range-without-prefix' })]
  if (found.length > 0) return found
  return trusted.length === 0
    ? [line('line-trusted-none')]
    : [line('line-trusted-ok', { things: trusted.map(({ id }) => evidence.location(id)) })]
}

function riskLine(judged: Judged): StatusLine {
  const missing = gapPolicies(judged, 'no-signin-risk-policy')
  const limited = gapPolicies(judged, 'signin-risk-policy-limited')
  if (missing === null && limited === null) return line('line-risk-ok')
  // One that was not read may be the broad one.
  if (judged.stated.has('policies')) return line('line-risk-unknown', { why: whyOf(judged, 'policies') })
  return missing === null
    ? line('line-risk-limited', { policies: (limited ?? []).map(policyRef) })
    : line('line-risk-missing')
}

function managedLines(judged: Judged): readonly StatusLine[] {
  const { tenant, stated, snapshot } = judged
  const managed = tenant.policies.filter(
    (policy) => isManaged(snapshot.policies[policy.index]) && namesDeviceCodeFlow(policy),
  )
  if (managed.length > 0)
    return managed.map((policy) => {
      const policies = [policyRef(policy)]
      if (policy.state === 'enabled') return line('line-managed-on', { policies })
      if (policy.state === 'disabled') return line('line-managed-off', { policies })
      const created = Date.parse(text(member(snapshot.policies[policy.index], 'createdDateTime')) ?? '')
      const date = isoOf(created + MANAGED_DELAY_MS)
      return line('line-managed-waiting', { policies, date })
    })
  return stated.has('policies')
    ? [line('line-managed-unknown', { why: whyOf(judged, 'policies') })]
    : [line('line-managed-none')]
}
