/** Asks the bot that runs with these settings on this machine how it is. Whoever listens there is not yet believed. */
import { z } from 'zod/v4'
import type { Config } from '../config.js'
import type { Readiness, ReadinessCheck } from '../flows/ports.js'

const TIMEOUT_MS = 5000
const BYTES_MAX = 64 * 1024
/** The mark of a partition carries the name of its event hub. */
const NAME_MAX = 400

const milliseconds = z.number().optional()
const check = z
  .object({
    ok: z.boolean(),
    code: z.string().max(64).nullable(),
    ageMs: milliseconds,
    newestAgeMs: milliseconds,
    detail: z.record(z.string().max(64), z.union([z.string().max(256), z.number(), z.boolean()])).optional(),
  })
  .transform(
    ({ ok, code, ageMs, newestAgeMs, detail }): ReadinessCheck => ({
      ok,
      code,
      ...(ageMs === undefined ? {} : { ageMs }),
      ...(newestAgeMs === undefined ? {} : { newestAgeMs }),
      ...(detail === undefined ? {} : { detail }),
    }),
  )
const answer = z.object({ ready: z.boolean(), checks: z.record(z.string().max(NAME_MAX), check) })

/** Null where none answers, or not as a Postern does. */
export async function askRunning({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Readiness | null> {
  try {
    const response = await fetch(`http://${nameOf(host)}:${port}/readyz`, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return answer.safeParse(JSON.parse(await boundedText(response))).data ?? null
  } catch {
    return null
  }
}

/** An address to listen on as one to call: every interface is also this one, and IPv6 stands in brackets. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > BYTES_MAX) throw new Error('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
