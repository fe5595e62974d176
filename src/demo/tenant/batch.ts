/**
 * POST /$batch: up to 20 requests, each answered by itself, not in their order.
 * Source: Microsoft Graph docs, "Combine multiple HTTP requests using JSON batching".
 */
import { z } from 'zod/v4'
import { badRequest } from './graphError.js'

export const BATCH_PATH = '/v1.0/$batch'
const MOST = 20

/** What of a request is looked at. */
export interface Asked {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const batch = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        method: z.string(),
        url: z.string().startsWith('/'),
        headers: z.record(z.string(), z.string()).default({}),
      }),
    )
    .min(1)
    .max(MOST),
})

/** @param answer as for a request of its own; one that gets no answer has timed out */
export function answerBatch(body: string, answer: (asked: Asked, url: URL) => Answered | 'hang'): unknown {
  const parsed = batch.safeParse(readJson(body))
  if (!parsed.success) throw badRequest('Invalid batch payload format.')
  const responses = parsed.data.requests.map(({ id, method, url, headers }) => {
    const path = `/v1.0${url}`
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const answered = answer({ method, url: path, headers: lowered }, new URL(path, 'http://127.0.0.1'))
    return answered === 'hang'
      ? { id, status: 504, body: { error: { code: 'timeout', message: 'It took too long.' } } }
      : { id, status: answered.status, headers: answered.headers, body: answered.body }
  })
  return { responses: responses.reverse() }
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
