/**
 * Database errors → `PosternError`.
 *
 * SQLSTATE classes: PostgreSQL manual, Appendix A. Errors of class 22 (data exception) quote the value that did not
 * fit, and `detail` lines quote keys, so neither is passed on: what was stored is not for the log.
 */
import { PosternError } from '../domain/errors.js'

/** Connection, resources, operator intervention, system error, authorisation, no such database, deadlock. */
const PASSING_CLASSES = new Set(['08', '28', '3D', '40', '53', '55', '57', '58'])

/** The parts of a server's error that cross a thread. `sqlState` is null where the server has said nothing. */
export interface SqlFault {
  readonly message: string
  readonly sqlState: string | null
}

export function readFault(error: unknown): SqlFault {
  const { message, code, severity } = Object(error) as Record<string, unknown>
  // Only the server's own errors have a severity; `EPIPE` and its like look like an SQLSTATE but are none.
  const sqlState = typeof code === 'string' && severity !== undefined ? code : null
  return { message: typeof message === 'string' ? message : String(error), sqlState }
}

export function storeError(fault: SqlFault): PosternError {
  const { message, sqlState } = fault
  if (sqlState === null) return new PosternError('store-unavailable', {}, { cause: new Error(message) })
  const code = PASSING_CLASSES.has(sqlState.slice(0, 2)) ? 'store-unavailable' : 'internal'
  const cause = sqlState.startsWith('22') ? undefined : new Error(message)
  return new PosternError(code, { sqlState }, { cause })
}
