/**
 * Graph's answers → Postern's errors. Only the machine-readable code is kept: Graph's messages name people and objects,
 * and Microsoft says not to depend on their text.
 */
import { type ErrorCode, PosternError } from '../domain/errors.js'

/** `error.code` of a Graph error body, or undefined. Bounded, since it ends in logs. */
export function graphCodeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[\w.-]{1,80}$/.test(error.code) ? error.code : undefined
}

function codeFor(status: number): ErrorCode {
  if (status === 401) return 'graph-unauthorized'
  if (status === 403) return 'graph-forbidden'
  if (status === 404) return 'graph-not-found'
  if (status === 429) return 'graph-throttled'
  return status >= 500 ? 'graph-unavailable' : 'graph-shape'
}

/** The error for a response that is not a success. */
export function failureOf(status: number, graphCode: string | undefined, retryAfterMs?: number): PosternError {
  return new PosternError(codeFor(status), { status, graphCode }, retryAfterMs === undefined ? {} : { retryAfterMs })
}

/** Nobody asks for more in earnest, and what is owed to people must not wait for a year that a proxy made up. */
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date. Undefined where it is absent or unreadable. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, RETRY_AFTER_MAX_MS)
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(0, atMs - now.getTime()), RETRY_AFTER_MAX_MS)
}
