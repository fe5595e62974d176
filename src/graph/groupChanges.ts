/**
 * Which groups changed, by Graph's change tracking.
 *
 * Sources: Microsoft Graph docs, "group: delta" (GroupMember.Read.All is enough; `$filter` takes ids alone, 50 at most)
 * and "Use delta query" (`$deltatoken=latest` begins from now on; tokens of directory objects live for seven days, then
 * a 40X such as 400 `syncStateNotFound`; a reset is 410). A reset names a `Location` to begin again from: we begin again
 * by ourselves, and follow no address but those of pages, of Graph's own origin.
 */
import { z } from 'zod/v4'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { GroupChanges } from '../flows/ports.js'
import { type GraphClient, readPage } from './client.js'
import { literal, segment, withQuery } from './odata.js'
import { ADVANCED, DIRECTORY } from './reading/step.js'
import { read } from './schemas.js'

/** Of one round; what is left is followed in the next. A page can be empty and yet not the last. */
const PAGES_MAX = 100

const identified = z.object({ id: z.string().min(1).max(256) })

export function createGroupChanges(graph: GraphClient): GroupChanges {
  async function follow(from: string) {
    const groupIds = new Set<string>()
    let at = from
    for (let page = 0; page < PAGES_MAX; page++) {
      const { rows, next, delta } = await graph.page(at, DIRECTORY)
      for (const row of rows) groupIds.add(read(identified, row).id.toLowerCase())
      if (delta !== null) return { groupIds: [...groupIds], link: delta }
      if (next === null) throw new PosternError('graph-shape', { reason: 'no-delta-link' })
      at = next
    }
    return { groupIds: [...groupIds], link: at }
  }

  return {
    async nestedIn(groupIds) {
      // A cast is an advanced query. Its index may lag: what it does not know yet is watched after the next reading.
      const paths = groupIds.map((id) =>
        withQuery(`/groups/${segment(id)}/transitiveMembers/microsoft.graph.group`, {
          $count: 'true',
          $select: 'id',
          $top: '999',
        }),
      )
      const found = new Set<string>()
      for (const answer of await graph.batch(paths, ADVANCED)) {
        // Microsoft 365 groups hold no groups, and refuse to be asked (400); one that was deleted holds none either.
        if (isRefused(answer)) continue
        if (isPosternError(answer)) throw answer
        // More groups than a page holds, in one group: those beyond it are seen at the next reading.
        for (const row of readPage(answer.body, graph.origin).rows) found.add(read(identified, row).id.toLowerCase())
      }
      return [...found]
    },
    async begin(groupIds) {
      const $filter = groupIds.map((id) => `id eq ${literal(id)}`).join(' or ')
      const query = { $select: 'id,members', $filter }
      try {
        return (await follow(withQuery('/groups/delta', { ...query, $deltatoken: 'latest' }))).link
      } catch (error) {
        // Each of the two is documented, and nowhere both together: without `latest`, what is there already is told first.
        if (!isRefused(error)) throw error
        return (await follow(withQuery('/groups/delta', query))).link
      }
    },
    async since(link) {
      try {
        return await follow(link)
      } catch (error) {
        if (isRefused(error)) return 'gone'
        throw error
      }
    },
  }
}

const isRefused = (error: unknown): boolean =>
  isPosternError(error, 'graph-not-found') ||
  (isPosternError(error, 'graph-shape') && (error.detail.status === 400 || error.detail.status === 410))
