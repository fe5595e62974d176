/**
 * Answers to an admin's questions about policy: data and codes, no words.
 *
 * Unknown is never green. Data older than a day answers nothing, data older than an hour says so, and where something
 * that could not be read might change the answer, the answer is `unknown` with the reasons.
 */
import type {
  Answered,
  EmergencyAccountsAnswer,
  ExcludedAnswer,
  Finding,
  LeftOpenAnswer,
  PolicyAnswer,
  StatusAnswer,
  TrustedLocation,
} from './answerShape.js'
import { doubts } from './certainty.js'
import type { UnknownCode } from './codes.js'
import { type CompiledTenant, compileTenant, keepCompiled } from './compile.js'
import type { Person } from './conditions/users.js'
import { coverageOf } from './coverage.js'
import { Evidence, type NamedThing, type PolicyRef, policyRef } from './evidence.js'
import { datedWrong, freshnessOf } from './freshness.js'
import { statusLines } from './lines/lines.js'
import { openSignIns } from './openSignIns.js'
import type { PolicyQuestion } from './question.js'
import { pageFor, remedyFor } from './remedies.js'
import { cidrsOf, type PolicySnapshot, type Unknown } from './snapshot.js'
import { analyseStatus, type Blocked, type StatusAnalysis } from './status.js'

/** Answers one question from a snapshot, as of `now`. Never throws. */
export function answerPolicyQuestion(question: PolicyQuestion, snapshot: PolicySnapshot, now: Date): PolicyAnswer {
  const base = freshnessOf(snapshot, now)
  const dated = datedWrong(base.ageMs)
  if (dated !== null) {
    const unknowns = [...snapshot.unknowns, dated]
    if (question.kind === 'help') return { ...base, unknowns, kind: 'help' }
    if (question.kind !== 'status') return { ...base, unknowns, kind: 'expired', question }
    return { ...base, unknowns, kind: 'status', blocked: 'unknown', because: [dated.what], ...NOTHING }
  }
  const view = viewOf(snapshot)
  const answered = { ...base, unknowns: view.unknowns }
  switch (question.kind) {
    case 'status':
      return { ...answered, kind: 'status', ...view.status(snapshot) }
    case 'excluded':
      return { ...answered, kind: 'excluded', policies: view.excluded() }
    case 'left-open':
      return { ...answered, kind: 'left-open', ...view.leftOpen() }
    case 'trusted-locations':
      return { ...answered, kind: 'trusted-locations', locations: view.trustedLocations() }
    case 'emergency-accounts':
      return { ...answered, kind: 'emergency-accounts', ...view.emergencyAccounts() }
    case 'report-only':
      return { ...answered, kind: 'report-only', policies: view.reportOnly() }
    case 'help':
      return { ...answered, kind: 'help' }
  }
}

const NOTHING = { gaps: [], residual: [], open: [], coverage: null, lines: [] } as const

const views = new WeakMap<PolicySnapshot, View>()

/** Judged once for each snapshot object, and kept as long as that. */
function viewOf(snapshot: PolicySnapshot): View {
  const view = views.get(snapshot) ?? new View(snapshot)
  views.set(snapshot, view)
  return view
}

/**
 * The same things, seen to be so at another time, with the accounts that were counted then: what was worked out for the
 * things is kept. Whoever copies a snapshot otherwise has it judged anew.
 */
export function dateAgain(
  snapshot: PolicySnapshot,
  seen: Pick<PolicySnapshot, 'takenAt' | 'accounts'>,
): PolicySnapshot {
  const { accounts: _, ...same } = snapshot
  const again: PolicySnapshot = { ...same, ...seen }
  const view = views.get(snapshot)
  if (view !== undefined) {
    keepCompiled(snapshot, again)
    views.set(again, view)
  }
  return again
}

/** A snapshot, judged once, and the parts of an answer drawn from it. */
class View {
  readonly unknowns: readonly Unknown[]
  private readonly tenant: CompiledTenant
  private readonly analysis: StatusAnalysis
  private readonly evidence: Evidence
  private readonly stated: ReadonlySet<UnknownCode>
  private readonly because: readonly UnknownCode[]
  private seen: (Pick<StatusAnswer, 'coverage' | 'lines'> & { readonly takenAt: string }) | undefined
  private kept: Omit<StatusAnswer, keyof Answered | 'kind' | 'coverage' | 'lines'> | undefined

  constructor(private readonly snapshot: PolicySnapshot) {
    this.tenant = compileTenant(snapshot)
    this.analysis = analyseStatus(this.tenant)
    this.unknowns = [...snapshot.unknowns, ...unreadParts(this.tenant)]
    this.stated = new Set(this.unknowns.map(({ what }) => what))
    this.evidence = new Evidence(this.tenant, !this.stated.has('group-members'))
    this.because = doubts(snapshot, this.stated, this.analysis.blocked)
  }

  private get blocked(): Blocked | 'unknown' {
    return this.because.length === 0 ? this.analysis.blocked : 'unknown'
  }

  /** @param snapshot this one, or the same seen again: some lines look at the time, and accounts were counted anew. */
  status(snapshot: PolicySnapshot): Omit<StatusAnswer, keyof Answered | 'kind'> {
    this.kept ??= this.judgeStatus()
    const { tenant, analysis, evidence, stated } = this
    if (this.seen?.takenAt !== snapshot.takenAt) {
      const lines = statusLines({ snapshot, tenant, analysis, evidence, stated })
      const coverage = coverageOf(snapshot, tenant, analysis, { isKnown: this.because.length === 0, stated })
      this.seen = { takenAt: snapshot.takenAt, coverage, lines }
    }
    return { ...this.kept, coverage: this.seen.coverage, lines: this.seen.lines }
  }

  private judgeStatus(): Omit<StatusAnswer, keyof Answered | 'kind' | 'coverage' | 'lines'> {
    const gaps = this.analysis.gaps.map(
      ({ code, policies }): Finding => ({
        code,
        policies: policies.map(policyRef),
        things: once(policies.flatMap((policy) => this.evidence.of(code, policy))),
        peopleCount: code === 'excludes-non-emergency-users' ? this.analysis.openUsers.length : null,
        remedy: remedyFor(code),
        page: pageFor(code),
      }),
    )
    const residual = this.analysis.residual.map(
      (code): Finding => ({
        code,
        policies: this.analysis.decisive.map(policyRef),
        things:
          code === 'trusted-networks-open'
            ? this.trusted().map(({ id }) => this.evidence.location(id))
            : this.emergencyUsers(),
        peopleCount: null,
        remedy: null,
        page: pageFor(code),
      }),
    )
    const { tenant, evidence, stated } = this
    return {
      blocked: this.blocked,
      because: this.because,
      gaps,
      residual,
      open: openSignIns(tenant, evidence, !stated.has('group-members')),
    }
  }

  excluded(): ExcludedAnswer['policies'] {
    return this.analysis.decisive.map((policy) => ({
      policy: policyRef(policy),
      excluded: this.evidence.selected(policy.users.exclude),
    }))
  }

  leftOpen(): Omit<LeftOpenAnswer, keyof Answered | 'kind'> {
    const { openPeople, openUsers, openFrom } = this.analysis
    const ids = (of: (person: Person) => Iterable<string>): readonly string[] => [
      ...new Set(openPeople.flatMap((person) => [...of(person)])),
    ]
    return {
      blocked: this.blocked,
      everyMember: openPeople.includes(this.tenant.people.plain),
      groups: ids(({ groups }) => groups).map(this.evidence.group),
      roles: ids(({ roles }) => roles).map(this.evidence.role),
      guestTypes: ids(({ guestType }) => (guestType === null ? [] : [guestType])),
      users: openUsers.map(this.evidence.user),
      from: openFrom.map(this.evidence.location),
    }
  }

  trustedLocations(): readonly TrustedLocation[] {
    const decisive = this.analysis.decisive
    return this.trusted().map(({ id, key, cidrs }) => ({
      location: this.evidence.location(id),
      cidrs,
      ipv4Only: cidrs.length > 0 && !cidrs.some((cidr) => cidr.includes(':')),
      policies: decisive
        .filter(({ network }) => network?.exclude.allTrusted || network?.exclude.ids.has(key))
        .map(policyRef),
    }))
  }

  emergencyAccounts(): Omit<EmergencyAccountsAnswer, keyof Answered | 'kind'> {
    const hit = this.analysis.gaps.find(({ code }) => code === 'no-emergency-exclusion')
    return {
      declared: this.tenant.people.anyEmergencyDeclared,
      users: this.emergencyUsers(),
      groups: (this.snapshot.directory.emergencyAccess?.groups ?? []).map(this.evidence.group),
      hitBy: (hit?.policies ?? []).map(policyRef),
    }
  }

  reportOnly(): readonly PolicyRef[] {
    return this.tenant.policies.filter(({ state }) => state === 'report-only').map(policyRef)
  }

  private emergencyUsers(): readonly NamedThing[] {
    return [...this.tenant.people.emergencyUsers].map(this.evidence.user)
  }

  private trusted(): readonly { id: string; key: string; cidrs: readonly string[] }[] {
    const { namedLocations, mfaTrustedIps } = this.snapshot
    return this.tenant.locations.all.flatMap(({ id, key, trusted }, index) =>
      trusted
        ? [{ id, key, cidrs: index < namedLocations.length ? cidrsOf(namedLocations[index]) : mfaTrustedIps }]
        : [],
    )
  }
}

/** What the snapshot holds but this version cannot read. */
function unreadParts(tenant: CompiledTenant): readonly Unknown[] {
  const unread = tenant.policies.filter((policy) => policy.unread.length > 0 && policy.controls.blocks)
  const names = [...new Set(unread.flatMap((policy) => policy.unread))]
  const locations = tenant.locations.all.filter((location) => location.unread)
  return [
    ...(names.length > 0 ? [{ what: 'policy-conditions' as const, why: names.join(', ') }] : []),
    ...(locations.length > 0 ? [{ what: 'named-locations' as const, why: 'ranges-or-kind-not-understood' }] : []),
  ]
}

function once(things: readonly NamedThing[]): readonly NamedThing[] {
  return [...new Map(things.map((thing) => [`${thing.kind} ${thing.id}`, thing])).values()]
}
