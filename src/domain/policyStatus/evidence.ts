/**
 * The evidence behind a finding: which policies, and which users, groups, apps or places they name.
 *
 * Names come from the tenant and are untrusted text; whoever shows them escapes and bounds them.
 */
import { roleName } from './access.js'
import type { GapCode } from './codes.js'
import type { CompiledTenant } from './compile.js'
import { MFA_TRUSTED_IPS } from './conditions/network.js'
import type { UserSelection } from './conditions/users.js'
import { namesDeviceCodeFlow, type Policy, type PolicyState } from './policy.js'
import { lower } from './reading.js'

export interface PolicyRef {
  readonly id: string
  readonly displayName: string
  readonly state: PolicyState
  readonly namesDeviceCodeFlow: boolean
}

export type ThingKind =
  | 'user'
  | 'group'
  | 'role'
  | 'guest-type'
  | 'tenant'
  | 'app'
  | 'location'
  | 'client'
  | 'platform'
  | 'risk-level'

export interface NamedThing {
  readonly kind: ThingKind
  /** An id, or a word of Graph such as `All`, `Office365` or `b2bcollaborationguest`. */
  readonly id: string
  readonly displayName: string | null
  /** Groups only: users known to be in it, nested groups included; null where the members were not read. */
  readonly memberCount: number | null
  readonly emergency: boolean
}

export const policyRef = (policy: Policy): PolicyRef => ({
  id: policy.id,
  displayName: policy.displayName,
  state: policy.state,
  namesDeviceCodeFlow: namesDeviceCodeFlow(policy),
})

/** Looks names up in what the snapshot holds. */
export class Evidence {
  /** Made when the first name is asked for: most answers name nobody, and there may be very many. */
  private names: Map<string, string | null> | null = null
  private readonly groups: ReadonlyMap<string, string | null>
  private readonly apps: ReadonlyMap<string, string | null>
  private readonly locations: ReadonlyMap<string, string>

  constructor(
    private readonly tenant: CompiledTenant,
    private readonly membersKnown: boolean,
  ) {
    const { directory, catalog } = tenant.tenant
    this.groups = new Map(directory.groups?.map((group) => [group.id.toLowerCase(), group.displayName ?? null]))
    this.apps = new Map(catalog.apps?.map((app) => [app.appId.toLowerCase(), app.displayName ?? null]))
    this.locations = new Map(tenant.locations.all.map(({ key, displayName }) => [key, displayName]))
  }

  private nameOfUser(id: string): string | null {
    if (this.names === null) {
      this.names = new Map()
      for (const user of this.tenant.tenant.directory.users ?? [])
        this.names.set(lower(user.id), user.displayName ?? user.userPrincipalName ?? null)
    }
    return this.names.get(id.toLowerCase()) ?? null
  }

  user = (id: string): NamedThing => ({
    ...thing('user', id, this.nameOfUser(id)),
    emergency: this.tenant.people.emergencyUsers.has(id.toLowerCase()),
  })

  group = (id: string): NamedThing => ({
    ...thing('group', id, this.groups.get(id.toLowerCase()) ?? null),
    memberCount: this.membersKnown ? this.tenant.people.memberCount(id) : null,
    emergency: this.tenant.people.emergencyGroups.has(id.toLowerCase()),
  })

  role = (id: string): NamedThing => thing('role', id, roleName(id))
  app = (id: string): NamedThing => thing('app', id, this.apps.get(id.toLowerCase()) ?? null)

  location = (id: string): NamedThing =>
    thing('location', id, this.locations.get(id.toLowerCase()) ?? (id === MFA_TRUSTED_IPS ? 'MFA trusted IPs' : null))

  /** Everyone a selection names, by kind. */
  selected(selection: UserSelection): readonly NamedThing[] {
    const types = [...(selection.external?.types ?? []), ...(selection.everyGuest ? ['all'] : [])]
    return [
      ...(selection.all ? [thing('user', 'All', null)] : []),
      ...[...selection.ids].map(this.user),
      ...[...selection.groups].map(this.group),
      ...[...selection.roles].map(this.role),
      ...types.map((type) => thing('guest-type', type, null)),
      ...[...(selection.external?.tenants ?? [])].map((tenant) => thing('tenant', tenant, null)),
    ]
  }

  /** What in a policy leaves a gap. Emergency access is not what leaves one, so it is not named. */
  of(code: GapCode, policy: Policy): readonly NamedThing[] {
    const { include, exclude } = policy.users
    switch (code) {
      case 'not-all-users':
        return this.selected(include)
      case 'excluded-users':
        return [...exclude.ids].map(this.user).filter(({ emergency }) => !emergency)
      case 'excluded-groups':
        return [...exclude.groups].map(this.group).filter(({ emergency }) => !emergency)
      case 'excluded-roles':
        return [...exclude.roles].map(this.role)
      case 'guests-not-covered':
        return this.selected(exclude.everyGuest || exclude.external !== null ? exclude : include).filter(
          ({ kind }) => kind === 'guest-type' || kind === 'tenant',
        )
      case 'not-all-resources':
        return this.appsOf(policy.resources.include)
      case 'excluded-apps':
        return this.appsOf(policy.resources.exclude)
      case 'not-any-location':
        return [...(policy.network?.include.ids ?? [])].map(this.location)
      case 'excluded-untrusted-location':
        return this.untrusted(policy)
      case 'client-app-limited':
        return [...(policy.clientApps ?? [])].map((client) => thing('client', client, null))
      case 'platform-limited':
        return [...(policy.platforms?.include ?? [])].map((platform) => thing('platform', platform, null))
      case 'risk-limited':
        return [...(policy.risks.signIn ?? policy.risks.user ?? policy.risks.insider ?? [])].map((level) =>
          thing('risk-level', level, null),
        )
      default:
        return []
    }
  }

  private appsOf({ ids, office365, adminPortals }: Policy['resources']['include']): readonly NamedThing[] {
    return [
      ...(office365 ? [thing('app', 'Office365', 'Office 365')] : []),
      ...(adminPortals ? [thing('app', 'MicrosoftAdminPortals', 'Microsoft Admin Portals')] : []),
      ...[...ids].map(this.app),
    ]
  }

  private untrusted(policy: Policy): readonly NamedThing[] {
    const trusted = new Set(this.tenant.locations.all.filter((location) => location.trusted).map(({ key }) => key))
    return [...(policy.network?.exclude.ids ?? [])].filter((id) => !trusted.has(id)).map(this.location)
  }
}

function thing(kind: ThingKind, id: string, displayName: string | null): NamedThing {
  return { kind, id, displayName, memberCount: null, emergency: false }
}
