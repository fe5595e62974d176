/**
 * What one person did in the sign-in log: their interactive sign-ins, and their device code ones of either stream.
 *
 * Without `signInEventTypes` in the filter only interactive rows come back, which is what is wanted. The redemption of a
 * code is not interactive, and all other such rows of 30 days are thousands, so these are asked for by their protocol:
 * a filter that works on beta and that Microsoft does not document. Where it is refused, what is known stays a part.
 * Source: Microsoft Graph docs, "List signIns" (beta).
 */
import { isPosternError } from '../domain/errors.js'
import type { SignInHistory } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, literal, withQuery } from './odata.js'

const REQUEST: RequestOptions = {
  version: 'beta',
  family: 'reports',
  headers: { Prefer: 'include-unknown-enum-members' },
}
const PEOPLE = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')"
const PAGE_ROWS = '1000'
/** Somebody with more interactive sign-ins than this in 30 days is a machine: the newest tell enough. */
const ROWS_MAX = 3_000

export function createSignInHistory(graph: GraphClient): SignInHistory {
  async function rows(filter: string): Promise<readonly unknown[]> {
    const found: unknown[] = []
    for await (const page of graph.pages(
      withQuery('/auditLogs/signIns', { $filter: filter, $top: PAGE_ROWS }),
      REQUEST,
    )) {
      found.push(...page)
      if (found.length >= ROWS_MAX) break
    }
    return found
  }

  return {
    async rowsOf(userId, { from, to }) {
      const theirs = `userId eq ${literal(userId)} and createdDateTime ge ${instant(from)} and createdDateTime le ${instant(to)}`
      const interactive = await rows(theirs)
      const deviceCode = await rows(`${theirs} and authenticationProtocol eq 'deviceCode' and ${PEOPLE}`).catch(
        (error: unknown) => {
          if (isPosternError(error, 'graph-shape')) return null
          throw error
        },
      )
      return { rows: [...interactive, ...(deviceCode ?? [])], allDeviceCodes: deviceCode !== null }
    },
  }
}
