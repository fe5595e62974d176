/**
 * What one request carries through the middleware chain. The SDK turns every thrown error into a `GraphError` and loses
 * its cause, so a middleware that gives up leaves the reason here as well.
 */
import type { Context, MiddlewareOptions } from '@microsoft/microsoft-graph-client'
import type { PosternError } from '../domain/errors.js'
import type { ApiFamily } from './pacer.js'

export interface RequestLimits {
  /** Ends the request, and its tries, from outside. */
  readonly signal?: AbortSignal
  /** Tried once: somebody waits for the answer, and a late one is worth no more than none. */
  readonly once?: boolean
  /** A larger body is `file-too-large`. */
  readonly bytesMax?: number
}

export class RequestState implements MiddlewareOptions {
  failure: PosternError | undefined

  constructor(
    readonly family: ApiFamily,
    readonly limits: RequestLimits = {},
  ) {}
}

export function stateOf(context: Context): RequestState {
  const state = context.middlewareControl?.getMiddlewareOptions(RequestState)
  if (!(state instanceof RequestState)) throw new TypeError('a Graph request without its state')
  return state
}

/** Ends the request with this error, past the SDK's wrapping. */
export function giveUp(context: Context, failure: PosternError): never {
  stateOf(context).failure = failure
  throw failure
}
