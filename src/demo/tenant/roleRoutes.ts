/** Who holds a directory role, and who may activate one. */
import { badRequest, notGoverned } from './graphError.js'
import type { SimulatedRoleAssignment } from './model.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { type Call, type Route, rows } from './route.js'

const ASSIGNMENT_RULES: FilterRules = {
  fields: { principalId: ['eq'], roleDefinitionId: ['eq'], directoryScopeId: ['eq'] },
  collections: [],
}

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/v1\.0\/roleManagement\/directory\/roleAssignments$/,
    permission: 'RoleManagement.Read.Directory',
    family: 'directory',
    answer: (call) => assignments(call.tenant.roleAssignments, call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/roleManagement\/directory\/roleEligibilityScheduleInstances$/,
    permission: 'RoleManagement.Read.Directory',
    family: 'directory',
    answer: (call) => {
      if (!call.tenant.hasPrivilegedIdentityManagement) throw notGoverned()
      return assignments(call.tenant.eligibilities, call)
    },
  },
  {
    method: 'GET',
    pattern: /^\/beta\/roleManagement\/directory\/transitiveRoleAssignments$/,
    permission: 'RoleManagement.Read.Directory',
    family: 'directory',
    answer: (call) => {
      const principalId = /^principalId eq '([^']*)'$/.exec(call.query.get('$filter') ?? '')?.[1]
      if (
        principalId === undefined ||
        call.query.get('$count') !== 'true' ||
        call.header('consistencylevel') !== 'eventual'
      ) {
        throw badRequest('This request needs ConsistencyLevel: eventual, $count=true and a $filter on principalId.')
      }
      const holds = (holderId: string) =>
        holderId === principalId || call.tenant.transitiveMembers(holderId).includes(principalId)
      return rows(
        call.tenant.roleAssignments.filter((assignment) => holds(assignment.principalId)),
        call,
      )
    },
  },
]

function assignments(all: readonly SimulatedRoleAssignment[], call: Call) {
  const matches = parseFilter(call.query.get('$filter') ?? "principalId eq ''", ASSIGNMENT_RULES)
  const expand = call.query.get('$expand') === 'principal'
  const found = all.filter((assignment) => matches({ ...assignment }))
  return rows(
    found.map((assignment) =>
      expand ? { ...assignment, principal: principal(call, assignment.principalId) } : assignment,
    ),
    call,
  )
}

export function principal(call: Call, id: string): Readonly<Record<string, unknown>> {
  const user = call.tenant.users.get(id)
  if (user !== undefined) return { '@odata.type': '#microsoft.graph.user', ...picked(user, call) }
  const displayName = call.tenant.groups.get(id)?.displayName
  return { '@odata.type': '#microsoft.graph.group', id, displayName }
}

/** Only what `$select` names, as Graph does; without it, Graph's default properties. */
export function picked(user: object, { query }: Call): Readonly<Record<string, unknown>> {
  const byDefault = ['id', 'displayName', 'givenName', 'surname', 'userPrincipalName', 'mail']
  const wanted = new Set(query.get('$select')?.split(',') ?? byDefault)
  return Object.fromEntries(Object.entries(user).filter(([name]) => wanted.has(name)))
}
