/**
 * Is the answer certain, or could something that was not read change it?
 *
 * Each unknown is turned into what might be true instead, and the tenant is judged again under it. Only where the
 * answer would differ is it withheld: a page of policies that is missing cannot unblock what the others block, and who
 * holds a role does not matter to a policy that reaches everyone.
 */
import type { UnknownCode } from './codes.js'
import { compileTenant } from './compile.js'
import { MFA_TRUSTED_IPS } from './conditions/network.js'
import { hasUnknownHome } from './guestHomes.js'
import type { Policy } from './policy.js'
import { isJson, member } from './reading.js'
import { analyseStatus, type Blocked } from './status.js'
import type { Memberships, Tenant } from './tenant.js'

type Supposition = (tenant: Tenant) => Tenant

/** The unknowns that could change `blocked`; empty where it is certain. */
export function doubts(tenant: Tenant, unknown: ReadonlySet<UnknownCode>, blocked: Blocked): readonly UnknownCode[] {
  const { policies, locations, people } = compileTenant(tenant)
  const blocks = policies.filter((policy) => policy.controls.blocks && !policy.forWorkloads)
  const found = new Set<UnknownCode>()
  // One more policy can only block more.
  if (unknown.has('policies') && blocked !== 'yes') found.add('policies')
  if (refersToUnread(blocks, locations.all, unknown.has('named-locations'))) found.add('named-locations')

  const suppositions: [UnknownCode, Supposition][] = [
    ...blocks
      .filter(({ unread }) => unread.length > 0)
      .flatMap((policy): [UnknownCode, Supposition][] => [
        ['policy-conditions', without(policy)],
        ['policy-conditions', asIfMet(policy)],
      ]),
    ...(unknown.has('emergency-access')
      ? ([['emergency-access', excludedAreEmergency(blocks, true)]] as [UnknownCode, Supposition][])
      : []),
    ...(unknown.has('group-members')
      ? ([
          ['group-members', excludedAreEmergency(blocks, false)],
          ['group-members', withOrdinaryMembers(blocks)],
        ] as [UnknownCode, Supposition][])
      : []),
    ...(people.partnerTenants.size > 0 && tenant.directory.users?.some(hasUnknownHome) === true
      ? ([['guests', fromEveryPartner(people.partnerTenants)]] as [UnknownCode, Supposition][])
      : []),
    ...(unknown.has('catalog') ? ([['catalog', wholeCatalog(policies)]] as [UnknownCode, Supposition][]) : []),
  ]
  for (const [code, suppose] of suppositions)
    if (!found.has(code) && analyseStatus(suppose(tenant)).blocked !== blocked) found.add(code)

  // Several unknowns may matter only together.
  const together = suppositions.reduce((supposed, [, suppose]) => suppose(supposed), tenant)
  if (found.size === 0 && suppositions.length > 1 && analyseStatus(together).blocked !== blocked)
    for (const [code] of suppositions) found.add(code)
  return [...found]
}

function refersToUnread(
  blocks: readonly Policy[],
  locations: readonly { readonly key: string; readonly unread: boolean }[],
  listIncomplete: boolean,
): boolean {
  const readable = new Set(locations.filter(({ unread }) => !unread).map(({ key }) => key))
  const listed = new Set(locations.map(({ key }) => key))
  return blocks.some(({ network }) =>
    [...(network?.include.ids ?? []), ...(network?.exclude.ids ?? [])].some(
      // What is trusted is outside the required scope, so the MFA trusted IPs change nothing.
      (id) => id !== MFA_TRUSTED_IPS && (listed.has(id) ? !readable.has(id) : listIncomplete),
    ),
  )
}

const without =
  (policy: Policy): Supposition =>
  (tenant) => ({ ...tenant, policies: tenant.policies.map((raw, index) => (index === policy.index ? null : raw)) })

/** The policy with nothing but the conditions this version reads, and enforced if its state is what is unread. */
const asIfMet =
  (policy: Policy): Supposition =>
  (tenant) => ({
    ...tenant,
    policies: tenant.policies.map((raw, index) => {
      if (index !== policy.index || !isJson(raw)) return raw
      const conditions = member(raw, 'conditions')
      const applications = member(conditions, 'applications')
      return {
        ...raw,
        state: policy.unread.includes('state') ? 'enabled' : raw.state,
        conditions: {
          ...(isJson(conditions) ? conditions : {}),
          devices: policy.unread.includes('deviceFilter') ? null : member(conditions, 'devices'),
          applications: policy.unread.includes('applicationFilter')
            ? { ...(isJson(applications) ? applications : {}), includeApplications: ['All'], applicationFilter: null }
            : applications,
        },
      }
    }),
  })

function excludedAreEmergency(blocks: readonly Policy[], usersToo: boolean): Supposition {
  const users = usersToo ? blocks.flatMap((policy) => [...policy.users.exclude.ids]) : []
  const groups = blocks.flatMap((policy) => [...policy.users.exclude.groups])
  return (tenant) => {
    const declared = tenant.directory.emergencyAccess
    const emergencyAccess = {
      users: [...(declared?.users ?? []), ...users],
      groups: [...(declared?.groups ?? []), ...groups],
    }
    return { ...tenant, directory: { ...tenant.directory, emergencyAccess } }
  }
}

/** Somebody else in every excluded group that is not declared. */
const withOrdinaryMembers =
  (blocks: readonly Policy[]): Supposition =>
  (tenant) => {
    const declared = new Set(tenant.directory.emergencyAccess?.groups?.map((id) => id.toLowerCase()))
    const groups = blocks.flatMap(({ users }) => [...users.exclude.groups]).filter((id) => !declared.has(id))
    const added = groups.map((groupId) => ({ groupId, memberId: 'a-member-nobody-read' }))
    const memberships = bothOf(tenant.directory.memberships ?? [], added)
    return { ...tenant, directory: { ...tenant.directory, memberships } }
  }

/** Each guest of unknown home comes from every tenant that policies name, too. */
const fromEveryPartner =
  (tenants: ReadonlySet<string>): Supposition =>
  (tenant) => {
    const users = (tenant.directory.users ?? []).flatMap((user) =>
      hasUnknownHome(user) ? [user, ...[...tenants].map((homeTenantId) => ({ ...user, homeTenantId }))] : [user],
    )
    return { ...tenant, directory: { ...tenant.directory, users } }
  }

/** Without a copy of what may be millions. */
const bothOf = (some: Memberships, others: Memberships): Memberships => ({
  length: some.length + others.length,
  *[Symbol.iterator]() {
    yield* some
    yield* others
  },
})

/** Every app that a policy mentions belongs to the suites. */
const wholeCatalog =
  (policies: readonly Policy[]): Supposition =>
  (tenant) => {
    const apps = policies.flatMap(({ resources }) => [...resources.include.ids, ...resources.exclude.ids])
    const { catalog } = tenant
    return {
      ...tenant,
      catalog: {
        ...catalog,
        office365: [...(catalog.office365 ?? []), ...apps],
        adminPortals: [...(catalog.adminPortals ?? []), ...apps],
      },
    }
  }
