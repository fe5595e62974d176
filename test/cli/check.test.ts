import { describe, expect, it } from 'vitest'
import { type CheckOptions, runCheck } from '../../src/cli/check.js'
import { runCodes } from '../../src/cli/codes.js'
import { type Line, readLines, readText } from '../../src/cli/lines.js'
import type { FileInHand, Reading } from '../../src/flows/ports/files.js'
import { keptIo, statusOf } from './io.js'

const LURE = 'Dear colleague, open https://microsoft.com/devicelogin and enter H7QK3WPZ9.'

async function* bytes(...chunks: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

async function run(input: string, options: CheckOptions) {
  const io = keptIo({ '-': input })
  const status = await statusOf(
    runCheck(io, options, async () => {
      throw new Error('text needs no reader')
    }),
  )
  return { status, out: io.lines }
}

describe('check --jsonl', () => {
  it('answers a line each, in order, with the keys of the contract', async () => {
    const { status, out } = await run(
      `${JSON.stringify({ id: 'a', text: LURE, lang: 'en' })}\n${JSON.stringify({ id: 7, text: 'lunch?' })}\n`,
      { jsonl: true },
    )
    expect(status).toBe(0)
    expect(out.map((line) => JSON.parse(line))).toEqual([
      {
        id: 'a',
        verdict: 'phishing',
        confidence: 'certain',
        signals: expect.arrayContaining(['code-with-device-page']),
        advice: ['do-not-enter', 'report'],
      },
      { id: 7, verdict: 'unrelated', confidence: 'likely', signals: ['nothing-found'], advice: ['not-checked-here'] },
    ])
  })
  it.each(['not json', '[]', '{"id":"a"}', '{"text":"a"}', '{"id":{},"text":"a"}', 'null'])(
    'goes on after %s, and exits 1',
    async (line) => {
      const { status, out } = await run(`${line}\n{"id":"b","text":"lunch?"}`, { jsonl: true })
      expect(status).toBe(1)
      expect(JSON.parse(out[0] ?? '')).toEqual({ id: null, error: 'input-invalid' })
      expect(JSON.parse(out[1] ?? '')).toMatchObject({ id: 'b', verdict: 'unrelated' })
    },
  )
  it('says of a line that is too long what it is, and goes on', async () => {
    const { status, out } = await run(`${'x'.repeat(4 * 1024 * 1024 + 1)}\n{"id":"b","text":"lunch?"}`, { jsonl: true })
    expect([status, JSON.parse(out[0] ?? '')]).toEqual([1, { id: null, error: 'input-too-large' }])
    expect(out).toHaveLength(2)
  })
  it('skips empty lines', async () => {
    expect((await run('\n\r\n{"id":"b","text":"x"}\n\n', { jsonl: true })).out).toHaveLength(1)
  })
})

describe('check --json', () => {
  it('answers one object without an id', async () => {
    const { status, out } = await run(LURE, { json: true })
    expect(status).toBe(0)
    expect(out).toHaveLength(1)
    expect(Object.keys(JSON.parse(out[0] ?? ''))).toEqual(['verdict', 'confidence', 'signals', 'advice'])
  })
})

describe('check of a file that is not text', () => {
  const MAIL = 'From: mara@partner.example\nTo: jonas@contoso.example\nSubject: hi\n\nHello'
  const reading: Reading = {
    passages: [{ from: 'file', text: 'Your code is H7QK3WPZ9, open https://microsoft.com/devicelogin to sign in.' }],
    author: { address: 'mara@partner.example', displayName: null },
    unread: [{ name: 'plan.pdf', why: 'format-unknown' }],
  }
  async function runOn(answer: Reading, options: CheckOptions) {
    const io = keptIo({ 'a.eml': MAIL })
    const read = async (file: FileInHand) => {
      expect(Buffer.from(file.bytes).toString()).toBe(MAIL)
      return answer
    }
    return { status: await statusOf(runCheck(io, { ...options, file: 'a.eml' }, read)), io }
  }

  it('judges what the reader found, as somebody else’s words, with the same keys', async () => {
    const { status, io } = await runOn(reading, { json: true })
    expect(status).toBe(0)
    expect(Object.keys(JSON.parse(io.lines[0] ?? ''))).toEqual(['verdict', 'confidence', 'signals', 'advice'])
    expect(JSON.parse(io.lines[0] ?? '')).toMatchObject({
      verdict: 'phishing',
      signals: expect.arrayContaining(['from-someone-else']),
    })
  })
  it('says beside the answer what was not read', async () => {
    const { io } = await runOn(reading, {})
    expect(io.faults).toEqual(['Not read: plan.pdf: its format is not one that is read.'])
  })
  it('is a fault, not an answer, where nothing could be read', async () => {
    const { status, io } = await runOn({ ...reading, passages: [] }, { json: true })
    expect([status, io.lines]).toEqual([65, []])
  })
})

describe('check for people', () => {
  it('says verdict, reasons and advice in sentences', async () => {
    const { out } = await run(LURE, {})
    expect(out[0]).toBe('Phishing: somebody else wants a sign-in from you (certain)')
    expect(out.join('\n')).toContain('“H7QK3WPZ9”')
    expect(out.join('\n')).toContain('Do not enter the code')
  })
  it('lets no control character through to the terminal', async () => {
    const { out } = await run(`Dear \u001b[31mall, enter H7QK3WPZ9 \u0007at microsoft.com/devicelogin`, {})
    expect(out.join('')).not.toMatch(/\p{Cc}/u)
  })
  it('exits 66 when there is no such file', async () => {
    expect(await run('', { file: 'x' })).toEqual({ status: 66, out: [] })
  })
})

describe('codes', () => {
  it('lists every catalogue as one JSON object', async () => {
    const out: string[] = []
    expect(await runCodes({ out: (line) => out.push(line) }, { json: true })).toBe(0)
    const catalogues = JSON.parse(out.join(''))
    expect(Object.keys(catalogues)).toEqual(
      expect.arrayContaining([
        'signals',
        'reasons',
        'advice',
        'errors',
        'readErrors',
        'containment',
        'containmentReasons',
      ]),
    )
    expect(catalogues.signals['code-with-device-page']).toMatch(/code/)
  })
  it('lists the same for people', async () => {
    const out: string[] = []
    await runCodes({ out: (line) => out.push(line) }, {})
    expect(out.join('\n')).toContain('  code-with-device-page ')
  })
})

describe('lines', () => {
  const all = async (lengthMax: number, ...chunks: (string | Buffer)[]): Promise<Line[]> => {
    const lines: Line[] = []
    for await (const line of readLines(bytes(...chunks), lengthMax)) lines.push(line)
    return lines
  }
  it('are put together across chunks, also inside a character', async () => {
    const euro = Buffer.from('€')
    expect(await all(10, 'a', Buffer.concat([Buffer.from('b\n'), euro.subarray(0, 1)]), euro.subarray(1))).toEqual([
      { text: 'ab' },
      { text: '€' },
    ])
  })
  it('that are too long are told and skipped, and the next one is read', async () => {
    expect(await all(3, 'abcd', 'ef\ngh\n')).toEqual([{ tooLong: true }, { text: 'gh' }])
  })
  it('a text is read to its limit and no further', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.from('aaaa')
    }
    expect(await readText(endless(), 6)).toBe('aaaaaa')
  })
})
