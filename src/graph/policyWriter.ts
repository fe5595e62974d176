/**
 * Writes Conditional Access policies, and reads them with nothing in between.
 *
 * Traps: a POST that got no answer may have made the policy, so it is sent once; 429 comes without Retry-After, and says
 * that nothing was done; the directory is read from copies, so what was just written may not show yet.
 * Source: Microsoft Graph docs, "Create conditionalAccessPolicy", "Update conditionalaccesspolicy", "Delete
 * conditionalAccessPolicy".
 */
import { isPosternError } from '../domain/errors.js'
import type { PolicyWriter } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { segment } from './odata.js'
import { read, rowObject } from './schemas.js'

const REQUEST: RequestOptions = { family: 'policies' }
const ONCE: RequestOptions = { ...REQUEST, once: true }
const POLICIES = '/identity/conditionalAccess/policies'
const LOCATIONS = '/identity/conditionalAccess/namedLocations'

/** @param writing goes out under the identity that may write, which may be another app's. */
export function createPolicyWriter(reading: GraphClient, writing: GraphClient): PolicyWriter {
  async function all(path: string): Promise<readonly unknown[]> {
    const found: unknown[] = []
    for await (const rows of reading.pages(path, REQUEST)) found.push(...rows.map((row) => read(rowObject, row)))
    return found
  }
  return {
    policies: () => all(POLICIES),
    namedLocations: () => all(LOCATIONS),
    async policy(id) {
      const answer = await reading.get(`${POLICIES}/${segment(id)}`, REQUEST).catch(unlessGone)
      return answer === null ? null : read(rowObject, answer)
    },
    async create(body) {
      return read(rowObject, await writing.post(POLICIES, body, ONCE))
    },
    async change(id, body) {
      await writing.patch(`${POLICIES}/${segment(id)}`, body, REQUEST)
    },
    async remove(id) {
      const isGone = await writing.remove(`${POLICIES}/${segment(id)}`, REQUEST).then(
        () => true,
        (error: unknown) => unlessGone(error) !== null,
      )
      return isGone
    },
  }
}

function unlessGone(error: unknown): null {
  if (isPosternError(error, 'graph-not-found')) return null
  throw error
}
