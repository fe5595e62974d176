/**
 * Whether somebody is one of the tenant's people: by object id, or by an address that is his main one, an alias, a
 * guest's own, or a sign-in name. An address can also be a group's, which several people write from.
 *
 * Both spellings of the prefix are asked for: `SMTP:` marks the main address, `smtp:` an alias.
 * Source: Microsoft Graph docs, "user resource type" (filters on mail, proxyAddresses, otherMails), "organization".
 */
import type { KnownSender, Organisation } from '../domain/codeCheck/verification/index.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { LookUpOptions, Senders } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { outsiderType } from './guests.js'
import { holdsAny, literal, segment, withQuery } from './odata.js'
import { directoryGroup, organization, read, user } from './schemas.js'
import type { Timing } from './timing.js'

const USER_FIELDS = 'id,userPrincipalName,userType,creationType'
/** Domains of a tenant change a few times a year. */
const ORGANISATION_AGE_MS = 15 * 60_000
/** RFC 5321, 4.5.3.1: 64 + 1 + 255. What is longer or has no such form is nobody's. */
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/

export function createSenders(graph: GraphClient, timing: Timing): Senders {
  let kept: { readonly organisation: Organisation; readonly atMs: number } | undefined

  const firstRow = async (path: string, request: RequestOptions): Promise<unknown> => {
    for await (const rows of graph.pages(path, request)) if (rows[0] !== undefined) return rows[0]
    return undefined
  }

  return {
    async byId(userId, options) {
      const path = withQuery(`/users/${segment(userId)}`, { $select: USER_FIELDS })
      const answer = await graph.get(path, once(options)).catch((error: unknown) => {
        if (isPosternError(error, 'graph-not-found')) return null
        throw error
      })
      return answer === null ? null : knownUser(answer)
    },
    async byAddress(address, options) {
      if (!ADDRESS.test(address)) return null
      const aliases = holdsAny('proxyAddresses', [`smtp:${address}`, `SMTP:${address}`])
      const ofUser = [
        `mail eq ${literal(address)}`,
        `userPrincipalName eq ${literal(address)}`,
        aliases,
        holdsAny('otherMails', [address]),
      ].join(' or ')
      const found = await firstRow(
        withQuery('/users', { $filter: ofUser, $select: USER_FIELDS, $top: '1' }),
        once(options),
      )
      if (found !== undefined) return knownUser(found)
      const ofGroup = `mail eq ${literal(address)} or ${aliases}`
      const group = await firstRow(withQuery('/groups', { $filter: ofGroup, $select: 'id', $top: '1' }), once(options))
      return group === undefined || read(directoryGroup, group).id === '' ? null : { kind: 'group' }
    },
    async organisation(options) {
      const nowMs = timing.now().getTime()
      if (kept !== undefined && nowMs - kept.atMs < ORGANISATION_AGE_MS) return kept.organisation
      const row = await firstRow(withQuery('/organization', { $select: 'displayName,verifiedDomains' }), once(options))
      const { displayName, verifiedDomains } = read(organization, row)
      const domains = verifiedDomains.map(({ name }) => name.toLowerCase())
      kept = { organisation: { displayName: displayName ?? null, domains }, atMs: nowMs }
      return kept.organisation
    },
  }
}

const once = ({ signal }: LookUpOptions): RequestOptions => ({ family: 'directory', once: true, signal })

function knownUser(row: unknown): KnownSender {
  const outsider = outsiderType(read(user, row))
  if (outsider === undefined) throw new PosternError('graph-forbidden', { reason: 'user-fields-missing' })
  return { kind: outsider === null ? 'member' : 'guest' }
}
