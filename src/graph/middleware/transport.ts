/**
 * The last middleware: one HTTP exchange, bounded in time and size, to Microsoft Graph and nowhere else.
 *
 * Where a simulated tenant is configured, the real URL is kept up to here and only the socket goes to loopback; the
 * SDK over plain http would drop the token and mangle `@odata.nextLink`.
 */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { PosternError } from '../../domain/errors.js'
import { giveUp, stateOf } from '../requestState.js'

/** A page of 1,000 sign-ins is some 5 MB. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024

export interface TransportOptions {
  /** Origin of Graph in this cloud. */
  readonly graphOrigin: string
  /** Origin of a simulated tenant on loopback. */
  readonly simulatedOrigin: string | undefined
  /** From the first byte sent to the last received, in milliseconds. */
  readonly timeoutMs: number
}

export class Transport implements Middleware {
  constructor(private readonly options: TransportOptions) {}

  async execute(context: Context): Promise<void> {
    context.response = await this.exchange(context).catch((error: unknown) =>
      giveUp(
        context,
        error instanceof PosternError ? error : new PosternError('graph-unavailable', {}, { cause: error }),
      ),
    )
    // An earlier try may have failed; this one has not.
    stateOf(context).failure = undefined
  }

  private async exchange(context: Context): Promise<Response> {
    const { graphOrigin, simulatedOrigin, timeoutMs } = this.options
    const { signal, bytesMax } = stateOf(context).limits
    const timeout = AbortSignal.timeout(timeoutMs)
    const asked = new URL(typeof context.request === 'string' ? context.request : context.request.url)
    if (asked.origin !== graphOrigin) throw new PosternError('graph-shape', { reason: 'foreign-origin' })
    const target = simulatedOrigin === undefined ? asked : new URL(asked.pathname + asked.search, simulatedOrigin)
    const response = await fetch(target, {
      ...context.options,
      // A redirect would carry the token to a host that nobody checked.
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    })
    const body = await readBounded(response, bytesMax)
    const empty = response.status === 204 || response.status === 304
    return new Response(empty ? null : body, { status: response.status, headers: response.headers })
  }
}

async function readBounded(response: Response, bytesMax = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw new PosternError('file-too-large', { bytesMax })
    if (bytes > LARGEST_BODY_BYTES) throw new PosternError('graph-shape', { reason: 'too-large' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
