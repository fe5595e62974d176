/**
 * Who received a message, by the logs of Microsoft Defender XDR.
 *
 * POST /security/runHuntingQuery, with ThreatHunting.Read.All; not in China. Mail and Teams are asked apart: the Teams
 * tables are a preview, and where a tenant lacks one the whole query would be refused with 400.
 * Source: Microsoft Graph docs, "security: runHuntingQuery" (body `Query`, `Timespan` as ISO 8601; answer `schema` and
 * `results`, a row an object by column; 45 calls a minute for a tenant).
 */
import { isPosternError, type PosternError } from '../domain/errors.js'
import type { WarningGap } from '../domain/warnings/index.js'
import type { Hunting, Recipient } from '../flows/ports.js'
import type { GraphClient } from './client.js'
import { huntingQuery, RECIPIENTS_MAX, SOURCES, type Source } from './huntingQuery.js'
import { huntingResults, read } from './schemas.js'

const TIMESPAN = 'P7D'
const NOT_SEARCHED: Readonly<Record<Source, WarningGap>> = { mail: 'mail-not-searched', teams: 'teams-not-searched' }

export function createHunting(graph: GraphClient, { hasHunting }: { readonly hasHunting: boolean }): Hunting {
  async function search(query: string): Promise<readonly Recipient[]> {
    const body = { Query: query, Timespan: TIMESPAN }
    const answer = await graph.post('/security/runHuntingQuery', body, { family: 'hunting' })
    return read(huntingResults, answer).results.flatMap(({ ObjectId, Address }) => {
      const recipient = { objectId: ObjectId?.toLowerCase() || null, address: Address?.toLowerCase() || null }
      return recipient.objectId === null && recipient.address === null ? [] : [recipient]
    })
  }

  return {
    isInThisCloud: hasHunting,
    async recipients(traces) {
      const gaps = new Set<WarningGap>()
      const faults: PosternError[] = []
      const found = new Map<string, Recipient>()
      for (const source of SOURCES) {
        const query = huntingQuery(source, traces)
        if (query === null) continue
        try {
          const rows = await search(query)
          if (rows.length > RECIPIENTS_MAX) gaps.add('too-many')
          for (const row of rows.slice(0, RECIPIENTS_MAX)) found.set(row.objectId ?? row.address ?? '', row)
        } catch (error) {
          if (!isPosternError(error)) throw error
          // Another try may find what this one did not: half an answer is not taken for the whole.
          if (error.code === 'graph-throttled' || error.code === 'graph-unavailable') throw error
          faults.push(error)
          gaps.add(NOT_SEARCHED[source])
        }
      }
      const [fault] = faults
      if (fault !== undefined && faults.length === SOURCES.length) throw fault
      const recipients = [...found.values()]
      if (recipients.length > RECIPIENTS_MAX) gaps.add('too-many')
      return { recipients: recipients.slice(0, RECIPIENTS_MAX), gaps: [...gaps] }
    },
  }
}
