/**
 * GET /users/{id}/manager, with User.Read.All. 404: nobody is named, or there is no such person.
 * Source: Microsoft Graph docs, "List manager" (v1.0).
 */
import { isPosternError } from '../domain/errors.js'
import { userId } from '../domain/ids.js'
import type { Managers } from '../flows/ports.js'
import type { GraphClient } from './client.js'
import { segment, withQuery } from './odata.js'
import { read, user } from './schemas.js'

export const createManagers = (graph: GraphClient): Managers => ({
  async managerOf(who) {
    const path = withQuery(`/users/${segment(who)}/manager`, { $select: 'id' })
    try {
      return userId(read(user, await graph.get(path, { family: 'directory' })).id)
    } catch (error) {
      if (isPosternError(error, 'graph-not-found')) return null
      throw error
    }
  },
})
