/**
 * Who is called so, for a question about somebody. `startswith` is served without a search index and takes its text as a
 * literal, so that quotes and signs in a name mean themselves.
 * Source: Microsoft Graph docs, "Advanced query capabilities on Microsoft Entra ID objects" (users: startswith on
 * displayName, givenName, surname, userPrincipalName and mail), "List users".
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid } from '../domain/ids.js'
import type { DirectoryUser } from '../domain/policyStatus/index.js'
import type { PeopleFinder } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { isFromElsewhere, outsiderType } from './guests.js'
import { literal, segment, withQuery } from './odata.js'
import { type GraphUser, read, user } from './schemas.js'

const REQUEST: RequestOptions = { family: 'directory' }
const FIELDS = 'id,displayName,userPrincipalName,mail,userType,creationType'
const CALLED_MAX = 100
const STARTS = ['displayName', 'givenName', 'surname', 'userPrincipalName', 'mail'] as const

export function createPeopleFinder(graph: GraphClient): PeopleFinder {
  async function where(filter: string, limit: number): Promise<readonly GraphUser[]> {
    const path = withQuery('/users', { $filter: filter, $select: FIELDS, $top: String(limit) })
    for await (const rows of graph.pages(path, REQUEST)) return rows.slice(0, limit).map((row) => read(user, row))
    return []
  }

  async function withId(id: string): Promise<readonly GraphUser[]> {
    try {
      return [read(user, await graph.get(withQuery(`/users/${segment(id)}`, { $select: FIELDS }), REQUEST))]
    } catch (error) {
      if (isPosternError(error, 'graph-not-found')) return []
      throw error
    }
  }

  return {
    async called(text, limit) {
      const name = text.trim().slice(0, CALLED_MAX)
      if (name === '') return []
      const isId: boolean = isGuid(name)
      if (isId) return (await withId(name)).map(directoryUser)
      if (name.includes('@')) {
        const exact = await where(`userPrincipalName eq ${literal(name)} or mail eq ${literal(name)}`, limit)
        return exact.map(directoryUser)
      }
      const found = await where(STARTS.map((field) => `startswith(${field},${literal(name)})`).join(' or '), limit)
      return found.map(directoryUser)
    },
  }
}

function directoryUser(found: GraphUser): DirectoryUser {
  const { id, displayName = null, userPrincipalName = null, userType = null } = found
  const base = { id: id.toLowerCase(), displayName, userPrincipalName, userType }
  const type = outsiderType(found)
  if (type === undefined) return base
  // Where a guest comes from takes more to find out, and is not known here.
  return { ...base, guestOrExternalUserType: type, ...(isFromElsewhere(type) ? {} : { homeTenantId: null }) }
}
