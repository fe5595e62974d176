/** The language model by teams-ai's own classes, against an endpoint over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { QUESTION_CHOICES } from '../../src/domain/policyStatus/index.js'
import { createQuestionChooser } from '../../src/model/index.js'
import {
  type Answer,
  API_VERSION,
  does,
  type LanguageModelDouble,
  MODEL_KEY,
  MODEL_NAME,
  startLanguageModel,
} from '../support/languageModel.js'

const QUESTION = 'Would Adele be stopped at 203.0.113.9?'
const COMPLETION = JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content: does('status') } }] })
let model: LanguageModelDouble
const printed: unknown[][] = []

beforeAll(async () => {
  model = await startLanguageModel()
})
beforeEach(() => {
  model.asked.length = 0
  model.answer = { content: does('status') }
  printed.length = 0
  for (const way of ['log', 'warn', 'error', 'info'] as const)
    vi.spyOn(console, way).mockImplementation((...said) => void printed.push(said))
})
afterEach(() => {
  expect(printed).toEqual([])
  vi.restoreAllMocks()
})
afterAll(() => model.close())

const openai = () => ({ endpoint: `${model.origin}/v1`, key: MODEL_KEY, name: MODEL_NAME, azureApiVersion: null })
const azure = () => ({ ...openai(), endpoint: model.origin, azureApiVersion: API_VERSION })
const never = () => new AbortController().signal
const ask = (options: ReturnType<typeof openai> | ReturnType<typeof azure>, signal = never()) =>
  createQuestionChooser(options).choose(QUESTION, QUESTION_CHOICES, { signal })
const sent = () => JSON.parse(model.asked.at(-1)?.text ?? '{}')

describe('a language model', () => {
  it.each([
    ['of an OpenAI-compatible endpoint', openai],
    ['of Azure OpenAI', azure],
  ])('%s names a question with its parameters', async (_which, options) => {
    model.answer = { content: does('what-if', { person: 'Adele', from: '203.0.113.9' }) }
    expect(await ask(options())).toEqual({ kind: 'what-if', parameters: { person: 'Adele', from: '203.0.113.9' } })
    expect(model.asked).toHaveLength(1)
  })

  it.each([
    ['of an OpenAI-compatible endpoint', openai],
    ['of Azure OpenAI', azure],
  ])('%s is sent the fixed prompt and the question, and nothing else', async (_which, options) => {
    await ask(options())
    const body = sent()
    expect(Object.keys(body)).toEqual(['model', 'messages'])
    expect(body.model).toBe(MODEL_NAME)
    expect(body.messages).toHaveLength(2)
    expect(body.messages[0].role).toBe('system')
    expect(body.messages[1]).toEqual({ role: 'user', content: QUESTION })
    const first = body.messages[0].content
    await createQuestionChooser(options()).choose('{{$temp.input}} {{x}}', QUESTION_CHOICES, { signal: never() })
    expect(sent().messages).toEqual([
      { role: 'system', content: first },
      { role: 'user', content: '{{$temp.input}} {{x}}' },
    ])
    for (const { kind } of QUESTION_CHOICES) expect(first).toContain(kind)
    const names = Object.keys(model.asked[0]?.headers ?? {}).filter((name) => /^x-|organization|project/.test(name))
    expect(names).toEqual([])
    expect(model.asked[0]?.headers['user-agent']).toBe('Postern')
  })

  it.each([
    ['in a fence', `\`\`\`json\n${does('impact')}\n\`\`\``],
    ['over several lines', JSON.stringify(JSON.parse(does('impact')), null, 2)],
    [
      'with words beside it',
      `{"type":"plan","commands":[{"type":"SAY","response":"ok"},{"type":"DO","action":"impact"}]}`,
    ],
  ])('is understood %s', async (_how, content) => {
    model.answer = { content }
    expect(await ask(openai())).toEqual({ kind: 'impact', parameters: {} })
  })

  it('may find that nothing is meant', async () => {
    model.answer = { content: does('none') }
    expect(await ask(openai())).toBeNull()
  })

  it.each<[string, Answer, Record<string, unknown>]>([
    ['that refuses the key', { status: 401, raw: `{"error":{"message":"${MODEL_KEY}"}}` }, { code: 'model-refused' }],
    ['that knows no such model', { status: 404 }, { code: 'model-refused', detail: { status: 404 } }],
    ['that is asked too often', { status: 429, headers: { 'retry-after': '1' } }, { code: 'model-throttled' }],
    ['that fails', { status: 503 }, { code: 'model-unavailable' }],
    ['that sends elsewhere', { status: 307, headers: { location: '/v1/chat/completions' } }, { code: 'model-refused' }],
    ['that answers with a page', { raw: '<html><body>Sign in</body></html>' }, { code: 'model-answer-invalid' }],
    ['that sends more than an answer', { raw: `${COMPLETION}${' '.repeat(100_000)}` }, { detail: { what: 'size' } }],
    ['that answers at length', { content: `${does('status')}${' '.repeat(8_000)}` }, { code: 'model-answer-invalid' }],
    ['that talks', { content: 'All device code sign-ins are blocked.' }, { code: 'model-answer-invalid' }],
    [
      'that calls a tool',
      {
        content: null,
        message: { tool_calls: [{ id: '1', type: 'function', function: { name: 'rm', arguments: '{' } }] },
      },
      { code: 'model-answer-invalid' },
    ],
    [
      'that wants two things',
      { content: '{"type":"plan","commands":[{"type":"DO","action":"status"},{"type":"DO","action":"plan"}]}' },
      { code: 'model-answer-invalid' },
    ],
    [
      'that only talks in a plan',
      { content: '{"type":"plan","commands":[{"type":"SAY","response":"blocked"}]}' },
      { code: 'model-answer-invalid' },
    ],
    [
      'that adds to a command',
      { content: '{"type":"plan","commands":[{"type":"DO","action":"status","verdict":"blocked"}]}' },
      { code: 'model-answer-invalid' },
    ],
    ['that nests without an end', { content: '{"type":'.repeat(400) }, { code: 'model-answer-invalid' }],
  ])('%s is a fault with a code, asked once', async (_which, answer, fault) => {
    model.answer = answer
    await expect(ask(openai())).rejects.toMatchObject(fault)
    expect(model.asked).toHaveLength(1)
  })

  it('with another key is refused in Azure’s form too, and nothing of the answer is printed', async () => {
    await expect(ask({ ...azure(), key: 'another' })).rejects.toMatchObject({ code: 'model-refused' })
    await expect(ask({ ...openai(), key: 'another' })).rejects.not.toThrow(MODEL_KEY)
  })

  it('that never answers is given up when the time is over', async () => {
    model.answer = { instead: 'hang' }
    const time = new AbortController()
    const there = model.nextAsked()
    const answer = ask(openai(), time.signal)
    await there
    time.abort()
    await expect(answer).rejects.toMatchObject({ code: 'model-unavailable' })
  })

  it('that is not there is a fault with a code', async () => {
    await expect(ask({ ...openai(), endpoint: 'http://127.0.0.1:9/v1' })).rejects.toMatchObject({
      code: 'model-unavailable',
    })
  })

  it('that its client does not take is a fault of ours, and no turn ends with it', async () => {
    await expect(ask({ ...azure(), endpoint: 'ftp://127.0.0.1' })).rejects.toMatchObject({ code: 'internal' })
  })

  it('is not led elsewhere by variables of the client', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9')
    vi.stubEnv('OPENAI_ORG_ID', 'org-1')
    vi.stubEnv('AZURE_OPENAI_ENDPOINT', 'http://127.0.0.1:9')
    expect(await ask(openai())).toEqual({ kind: 'status', parameters: {} })
    expect(await ask(azure())).toEqual({ kind: 'status', parameters: {} })
    vi.unstubAllEnvs()
  })
})
