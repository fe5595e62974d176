/**
 * Many GETs in one request. Each is throttled by itself, so a 429 can stand inside of a 200: those are asked again after
 * the longest wait that any of them wants, the others are not.
 *
 * Source: Microsoft Graph docs, "Combine multiple HTTP requests using JSON batching" (20 requests; order not promised).
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import { failureOf, graphCodeOf, retryAfterMs } from './failures.js'
import type { ApiFamily, Pacer } from './pacer.js'
import type { Timing } from './timing.js'

const EACH = 20
const RETRIED = new Set([429, 500, 502, 503, 504])
const SCHEDULE_MS = [1_000, 3_000, 9_000]
const LONGEST_WAIT_MS = 60_000

const answers = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
})
type Answer = z.infer<typeof answers>['responses'][number]

/** What Graph answered, as JSON. */
export interface GraphAnswer {
  readonly body: unknown
}

export interface BatchRequest {
  readonly family: ApiFamily
  /** Of each. */
  readonly headers?: Readonly<Record<string, string>>
}

interface Options {
  readonly send: (body: unknown, request: BatchRequest) => Promise<unknown>
  readonly pacer: Pacer
  readonly timing: Timing
}

export function createBatch({ send, pacer, timing }: Options) {
  async function ask(paths: readonly string[], request: BatchRequest): Promise<ReadonlyMap<string, Answer>> {
    // One turn is taken by the request itself.
    for (let turn = 1; turn < paths.length; turn++) await pacer.turn(request.family)
    const headers = request.headers === undefined ? {} : { headers: request.headers }
    const requests = paths.map((url, index) => ({ id: String(index), method: 'GET', url, ...headers }))
    const answer = answers.safeParse(await send({ requests }, { family: request.family }))
    if (!answer.success) throw new PosternError('graph-shape', { reason: 'not-a-batch' })
    return new Map(answer.data.responses.map((one) => [one.id, one]))
  }

  async function round(paths: readonly string[], request: BatchRequest): Promise<(GraphAnswer | PosternError)[]> {
    const results = new Map<string, GraphAnswer | PosternError>()
    for (const scheduledMs of [...SCHEDULE_MS, null]) {
      const left = paths.filter((path) => !results.has(path))
      const answered = await ask(left, request)
      let waitMs = 0
      for (const [index, path] of left.entries()) {
        const one = answered.get(String(index))
        if (one === undefined) throw new PosternError('graph-shape', { reason: 'batch-incomplete' })
        const wishMs = wishOf(one, timing.now())
        if (scheduledMs !== null && RETRIED.has(one.status) && (wishMs ?? 0) <= LONGEST_WAIT_MS)
          waitMs = Math.max(waitMs, wishMs ?? scheduledMs)
        else results.set(path, resultOf(one, wishMs))
      }
      if (results.size === paths.length) break
      pacer.pause(request.family, waitMs)
      await timing.wait(waitMs)
    }
    return paths.map((path) => results.get(path) ?? new PosternError('graph-shape', { reason: 'batch-incomplete' }))
  }

  /** @throws PosternError where a batch as a whole failed. The same path twice is asked for once. */
  return async (paths: readonly string[], request: BatchRequest): Promise<readonly (GraphAnswer | PosternError)[]> => {
    const found: (GraphAnswer | PosternError)[] = []
    for (let at = 0; at < paths.length; at += EACH) {
      const part = paths.slice(at, at + EACH)
      const once = [...new Set(part)]
      const results = await round(once, request)
      for (const path of part) found.push(results[once.indexOf(path)] as GraphAnswer | PosternError)
    }
    return found
  }
}

function wishOf({ headers }: Answer, now: Date): number | undefined {
  const name = Object.keys(headers ?? {}).find((each) => each.toLowerCase() === 'retry-after')
  return name === undefined ? undefined : retryAfterMs(headers?.[name] ?? null, now)
}

function resultOf({ status, body }: Answer, wishMs: number | undefined): GraphAnswer | PosternError {
  return status >= 200 && status < 300 ? { body } : failureOf(status, graphCodeOf(body), wishMs)
}
