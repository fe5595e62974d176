/**
 * The one HTTP exchange with the endpoint, as the `fetch` of the client that teams-ai drives: bounded in time and size,
 * to the configured address and nowhere else.
 *
 * What leaves is the model's name and two messages, under one header with the key: no sampling settings, which newer
 * models refuse, and none of the client's headers about this machine. teams-ai prints every error that reaches it, with
 * what the endpoint wrote, so none does: a fault is kept here, and the client gets an empty answer.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'

export interface ModelOptions {
  /** https, or http on this machine; without a slash at its end. */
  readonly endpoint: string
  readonly key: string
  /** The model; at Azure OpenAI the deployment. */
  readonly name: string
  /** Null: an OpenAI-compatible endpoint. */
  readonly azureApiVersion: string | null
}

const SENT_MAX = 16 * 1024
const ANSWER_BYTES_MAX = 64 * 1024
const CONTENT_LENGTH_MAX = 4 * 1024

const request = z.object({
  messages: z.tuple([
    z.object({ role: z.enum(['system', 'user']), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
})
const answer = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string().max(CONTENT_LENGTH_MAX) }) })]),
})

export interface Exchange {
  readonly fetch: (url: unknown, init?: { readonly body?: unknown }) => Promise<Response>
  /** What went wrong; null: nothing. */
  fault(): PosternError | null
}

export function createExchange(options: ModelOptions, signal: AbortSignal): Exchange {
  let fault: PosternError | null = null
  return {
    async fetch(_url, init) {
      // Whatever address the client made of the settings, this is the one that was configured.
      const content = await ask(options, init?.body, signal).catch((error: unknown) => {
        fault = error instanceof PosternError ? error : new PosternError('model-unavailable', {}, { cause: error })
        return ''
      })
      return Response.json({ choices: [{ index: 0, message: { role: 'assistant', content } }] })
    },
    fault: () => fault,
  }
}

export function addressOf({ endpoint, name, azureApiVersion }: ModelOptions): string {
  if (azureApiVersion === null) return `${endpoint}/chat/completions`
  return `${endpoint}/openai/deployments/${encodeURIComponent(name)}/chat/completions?api-version=${azureApiVersion}`
}

async function ask(options: ModelOptions, composed: unknown, signal: AbortSignal): Promise<string> {
  const parsed = request.safeParse(typeof composed === 'string' ? JSON.parse(composed) : null)
  if (!parsed.success) throw new PosternError('internal', { what: 'prompt' })
  const body = JSON.stringify({ model: options.name, messages: parsed.data.messages })
  if (body.length > SENT_MAX) throw new PosternError('internal', { what: 'prompt', length: body.length })
  const key = options.azureApiVersion === null ? { authorization: `Bearer ${options.key}` } : { 'api-key': options.key }
  const response = await fetch(addressOf(options), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'Postern', ...key },
    body,
    // A redirect would carry the question and the key to a host that nobody named.
    redirect: 'manual',
    signal,
  })
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined)
    throw refusalOf(response.status)
  }
  return contentOf(await readBounded(response))
}

function refusalOf(status: number): PosternError {
  if (status === 429) return new PosternError('model-throttled', { status })
  return new PosternError(status === 408 || status >= 500 ? 'model-unavailable' : 'model-refused', { status })
}

/** On one line: teams-ai takes each line for an answer of its own. */
function contentOf(text: string): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new PosternError('model-answer-invalid', { what: 'json' })
  }
  const read = answer.safeParse(parsed)
  if (!read.success) throw new PosternError('model-answer-invalid', { what: 'completion' })
  return read.data.choices[0].message.content.replace(/\s+/g, ' ')
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX) throw new PosternError('model-answer-invalid', { what: 'size' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
