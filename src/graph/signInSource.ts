/**
 * Sign-in rows of people, both streams, newest first, as Graph spelled them.
 *
 * Beta, since v1.0 has none of the fields that tell a device code sign-in (authenticationProtocol,
 * originalTransferMethod, sessionId). Without `signInEventTypes` in the filter only interactive rows come back, and the
 * theft of a device code is a non-interactive one. Device code is not filtered for here: those filters are not
 * documented, and a filter that quietly matches nothing would look like a quiet day.
 * Source: Microsoft Graph docs, "List signIns" (beta) and "signIn resource type" (beta).
 */
import type { SignInSource } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, withQuery } from './odata.js'

const REQUEST: RequestOptions = {
  version: 'beta',
  family: 'reports',
  // Without it, report-only results and newer protocols come back as `unknownFutureValue`.
  headers: { Prefer: 'include-unknown-enum-members' },
}

const PEOPLE = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')"
/** The default and the largest page. */
const PAGE_ROWS = 1000

export function createSignInSource(graph: GraphClient): SignInSource {
  return {
    read({ from, to }) {
      // `ge` and `le` only: `gt` and `lt` are not supported on createdDateTime.
      const within = `createdDateTime ge ${instant(from)} and createdDateTime le ${instant(to)}`
      const query = { $filter: `${within} and ${PEOPLE}`, $top: String(PAGE_ROWS) }
      return graph.pages(withQuery('/auditLogs/signIns', query), REQUEST)
    },
  }
}
