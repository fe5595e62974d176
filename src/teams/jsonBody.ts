/**
 * Reads a request body as JSON, within a limit. restify's own parser reads an oversized body to its end before it
 * refuses it, unzips what is zipped, and repeats parts of a malformed body in its answer.
 */
import type { IncomingMessage } from 'node:http'

export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413 | 415 }

const JSON_TYPE = /^application\/json(?:; ?charset=(?:utf-8|"utf-8"))?$/i

export interface BodyLimits {
  /** Bytes as they arrive; one more is a 413. */
  readonly maxBytes: number
  /** How long the body may take, in milliseconds; then the connection is cut. */
  readonly timeoutMs: number
}

export async function readJsonBody(request: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<JsonBody> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers
  if (!JSON_TYPE.test(type.trim()) || encoding !== 'identity') return { ok: false, status: 415 }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { ok: false, status: 413 }
  const chunks: Buffer[] = []
  let bytes = 0
  // Node looks at its own request timeout only every half minute.
  const slow = setTimeout(() => request.destroy(), timeoutMs)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) return { ok: false, status: 413 }
      chunks.push(chunk)
    }
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) }
  } catch {
    return { ok: false, status: 400 }
  } finally {
    clearTimeout(slow)
  }
}
