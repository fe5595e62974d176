/**
 * The part of the directory that Conditional Access policies refer to: users, group members, holders of roles, and where
 * guests come from. What cannot be read becomes an unknown with Graph's reason; the rest is still told.
 */
import { isPosternError } from '../domain/errors.js'
import type { DirectoryGroup, DirectoryUser, Membership, RoleAssignment } from '../domain/policyStatus/tenant.js'
import type { GraphClient, RequestOptions } from './client.js'
import { homeDomain, outsiderType } from './guests.js'
import { literal, segment, withQuery } from './odata.js'
import type { Mentions } from './policyMentions.js'
import {
  directoryGroup,
  type GraphUser,
  groupMember,
  read,
  roleAssignment,
  tenantInformation,
  user,
} from './schemas.js'
import type { Unknowns } from './unknowns.js'

const REQUEST: RequestOptions = { family: 'directory' }
const USER_FIELDS = 'id,displayName,userPrincipalName,userType,accountEnabled,creationType'
const IS_USER = '#microsoft.graph.user'
const IS_GROUP = '#microsoft.graph.group'

export interface PolicyPeople {
  readonly users: readonly DirectoryUser[]
  readonly groups: readonly DirectoryGroup[]
  /** Flattened: a member of a nested group is a member of the mentioned one. */
  readonly memberships: readonly Membership[]
  readonly roles: readonly RoleAssignment[]
}

/** @param accounts ids of users to look up beside those mentioned: the declared emergency accounts. */
export async function readPolicyPeople(
  graph: GraphClient,
  mentions: Mentions,
  accounts: readonly string[],
  unknowns: Unknowns,
): Promise<PolicyPeople> {
  const people = new Map<string, GraphUser>()
  const groups: DirectoryGroup[] = []
  const memberships: Membership[] = []
  const roles: RoleAssignment[] = []
  const keep = (found: GraphUser): string => {
    const id = found.id.toLowerCase()
    people.set(id, found)
    return id
  }

  async function membersOf(groupId: string): Promise<readonly string[]> {
    const members: string[] = []
    const path = `/groups/${segment(groupId)}/transitiveMembers`
    for await (const rows of graph.pages(withQuery(path, { $select: USER_FIELDS, $top: '999' }), REQUEST)) {
      for (const row of rows) {
        const member = read(groupMember, row)
        if (member['@odata.type'] === IS_USER) members.push(keep(member))
      }
    }
    return members
  }

  async function lookUp(id: string): Promise<void> {
    if (people.has(id)) return
    await unknowns.unless('users', async () => {
      keep(read(user, await graph.get(withQuery(`/users/${segment(id)}`, { $select: USER_FIELDS }), REQUEST)))
    })
  }

  for (const id of [...mentions.users, ...accounts]) await lookUp(id.toLowerCase())
  for (const groupId of mentions.groups) {
    await unknowns.unless('group-members', async () => {
      const path = withQuery(`/groups/${segment(groupId)}`, { $select: 'id,displayName' })
      const { displayName = null } = read(directoryGroup, await graph.get(path, REQUEST))
      groups.push({ id: groupId, displayName })
      for (const memberId of await membersOf(groupId)) memberships.push({ groupId, memberId })
    })
  }
  for (const roleTemplateId of mentions.roles) {
    await unknowns.unless('roles', async () => {
      const query = { $filter: `roleDefinitionId eq ${literal(roleTemplateId)}`, $expand: 'principal' }
      for await (const rows of graph.pages(withQuery('/roleManagement/directory/roleAssignments', query), REQUEST)) {
        for (const row of rows) {
          const { principal, principalId, directoryScopeId } = read(roleAssignment, row)
          const scope = directoryScopeId === '/' ? 'tenant' : 'administrativeUnit'
          const type = principal?.['@odata.type']
          // A holder whose kind is hidden from us could be a whole group of people.
          if (principal === null || principal === undefined || typeof type !== 'string') {
            unknowns.add('roles', 'holder-not-readable')
            continue
          }
          if (type !== IS_USER && type !== IS_GROUP) continue
          // The expanded principal lacks userType, so a person is looked up by id.
          if (type === IS_USER) await lookUp(principalId.toLowerCase())
          const holders = type === IS_GROUP ? await membersOf(principalId) : [principalId.toLowerCase()]
          for (const holder of holders) {
            roles.push({ roleTemplateId, principalId: holder, assignmentType: 'active', scope })
          }
        }
      }
    })
  }
  const users = await asDirectoryUsers(graph, [...people.values()], mentions.partnerTenants, unknowns)
  return { users, groups, memberships, roles }
}

async function asDirectoryUsers(
  graph: GraphClient,
  people: readonly GraphUser[],
  partnerTenants: boolean,
  unknowns: Unknowns,
): Promise<readonly DirectoryUser[]> {
  const homes = new Map<string, string | null>()
  const homeOf = async (person: GraphUser): Promise<string | null> => {
    const domain = homeDomain(person.userPrincipalName ?? '')
    if (!partnerTenants) return null
    if (domain === null) unknowns.add('guests', 'home-tenant-not-in-name')
    else if (!homes.has(domain)) homes.set(domain, await tenantOfDomain(graph, domain, unknowns))
    return domain === null ? null : (homes.get(domain) ?? null)
  }
  const users: DirectoryUser[] = []
  for (const person of people) {
    const type = outsiderType(person)
    if (type === undefined) unknowns.add('guests', 'user-fields-missing')
    const isFromElsewhere = type === 'b2bCollaborationGuest' || type === 'b2bCollaborationMember'
    users.push({
      id: person.id.toLowerCase(),
      displayName: person.displayName ?? null,
      userPrincipalName: person.userPrincipalName ?? null,
      userType: person.userType ?? null,
      guestOrExternalUserType: type ?? null,
      homeTenantId: isFromElsewhere ? await homeOf(person) : null,
    })
  }
  return users
}

/** Null where the domain is no Entra tenant's: a guest with a code by mail or a consumer account. */
async function tenantOfDomain(graph: GraphClient, domain: string, unknowns: Unknowns): Promise<string | null> {
  const call = `findTenantInformationByDomainName(domainName=${segment(literal(domain))})`
  try {
    return read(tenantInformation, await graph.get(`/tenantRelationships/${call}`, REQUEST)).tenantId.toLowerCase()
  } catch (error) {
    if (!isPosternError(error)) throw error
    if (error.code !== 'graph-not-found') unknowns.add('guests', error)
    return null
  }
}
