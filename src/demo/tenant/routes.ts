/**
 * The Graph endpoints that Postern uses, each with the permission that opens it and the throttling family it falls in.
 */

import { appRoutes } from './appRoutes.js'
import { auditRoute } from './auditRoute.js'
import { collaborationRoutes } from './collaborationRoutes.js'
import { containmentRoutes } from './containmentRoutes.js'
import { evaluateRoute } from './evaluateRoute.js'
import { badRequest, forbidden, GraphFault, notFound, notPremium } from './graphError.js'
import { groupRoutes } from './groupRoutes.js'
import { huntingRoute } from './hunting.js'
import type { SimulatedUser } from './model.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { policyWriteRoutes } from './policyWriteRoutes.js'
import { postureRoutes } from './postureRoutes.js'
import { picked, principal, roleRoutes } from './roleRoutes.js'
import { type Call, type Route, rows } from './route.js'
import { pageSize, presentSignIn, selectSignIns } from './signInQuery.js'
import type { SimulatedTenant } from './simulatedTenant.js'

const USER_RULES: FilterRules = {
  fields: {
    id: ['in'],
    mail: ['eq', 'in', 'startswith'],
    userPrincipalName: ['eq', 'in', 'startswith'],
    displayName: ['startswith'],
    givenName: ['startswith'],
    surname: ['startswith'],
  },
  collections: ['proxyAddresses', 'otherMails'],
}
const COUNT_RULES: FilterRules = { fields: { accountEnabled: ['eq'], userType: ['eq'] }, collections: [] }
const GROUP_RULES: FilterRules = { fields: { mail: ['eq'], displayName: ['eq'] }, collections: ['proxyAddresses'] }

function matching<T extends object>(all: readonly T[], rules: FilterRules, { query }: Call): readonly T[] {
  const filter = query.get('$filter')
  const matches = filter === null ? () => true : parseFilter(filter, rules)
  return all.filter((one) => matches(Object.fromEntries(Object.entries(one))))
}

export const ROUTES: readonly Route[] = [
  ...collaborationRoutes,
  ...containmentRoutes,
  ...policyWriteRoutes,
  huntingRoute,
  auditRoute,
  evaluateRoute,
  ...appRoutes,
  ...postureRoutes,
  ...roleRoutes,
  ...groupRoutes,
  {
    method: 'GET',
    pattern: /^\/beta\/auditLogs\/signIns$/,
    permission: 'AuditLog.Read.All',
    family: 'reports',
    answer: ({ tenant, query, header }) => {
      if (!tenant.premium) throw notPremium()
      for (const field of tenant.unfilterable) {
        if (query.get('$filter')?.includes(field)) throw badRequest(`Invalid filter clause: ${field}`)
      }
      const selected = selectSignIns(tenant.signIns(), {
        filter: query.get('$filter'),
        top: query.get('$top'),
        now: tenant.now(),
      })
      const caller = {
        mayReadPolicies: !tenant.withheld.has('Policy.Read.All'),
        wantsUnknownEnums: header('prefer').includes('include-unknown-enum-members'),
      }
      return {
        kind: 'rows',
        rows: selected.map((row) => presentSignIn(row, caller)),
        top: pageSize(query.get('$top')),
      }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/identity\/conditionalAccess\/policies$/,
    permission: 'Policy.Read.All',
    family: 'policies',
    answer: (call) => rows(call.tenant.policies, call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/identity\/conditionalAccess\/namedLocations$/,
    permission: 'Policy.Read.All',
    family: 'policies',
    answer: (call) => rows(call.tenant.namedLocations, call),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users$/,
    permission: 'User.Read.All',
    family: 'directory',
    answer: (call) =>
      rows(
        usersMatching(call).map((user) => picked(user, call)),
        call,
      ),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/\$count$/,
    permission: 'User.Read.All',
    family: 'directory',
    answer: (call) => {
      // The segment is an advanced query by itself, whatever it filters by.
      if (call.header('consistencylevel') !== 'eventual')
        throw new GraphFault(400, 'Request_BadRequest', '$count is not currently supported.')
      const found = matching([...call.tenant.users.values()], COUNT_RULES, call)
      const bytes = new TextEncoder().encode(String(found.length))
      return { kind: 'bytes', contentType: 'text/plain', bytes }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)$/,
    permission: 'User.Read.All',
    family: 'directory',
    answer: (call) => {
      const user = userOf(call)
      // The directory keeps whole seconds.
      const validFrom =
        call.tenant
          .sessionsValidFrom(user.id)
          ?.toISOString()
          .replace(/\.\d+Z$/, 'Z') ?? '2026-01-05T08:00:00Z'
      return { kind: 'object', body: picked({ ...user, signInSessionsValidFromDateTime: validFrom }, call) }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/manager$/,
    permission: 'User.Read.All',
    family: 'directory',
    answer: (call) => {
      const manager = call.tenant.users.get(userOf(call).managerId ?? '')
      if (manager === undefined) throw notFound('manager')
      return { kind: 'object', body: picked(manager, call) }
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\.0\/users\/([^/]+)\/revokeSignInSessions$/,
    permission: 'User.RevokeSessions.All',
    family: 'directory',
    answer: (call) => {
      call.tenant.revokeSessions(userOf(call).id)
      return { kind: 'object', body: { value: true } }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/groups$/,
    permission: 'GroupMember.Read.All',
    family: 'directory',
    answer: (call) =>
      rows(
        matching([...call.tenant.groups.values()], GROUP_RULES, call).map(({ members: _, ...group }) => group),
        call,
      ),
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/groups\/([^/]+)$/,
    permission: 'GroupMember.Read.All',
    family: 'directory',
    answer: (call) => {
      const { members: _, ...group } = groupOf(call)
      return { kind: 'object', body: group }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/groups\/([^/]+)\/transitiveMembers$/,
    permission: 'GroupMember.Read.All',
    family: 'directory',
    answer: (call) => {
      const crowd = call.tenant.crowds.get(groupOf(call).id)
      if (crowd !== undefined) return rows(crowd, call)
      const members = call.tenant.transitiveMembers(groupOf(call).id).map((id) => principal(call, id))
      return rows(members, call)
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/tenantRelationships\/findTenantInformationByDomainName\(domainName='([^']{1,253})'\)$/,
    permission: 'CrossTenantInformation.ReadBasic.All',
    family: 'directory',
    answer: ({ tenant, part }) => {
      const domain = part(0).toLowerCase()
      const tenantId = Object.hasOwn(tenant.partnerDomains, domain) ? tenant.partnerDomains[domain] : undefined
      if (tenantId === undefined) throw notFound(domain)
      return { kind: 'object', body: { tenantId, defaultDomainName: domain } }
    },
  },
]

const LICENCE_FILTER = /^assignedLicenses\/any\(x:x\/skuId eq ([0-9a-f-]{36})\)$/

/** Filters on licences are advanced queries: refused without the header and the count. */
function usersMatching(call: Call): readonly SimulatedUser[] {
  const users = [...call.tenant.users.values()]
  const terms = call.query.get('$filter')?.split(' or ') ?? []
  const skus = terms.map((term) => LICENCE_FILTER.exec(term)?.[1])
  if (skus.length === 0 || skus.includes(undefined)) return matching(users, USER_RULES, call)
  if (call.query.get('$count') !== 'true' || call.header('consistencylevel') !== 'eventual')
    throw badRequest('This request needs ConsistencyLevel: eventual and $count=true.')
  return users.filter(({ assignedLicenses }) => assignedLicenses?.some(({ skuId }) => skus.includes(skuId)))
}

/** @throws GraphFault 403 where the app was not given the permission. */
export function authorize(route: Route, tenant: SimulatedTenant): void {
  if (tenant.withheld.has(route.permission)) throw forbidden()
}

export const noSuchRoute = (path: string) =>
  new GraphFault(400, 'BadRequest', `Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`)

function userOf({ tenant, part }: Call): SimulatedUser {
  const user = tenant.users.get(part(0).toLowerCase())
  if (user === undefined) throw notFound(part(0))
  return user
}

function groupOf({ tenant, part }: Call) {
  const group = tenant.groups.get(part(0).toLowerCase())
  if (group === undefined) throw notFound(part(0))
  return group
}
