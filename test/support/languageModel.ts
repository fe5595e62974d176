/**
 * The endpoint of a language model on this machine: Chat Completions over real HTTP, in OpenAI's form and in Azure's, with
 * a key that it looks at. It says what a test tells it to, and can hang, fail or redirect.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const MODEL_KEY = 'sk-a-secret-of-the-test'
export const MODEL_NAME = 'small-model'
export const API_VERSION = '2024-10-21'

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Answer {
  /** What the model writes. */
  readonly content?: string | null
  /** Beside or in place of it, in the message. */
  readonly message?: Readonly<Record<string, unknown>>
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** In place of a completion. */
  readonly raw?: string
  readonly instead?: 'hang'
}

export interface LanguageModelDouble {
  readonly origin: string
  readonly asked: Asked[]
  /** The next answer, and all after it. */
  answer: Answer
  /** Resolves when the next request is there. */
  nextAsked(): Promise<void>
  close(): Promise<void>
}

/** A plan as teams-ai's sequences have it. */
export const does = (action: string, parameters?: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ type: 'plan', commands: [{ type: 'DO', action, ...(parameters ? { parameters } : {}) }] })

export async function startLanguageModel(): Promise<LanguageModelDouble> {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const double = { asked, answer: { content: does('none') } as Answer }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += String(part)
    const path = request.url ?? ''
    asked.push({ path, headers: request.headers, text })
    for (const tell of waiting.splice(0)) tell()
    const refusal = refusalOf(path, request.headers)
    if (refusal !== null) return send(response, refusal, { error: { message: `no, and your key was ${MODEL_KEY}` } })
    answerWith(response, double.answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(double, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextAsked: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function refusalOf(path: string, headers: IncomingHttpHeaders): number | null {
  if (path === '/v1/chat/completions') return headers.authorization === `Bearer ${MODEL_KEY}` ? null : 401
  if (path === `/openai/deployments/${MODEL_NAME}/chat/completions?api-version=${API_VERSION}`)
    return headers['api-key'] === MODEL_KEY && headers.authorization === undefined ? null : 401
  return 404
}

function answerWith(response: ServerResponse, { content = '', message, status = 200, headers, raw, instead }: Answer) {
  if (instead === 'hang') return
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  if (raw !== undefined) return send(response, status, raw)
  return send(response, status, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_772_438_400,
    model: MODEL_NAME,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, ...message },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 900, completion_tokens: 20, total_tokens: 920 },
  })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
