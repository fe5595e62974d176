/** The catalogue of Teams apps, and which of them people have. */
import { badRequest, forbidden, GraphFault, notFound } from './graphError.js'
import { type FilterRules, parseFilter } from './odataFilter.js'
import { type Call, type Route, rows } from './route.js'

const PERMISSION = 'TeamsAppInstallation.ReadWriteSelfForUser.All'
const CATALOGUE_RULES: FilterRules = { fields: { externalId: ['eq'], id: ['eq'] }, collections: [] }
const INSTALLED_RULES: FilterRules = {
  fields: { 'teamsApp/id': ['eq'], 'teamsApp/externalId': ['eq'] },
  collections: [],
}

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/v1\.0\/appCatalogs\/teamsApps$/,
    permission: 'AppCatalog.Read.All',
    family: 'teams',
    answer: (call) => {
      const matches = parseFilter(call.query.get('$filter') ?? "id eq ''", CATALOGUE_RULES)
      return rows(
        call.tenant.catalogue.filter((app) => matches({ ...app })),
        call,
      )
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/users\/([^/]+)\/teamwork\/installedApps$/,
    permission: PERMISSION,
    family: 'teams',
    answer: (call) => {
      const matches = parseFilter(call.query.get('$filter') ?? "teamsApp/id eq ''", INSTALLED_RULES)
      const has = call.tenant.installedApps.get(userIdOf(call)) ?? new Set()
      const found = call.tenant.catalogue
        .filter(({ id }) => has.has(id))
        .map((teamsApp) => ({ id: `i-${teamsApp.id}`, teamsApp }))
      return rows(
        found.filter((one) => matches(one)),
        call,
      )
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\.0\/users\/([^/]+)\/teamwork\/installedApps$/,
    permission: PERMISSION,
    family: 'teams',
    answer: (call) => {
      const appId = /"teamsApp@odata\.bind":"https:\/\/[^"/]+\/v1\.0\/appCatalogs\/teamsApps\/([^"]+)"/.exec(
        call.body,
      )?.[1]
      if (appId === undefined || !call.tenant.catalogue.some(({ id }) => id === appId)) throw badRequest('No such app.')
      const userId = userIdOf(call)
      if (call.tenant.appBlockedFor.has(userId)) throw forbidden()
      const has = call.tenant.installedApps.get(userId) ?? new Set()
      if (has.has(appId)) throw new GraphFault(409, 'Conflict', 'The app is already installed.')
      call.tenant.installedApps.set(userId, new Set([...has, appId]))
      return { kind: 'object', body: {} }
    },
  },
]

function userIdOf({ tenant, part }: Call): string {
  const id = part(0).toLowerCase()
  if (!tenant.users.has(id) || tenant.withoutTeams.has(id)) throw notFound(id)
  return id
}
