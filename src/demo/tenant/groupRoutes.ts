/** Groups that are in a group, and the change tracking of groups. */
import { badRequest, GraphFault, notFound } from './graphError.js'
import { principal } from './roleRoutes.js'
import { type Call, type Reply, type Route, rows } from './route.js'

/** Rows a page: few, so that callers meet more than one. */
const DELTA_PAGE = 2
const FILTERED_MAX = 50
const ID = /^ *id eq '([^']{1,64})' *$/

export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/v1\.0\/groups\/delta$/,
    permission: 'GroupMember.Read.All',
    family: 'directory',
    answer: deltaPage,
  },
  {
    method: 'GET',
    pattern: /^\/v1\.0\/groups\/([^/]+)\/transitiveMembers\/microsoft\.graph\.group$/,
    permission: 'GroupMember.Read.All',
    family: 'directory',
    answer: (call) => {
      if (call.query.get('$count') !== 'true' || call.header('consistencylevel') !== 'eventual')
        throw new GraphFault(
          400,
          'Request_UnsupportedQuery',
          'A cast needs ConsistencyLevel: eventual and $count=true.',
        )
      const id = call.part(0).toLowerCase()
      const { groups } = call.tenant
      if (!groups.has(id)) throw notFound(id)
      const nested = call.tenant.transitiveMembers(id).filter((member) => groups.has(member))
      return rows(
        nested.map((member) => principal(call, member)),
        call,
      )
    },
  },
]

function deltaPage({ tenant, query }: Call): Reply {
  for (const name of ['$top', '$expand', '$orderby'])
    if (query.has(name)) throw badRequest(`${name} is not supported by change tracking.`)
  const given = query.get('$deltatoken')
  if (given !== null && given !== 'latest') {
    const { rows: found, token } = tenant.groups.since(given)
    return { kind: 'rows', rows: found, top: DELTA_PAGE, deltaToken: token }
  }
  const withMembers = query.get('$select')?.split(',').includes('members') ?? true
  if (given === 'latest' && query.has('$filter') && tenant.groups.refusesFilteredLatest)
    throw new GraphFault(400, 'Request_UnsupportedQuery', 'The query is not supported with a filter.')
  const began = tenant.groups.begin(filteredIds(query.get('$filter')), withMembers, given === 'latest')
  if (given === 'latest') return { kind: 'rows', rows: [], top: DELTA_PAGE, deltaToken: began }
  const { rows: found, token } = tenant.groups.since(began)
  return { kind: 'rows', rows: found, top: DELTA_PAGE, deltaToken: token }
}

function filteredIds(filter: string | null): ReadonlySet<string> | undefined {
  if (filter === null) return undefined
  const ids = filter.split(' or ').map((term) => ID.exec(term)?.[1])
  if (ids.includes(undefined)) throw badRequest('Only ids can be filtered by in change tracking.')
  if (ids.length > FILTERED_MAX) throw badRequest('Too many objects in the filter.')
  return new Set(ids.map((id) => String(id).toLowerCase()))
}
