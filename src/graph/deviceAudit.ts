/**
 * Rows of the directory audit that bring a device into the directory.
 *
 * Asked for the whole tenant and not for one person: the row may name a service as its initiator and the person among
 * its targets. A campaign asks the same for hundreds of people at once, so an answer is shared for a while.
 * Source: Microsoft Graph docs, "List directoryAudits"; Microsoft Learn, "Microsoft Entra audit log activities".
 */
import type { DeviceAudit } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, literal, withQuery } from './odata.js'
import type { Timing } from './timing.js'

const REQUEST: RequestOptions = { family: 'reports' }
const ACTIVITIES = ['Register device', 'Add device', 'Add registered owner to device', 'Add registered users to device']
const PAGE_ROWS = '999'
const SHARED_MS = 60_000
const HOUR_MS = 3_600_000
const SHARED_MAX = 100

export function createDeviceAudit(graph: GraphClient, timing: Timing): DeviceAudit {
  const shared = new Map<string, { readonly askedMs: number; readonly rows: Promise<readonly unknown[]> }>()

  async function read(fromMs: number, toMs: number): Promise<readonly unknown[]> {
    const named = ACTIVITIES.map((activity) => `activityDisplayName eq ${literal(activity)}`).join(' or ')
    const within = `activityDateTime ge ${instant(new Date(fromMs))} and activityDateTime le ${instant(new Date(toMs))}`
    const query = { $filter: `${within} and (${named})`, $top: PAGE_ROWS }
    const found: unknown[] = []
    for await (const page of graph.pages(withQuery('/auditLogs/directoryAudits', query), REQUEST)) found.push(...page)
    return found
  }

  return {
    registrations({ from, to }) {
      // Whole hours, so that cases of the same hour ask the same.
      const fromMs = Math.floor(from.getTime() / HOUR_MS) * HOUR_MS
      const toMs = Math.ceil(to.getTime() / HOUR_MS) * HOUR_MS
      const key = `${fromMs}/${toMs}`
      const nowMs = timing.now().getTime()
      const known = shared.get(key)
      if (known !== undefined && nowMs - known.askedMs < SHARED_MS) return known.rows
      const rows = read(fromMs, toMs)
      shared.set(key, { askedMs: nowMs, rows })
      // A failure is nobody's answer but that of those who wait for it now.
      rows.catch(() => shared.get(key)?.rows === rows && shared.delete(key))
      const oldest = shared.size > SHARED_MAX ? shared.keys().next().value : undefined
      if (oldest !== undefined) shared.delete(oldest)
      return rows
    },
  }
}
