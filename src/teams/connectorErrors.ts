/**
 * What the Bot Connector answered → what the flows understand.
 *
 * Source: Microsoft Learn, "Build conversational capability", table of status codes from the bot conversational APIs:
 * which of them may be tried again, and which mean that this person or channel cannot be reached at all.
 */
import { isPosternError, PosternError } from '../domain/errors.js'

/** Parts of core-rest-pipeline's RestError that are used; nothing here trusts that an error has them. */
interface Failure {
  readonly name?: unknown
  readonly statusCode?: unknown
  readonly code?: unknown
  readonly response?: { readonly headers?: { get?(name: string): unknown } }
}

const UNREACHABLE = new Set([403, 404])
const TRY_AGAIN = new Set([408, 412, 502, 503, 504])
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000

/**
 * An error of an outbound call as a PosternError; those that already are stay as they are. Only for such calls: an abort
 * means here that the Connector did not answer, and elsewhere something else.
 */
export function connectorError(error: unknown): PosternError {
  if (isPosternError(error)) return error
  const failure: Failure = typeof error === 'object' && error !== null ? error : {}
  const status = typeof failure.statusCode === 'number' ? failure.statusCode : undefined
  const detail = { status, reason: reasonOf(failure) }
  const retryAfterMs = retryAfterOf(failure)
  const context = { cause: error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  if (status === 429) return new PosternError('teams-throttled', detail, context)
  // Without a status there was no answer: a name that does not resolve, a cut connection, our own time limit.
  if (status === undefined ? isNetworkFailure(failure) : TRY_AGAIN.has(status)) {
    return new PosternError('teams-unavailable', detail, context)
  }
  if (status !== undefined && UNREACHABLE.has(status)) {
    return new PosternError('teams-unreachable', detail, { cause: error })
  }
  return new PosternError(status === undefined ? 'internal' : 'teams-rejected', detail, { cause: error })
}

const isNetworkFailure = (failure: Failure): boolean => failure.name === 'AbortError' || failure.name === 'RestError'

/** Microsoft's error code, for instance `ConversationBlockedByUser`: letters only, so that it can be logged. */
function reasonOf({ code, name }: Failure): string | undefined {
  const reason = typeof code === 'string' ? code : name
  return typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : undefined
}

/** Teams answers in whole seconds. Anything else counts as not said. */
function retryAfterOf({ response }: Failure): number | undefined {
  const header = response?.headers?.get?.('retry-after')
  if (typeof header !== 'string' || !/^\d{1,6}$/.test(header)) return undefined
  return Math.min(Number(header) * 1000, RETRY_AFTER_MAX_MS)
}
