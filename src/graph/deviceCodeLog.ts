/**
 * Device code sign-ins of a few days, of everybody. The filters work on beta and Microsoft does not document them: where
 * they are refused, what is missing is said. Each request is sent once, since somebody waits.
 */
import { isPosternError } from '../domain/errors.js'
import type { DeviceCodeLog } from '../flows/ports.js'
import type { GraphClient, RequestOptions } from './client.js'
import { instant, withQuery } from './odata.js'

const REQUEST: RequestOptions = {
  version: 'beta',
  family: 'reports',
  headers: { Prefer: 'include-unknown-enum-members' },
  once: true,
}
const PEOPLE = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')"
const DEVICE_CODE = "(authenticationProtocol eq 'deviceCode' or originalTransferMethod eq 'deviceCodeFlow')"
const PAGE_ROWS = '1000'
/** Of one window: three pages. */
const ROWS_MAX = 3_000

export const createDeviceCodeLog = (graph: GraphClient): DeviceCodeLog => ({
  async rows({ from, to }, { signal }) {
    const within = `createdDateTime ge ${instant(from)} and createdDateTime le ${instant(to)}`
    const query = { $filter: `${within} and ${DEVICE_CODE} and ${PEOPLE}`, $top: PAGE_ROWS }
    const rows: unknown[] = []
    try {
      for await (const page of graph.pages(withQuery('/auditLogs/signIns', query), { ...REQUEST, signal })) {
        rows.push(...page)
        if (rows.length >= ROWS_MAX) return { rows, isWhole: false }
      }
    } catch (error) {
      if (isPosternError(error, 'graph-shape')) return { rows, isWhole: false }
      throw error
    }
    return { rows, isWhole: true }
  },
})
