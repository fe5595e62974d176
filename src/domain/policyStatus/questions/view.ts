/** A snapshot looked at for one person: what stops them, and what leaves them open. */
import { answerPolicyQuestion } from '../answer.js'
import type { Answered } from '../answerShape.js'
import type { GapCode, UnknownCode } from '../codes.js'
import { type CompiledTenant, compileTenant } from '../compile.js'
import { type Person, userMisses } from '../conditions/users.js'
import { Evidence, type PolicyRef, policyRef } from '../evidence.js'
import { GapFinder } from '../gaps.js'
import { hasUnknownHome, hasUnknownKind } from '../guestHomes.js'
import type { Policy } from '../policy.js'
import { classOf, inState, requiredScope, type Scope } from '../scope.js'
import type { PolicySnapshot, Unknown } from '../snapshot.js'
import { analyseStatus } from '../status.js'
import type { DirectoryUser } from '../tenant.js'
import type { Openness, PersonFinding, PersonLine } from './answers.js'

/** What could change whether somebody is reached, whoever it is. */
const PERSONAL: readonly UnknownCode[] = ['policy-conditions', 'named-locations', 'users', 'group-members', 'roles']

/** How old the data is and what is not known; null: too old to answer from. */
export function datedAs(snapshot: PolicySnapshot, now: Date): { readonly dated: Answered; readonly isTooOld: boolean } {
  const base = answerPolicyQuestion({ kind: 'report-only' }, snapshot, now)
  const { takenAt, ageMs, stale, unknowns } = base
  return { dated: { takenAt, ageMs, stale, unknowns }, isTooOld: base.kind === 'expired' }
}

/**
 * The snapshot with somebody whom no policy mentions, so that guests are judged as guests. A member whom it does not
 * list is judged by the memberships alone, and needs no copy of it.
 */
export function withPerson(snapshot: PolicySnapshot, user: DirectoryUser | null): PolicySnapshot {
  const isMember = user === null || (user.userType !== 'Guest' && (user.guestOrExternalUserType ?? null) === null)
  if (isMember) return snapshot
  const users = snapshot.directory.users ?? []
  if (users.some(({ id }) => id.toLowerCase() === user.id.toLowerCase())) return snapshot
  return { ...snapshot, directory: { ...snapshot.directory, users: [...users, user] } }
}

const views = new WeakMap<PolicySnapshot, PersonView>()

/** Made once for each snapshot object, and kept as long as that. `unknowns`: those of every answer from it. */
export function personViewOf(snapshot: PolicySnapshot, unknowns: readonly Unknown[]): PersonView {
  const view = views.get(snapshot) ?? new PersonView(snapshot, unknowns)
  views.set(snapshot, view)
  return view
}

export class PersonView {
  readonly tenant: CompiledTenant
  readonly evidence: Evidence
  private readonly scope: Scope
  private readonly enforced: bigint
  private readonly finder: GapFinder
  private readonly stated: ReadonlySet<UnknownCode>
  private readonly lines: ReadonlyMap<string, DirectoryUser>

  constructor(snapshot: PolicySnapshot, unknowns: readonly Unknown[]) {
    this.tenant = compileTenant(snapshot)
    this.stated = new Set(unknowns.map(({ what }) => what))
    this.evidence = new Evidence(this.tenant, !this.stated.has('group-members'))
    this.scope = requiredScope(this.tenant)
    this.enforced = inState(this.scope.relevant, 'enabled', false)
    const decisive = new Set(analyseStatus(this.tenant).decisive)
    const candidates = this.scope.relevant.flatMap((policy, index) => (decisive.has(policy) ? [index] : []))
    this.finder = new GapFinder([this.scope.networks, ...this.scope.others], this.enforced, candidates)
    this.lines = new Map(snapshot.directory.users?.map((user) => [user.id.toLowerCase(), user]))
  }

  line(id: string): PersonLine {
    const { displayName = null, userPrincipalName = null } = this.lines.get(id.toLowerCase()) ?? {}
    return { id, displayName, userPrincipalName }
  }

  isGuest(id: string): boolean {
    return this.tenant.people.of(id).guestType !== null
  }

  /** Under the policies that were read; see `because` for what the others could change. */
  opennessOf(id: string): { readonly openness: Exclude<Openness, 'unknown'>; readonly why: readonly PersonFinding[] } {
    const person = this.tenant.people.of(id)
    const gaps = this.finder.of(this.classOf(person))
    if (gaps === null) return { openness: 'blocked', why: [] }
    const why = [...gaps].map(([code, indexes]) => this.finding(code, [...indexes], person))
    return { openness: this.tenant.people.emergencyUsers.has(id.toLowerCase()) ? 'emergency' : 'open', why }
  }

  /** @param id null: nobody in particular. */
  because(isOpen: boolean, id: string | null): readonly UnknownCode[] {
    // One more policy can only block more.
    const codes: readonly UnknownCode[] = isOpen ? ['policies', ...PERSONAL] : PERSONAL
    const stated = codes.filter((code) => this.stated.has(code))
    return id !== null && this.isGuestUnsure(id) ? [...stated, 'guests'] : stated
  }

  private isGuestUnsure(id: string): boolean {
    const user = this.lines.get(id.toLowerCase())
    if (user === undefined) return false
    if (hasUnknownKind(user)) return this.stated.has('guests')
    return this.tenant.people.partnerTenants.size > 0 && hasUnknownHome(user)
  }

  /** Enabled policies that reach the person and stop some sign-in with a device code, somewhere at least. */
  blocking(id: string): readonly PolicyRef[] {
    const person = this.tenant.people.of(id)
    const { relevant, networks, trustedNetworks, others } = this.scope
    const dimensions = [[...networks, ...trustedNetworks], ...others]
    // One for legacy clients only blocks, and never a device code: no such client can ask for one.
    const stopsSome = (index: number) =>
      dimensions.every((classes) => classes.some(({ bits }) => ((bits >> BigInt(index)) & 1n) === 1n))
    return relevant
      .filter(
        (policy, index) =>
          policy.state === 'enabled' && userMisses(policy.users, person).length === 0 && stopsSome(index),
      )
      .map(policyRef)
  }

  private classOf = (person: Person) =>
    classOf(this.scope.relevant, person, (policy, one) => userMisses(policy.users, one))

  private finding(code: GapCode, indexes: readonly number[], person: Person): PersonFinding {
    const policies = indexes.flatMap((index): Policy | readonly Policy[] => this.scope.relevant[index] ?? [])
    const things = policies.flatMap((policy) => this.evidence.of(code, policy))
    // Of the groups and roles that are left out only those the person is in.
    const theirs = things.filter(({ kind, id }) => {
      if (kind === 'group') return person.groups.has(id)
      if (kind === 'role') return person.roles.has(id)
      return kind !== 'user' || id === person.id
    })
    const distinct = new Map(theirs.map((thing) => [`${thing.kind} ${thing.id}`, thing]))
    return { code, policies: policies.map(policyRef), things: [...distinct.values()] }
  }
}
