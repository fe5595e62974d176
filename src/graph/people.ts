/**
 * Who is called so, for a question about somebody. `startswith` is served without a search index and takes its text as a
 * literal, so that quotes and signs in a name mean themselves.
 * Source: Microsoft Graph docs, "Advanced query capabilities on Microsoft Entra ID objects" (users: startswith on
 * displayName, givenName, surname, userPrincipalName and mail), "List users".
 */
import { isPosternError } from '../domain/errors.js'
import { isGuid } from '../domain/ids.js'
import { closenessOf, type DirectoryUser, endsOf, lettersOf, stemOf } from '../domain/policyStatus/index.js'
import type { PeopleFinder } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { isFromElsewhere, outsiderType } from './guests.js'
import { literal, segment, withQuery } from './odata.js'
import { type GraphUser, read, user } from './schemas.js'

const REQUEST: RequestOptions = { family: 'directory' }
const FIELDS = 'id,displayName,userPrincipalName,mail,userType,creationType'
const CALLED_MAX = 100
/** As many as Graph gives on one page: among them stand those whose name is written otherwise. */
const SIMILAR_MAX = 999
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

  /** Those that are closest alone: in another order, without accents, in another case. */
  async function calledSimilarly(name: string): Promise<readonly GraphUser[]> {
    for (const filter of similarTo(name)) {
      const close = (await where(filter, SIMILAR_MAX)).flatMap((one) => {
        const closeness = closenessOf(name, one.displayName ?? '')
        return closeness === null ? [] : [{ one, closeness }]
      })
      for (const wanted of ['same', 'case', 'maybe'] as const) {
        const found = close.filter(({ closeness }) => closeness === wanted)
        if (found.length > 0) return found.map(({ one }) => one)
      }
    }
    return []
  }

  return {
    async called(text, limit) {
      const name = lettersOf(text.trim()).slice(0, CALLED_MAX).join('')
      if (name === '') return []
      const isId: boolean = isGuid(name)
      if (isId) return (await withId(name)).map(directoryUser)
      if (name.includes('@')) {
        const exact = await where(`userPrincipalName eq ${literal(name)} or mail eq ${literal(name)}`, limit)
        return exact.map(directoryUser)
      }
      const found = await where(STARTS.map((field) => starts(field, name)).join(' or '), limit)
      return (found.length > 0 ? found : await calledSimilarly(name)).slice(0, limit).map(directoryUser)
    },
  }
}

const starts = (field: (typeof STARTS)[number], text: string): string => `startswith(${field},${literal(text)})`
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u

/** Filters to look through for a name, the narrowest first. */
function similarTo(name: string): readonly string[] {
  const ends = endsOf(name)
  if (ends === null) return []
  const [first, last] = ends
  const letters = lettersOf(first)
  const [initial = ''] = letters
  const both = (given: string, family: string) => `(${starts('givenName', given)} and ${starts('surname', family)})`
  if (last !== null) {
    const [one, other] = [stemOf(first), stemOf(last)]
    return [
      `${both(one, other)} or ${both(other, one)}`,
      [starts('displayName', one), starts('displayName', other)].join(' or '),
      // Sign-in names are written without accents.
      [first, last, initial + last, `${initial}.${last}`]
        .map((start) => starts('userPrincipalName', start))
        .join(' or '),
    ]
  }
  if (UNSPACED.test(first)) {
    const cuts = Array.from({ length: Math.min(letters.length - 1, 4) }, (_, at) => at + 1)
    const cutAt = (at: number) => both(letters.slice(at).join(''), letters.slice(0, at).join(''))
    return cuts.length === 0 ? [] : [cuts.map(cutAt).join(' or ')]
  }
  return [(['givenName', 'surname', 'displayName'] as const).map((field) => starts(field, stemOf(first))).join(' or ')]
}

function directoryUser(found: GraphUser): DirectoryUser {
  const { id, displayName = null, userPrincipalName = null, userType = null } = found
  const base = { id: id.toLowerCase(), displayName, userPrincipalName, userType }
  const type = outsiderType(found)
  if (type === undefined) return base
  // Where a guest comes from takes more to find out, and is not known here.
  return { ...base, guestOrExternalUserType: type, ...(isFromElsewhere(type) ? {} : { homeTenantId: null }) }
}
