/**
 * Rows of the directory audit about one object: who edited a policy, who added a member.
 * Source: Microsoft Graph docs, "List directoryAudits" and "directoryAudit resource type".
 */
import { z } from 'zod/v4'
import type { AuditEntry, Initiator } from '../domain/policyStatus/index.js'
import type { PolicyAudit } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, literal, withQuery } from './odata.js'
import { read } from './schemas.js'

const REQUEST: RequestOptions = { family: 'reports' }
/** Of one object within one span; a group to which a script adds thousands is told by its first thousand rows. */
const ROWS_MAX = 1_000

const text = z.string().max(2_000).nullish()
const entry = z.object({
  activityDisplayName: text,
  activityDateTime: text,
  result: text,
  initiatedBy: z
    .object({
      user: z.object({ id: text, displayName: text, userPrincipalName: text }).nullish(),
      app: z.object({ appId: text, servicePrincipalId: text, displayName: text, servicePrincipalName: text }).nullish(),
    })
    .nullish(),
  targetResources: z
    .array(z.object({ id: text }))
    .max(1_000)
    .nullish(),
})

export function createPolicyAudit(graph: GraphClient): PolicyAudit {
  return {
    async about(targetId, { from, to }) {
      const within = `activityDateTime ge ${instant(from)} and activityDateTime le ${instant(to)}`
      const $filter = `${within} and targetResources/any(t: t/id eq ${literal(targetId)})`
      const entries: AuditEntry[] = []
      const path = withQuery('/auditLogs/directoryAudits', { $filter, $top: '500' })
      for await (const page of graph.pages(path, REQUEST)) {
        entries.push(...page.flatMap((row) => entryOf(read(entry, row))))
        if (entries.length >= ROWS_MAX) return { entries: entries.slice(0, ROWS_MAX), isComplete: false }
      }
      return { entries, isComplete: true }
    },
  }
}

function entryOf(row: z.infer<typeof entry>): readonly AuditEntry[] {
  const atMs = Date.parse(row.activityDateTime ?? '')
  if (Number.isNaN(atMs)) return []
  return [
    {
      activity: row.activityDisplayName?.trim() ?? '',
      at: new Date(atMs),
      succeeded: row.result?.toLowerCase() === 'success',
      targets: row.targetResources?.flatMap(({ id }) => id?.toLowerCase() ?? []) ?? [],
      by: initiatorOf(row),
    },
  ]
}

/** Where a person acts through an app both are named; it was the person. */
function initiatorOf({ initiatedBy }: z.infer<typeof entry>): Initiator | null {
  const { user, app } = initiatedBy ?? {}
  const userId = user?.id || user?.userPrincipalName
  if (userId)
    return {
      kind: 'user',
      id: userId.toLowerCase(),
      name: user?.displayName || null,
      signInName: user?.userPrincipalName || null,
    }
  const appId = app?.appId || app?.servicePrincipalId || app?.displayName
  if (appId)
    return {
      kind: 'app',
      id: appId.toLowerCase(),
      name: app?.displayName || app?.servicePrincipalName || null,
      signInName: null,
    }
  return null
}
