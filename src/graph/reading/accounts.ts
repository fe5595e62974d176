/**
 * How many enabled accounts there are, by user type: three numbers, whatever the size of the tenant.
 *
 * `$count` as a segment is an advanced query: Graph refuses it without `ConsistencyLevel: eventual`, and answers with the
 * number alone, as text. Source: Microsoft Graph docs, "Advanced query capabilities on Microsoft Entra ID objects".
 */
import { isPosternError, PosternError } from '../../domain/errors.js'
import type { AccountCounts, Accounts } from '../../domain/policyStatus/index.js'
import type { GraphBytes, GraphClient } from '../client.js'
import { literal, withQuery } from '../odata.js'
import { ADVANCED, isPassing } from './step.js'

const ENABLED = 'accountEnabled eq true'
const FILTERS: Readonly<Record<keyof AccountCounts, string>> = {
  enabled: ENABLED,
  members: `${ENABLED} and userType eq ${literal('Member')}`,
  guests: `${ENABLED} and userType eq ${literal('Guest')}`,
}

/** @param waits whether what fails for a passing reason is thrown, to be tried again */
export async function readAccounts(graph: GraphClient, waits: boolean): Promise<Accounts> {
  const count = async (of: keyof AccountCounts) =>
    countIn(await graph.bytes(withQuery('/users/$count', { $filter: FILTERS[of] }), ADVANCED))
  try {
    return { read: { enabled: await count('enabled'), members: await count('members'), guests: await count('guests') } }
  } catch (error) {
    if (!isPosternError(error) || (waits && isPassing(error))) throw error
    return { unread: String(error.detail.graphCode ?? error.code) }
  }
}

/** The text decoder drops the byte order mark that such answers can begin with. */
function countIn({ bytes }: GraphBytes): number {
  const text = bytes.byteLength > 64 ? '' : new TextDecoder().decode(bytes).trim()
  if (!/^\d{1,12}$/.test(text)) throw new PosternError('graph-shape', { reason: 'not-a-count' })
  return Number(text)
}
