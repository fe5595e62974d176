import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import { type ErrorCode, PosternError } from '../../src/domain/errors.js'
import { tenantId, userId } from '../../src/domain/ids.js'
import type { Actor } from '../../src/flows/actor.js'
import { createFileTurns, type FileTurns } from '../../src/flows/fileTurns.js'
import { type GatherPorts, gatherMessage, type InHand } from '../../src/flows/gatherMessage.js'
import { type FilePointer, type Reading, UNREAD_REASONS } from '../../src/flows/ports.js'
import { DANA, SAM, TENANT_ID } from '../support/activities.js'
import { keptLog } from '../support/log.js'

const LURE = 'To join open https://microsoft.com/devicelogin and enter the code CDHGE7KTP'
const PROMPT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
const dana: Actor = {
  userId: userId(DANA.aadObjectId),
  tenantId: tenantId(TENANT_ID),
  locale: 'en',
  place: 'personal',
  conversationId: 'a:dana',
}
const file = (name: string): FilePointer => ({ kind: 'teams-download', url: `https://x/${name}`, name })
const reads = (change: Partial<Reading>): Reading => ({ passages: [], author: null, unread: [], ...change })
const picture = (text: string) => reads({ passages: [{ from: 'picture', text }] })
const message = (change: Partial<InHand> = {}): InHand => ({
  ...{ text: '', own: '', hasWords: false, quotes: [], pointers: [], unread: [] },
  ...change,
})

/** What each name reads as: a reading, an error of the source, or nothing ever. */
type Shelf = Readonly<Record<string, Reading | Error | 'hangs'>>

function start(shelf: Shelf = {}, fileTurns: FileTurns = createFileTurns()) {
  const time = new AbortController()
  const log = keptLog()
  const asked: number[] = []
  const fetched: string[] = []
  let busy = 0
  let busiest = 0
  const ports: GatherPorts = {
    log,
    deadlines: {
      after: (ms) => {
        asked.push(ms)
        return time.signal
      },
    },
    files: {
      async fetch(pointer) {
        const name = pointer.kind === 'teams-download' ? (pointer.name ?? '') : ''
        fetched.push(name)
        busy += 1
        busiest = Math.max(busiest, busy)
        await Promise.resolve()
        const kept = shelf[name]
        if (kept === 'hangs') return new Promise(() => undefined)
        busy -= 1
        if (kept instanceof Error) throw kept
        return { name, contentType: null, bytes: Buffer.from(name) }
      },
    },
    fileTurns,
    reader: {
      async read({ name }) {
        const kept = shelf[name ?? '']
        if (kept === undefined || kept instanceof Error || kept === 'hangs') throw new Error('broken')
        return kept
      },
      close: async () => undefined,
    },
  }
  const gather = (inHand: Partial<InHand>, writer: 'asker' | 'someone-else' | null = null) =>
    gatherMessage(ports, dana, message(inHand), { writer, patienceMs: 1_000 })
  return { gather, time, log, asked, fetched, busiest: () => busiest }
}

describe('a message with a picture', () => {
  it('is judged by what the picture says', async () => {
    const { gather } = start({ a: picture(LURE) })
    const { input, unread, hasPictures, isEmpty } = await gather({ pointers: [file('a')] })
    expect(checkMessage(input).verdict).toBe('phishing')
    expect({ unread, hasPictures, isEmpty }).toEqual({ unread: [], hasPictures: true, isEmpty: false })
  })

  it('is not judged where nothing can be read and there are no words', async () => {
    const { gather } = start({ a: new PosternError('file-unavailable') })
    expect(await gather({ pointers: [file('a')] })).toMatchObject({
      isEmpty: true,
      unread: [{ name: 'a', why: 'could-not-fetch' }],
    })
  })

  it.each(UNREAD_REASONS)('and nothing else is never judged where it was not read: %s', async (why) => {
    const { gather } = start({ a: reads({ unread: [{ name: 'a', why }] }) })
    expect(await gather({ pointers: [file('a')] })).toMatchObject({ isEmpty: true, unread: [{ name: 'a', why }] })
  })

  it.each(['?', '👍', '\u200b', '<p>&nbsp;</p>'])('is not judged by a sign beside it either: %j', async (text) => {
    const { gather } = start({ a: new PosternError('file-unavailable') })
    expect(await gather({ text, hasWords: true, pointers: [file('a')] })).toMatchObject({ isEmpty: true })
  })

  it.each(['<https://evil.example/x>', '<p><a href="https://evil.example/x">👍</a></p>'])(
    'is judged by a link beside it: %s',
    async (text) => {
      const { gather } = start({ a: new PosternError('file-unavailable') })
      expect(await gather({ text, hasWords: true, pointers: [file('a')] })).toMatchObject({ isEmpty: false })
    },
  )

  it('is judged by its words where there are some, and never certain to be harmless', async () => {
    const { gather } = start({ a: new PosternError('file-unavailable') })
    const { input, isEmpty } = await gather({ text: 'see you at lunch', hasWords: true, pointers: [file('a')] })
    expect(isEmpty).toBe(false)
    const { verdict, confidence, signals } = checkMessage(input)
    expect({ verdict, confidence }).toEqual({ verdict: 'unrelated', confidence: 'unsure' })
    expect(signals).toContainEqual({ code: 'unread-part', evidence: '' })
  })

  it('keeps a QR code within what the judge reads, whatever else is long', async () => {
    const { gather } = start({
      a: reads({ passages: [{ from: 'file', text: 'minutes '.repeat(20_000) }] }),
      b: reads({ passages: [{ from: 'qr', text: 'https://microsoft.com/devicelogin?otc=CDHGE7KTP' }] }),
    })
    const { input } = await gather({ pointers: [file('a'), file('b')] })
    expect(checkMessage(input).verdict).toBe('phishing')
  })
})

describe('a picture in the text itself', () => {
  const PICTURE = `data:image/png;base64,${Buffer.from('picture of a lure').toString('base64')}`
  it.each([
    ['pasted as it is', PICTURE],
    ['in Markdown', `![](${PICTURE})`],
    ['in HTML', `<p><img src="${PICTURE}"></p>`],
  ])('is read like one beside it: %s', async (_form, text) => {
    const { gather } = start({ '': picture(LURE) })
    const { input, unread, hasPictures } = await gather({ text, hasWords: true })
    expect(checkMessage(input).verdict).toBe('phishing')
    expect({ unread, hasPictures }).toEqual({ unread: [], hasPictures: true })
  })

  it('that cannot be read is said, and judged as nothing where nothing else is there', async () => {
    const { gather } = start({ '': reads({ unread: [{ name: null, why: 'damaged' }] }) })
    expect(await gather({ text: PICTURE, hasWords: true })).toMatchObject({ isEmpty: true })
    const { input, isEmpty } = await gather({ text: `${PICTURE}\nsee you at lunch`, hasWords: true })
    expect(isEmpty).toBe(false)
    expect(checkMessage(input)).toMatchObject({ verdict: 'unrelated', confidence: 'unsure' })
  })

  it('swallows no word behind it', async () => {
    const { gather } = start({ '': picture('nothing') })
    const { input } = await gather({ text: `${PICTURE}\n${LURE}`, hasWords: true })
    expect(checkMessage(input).verdict).toBe('phishing')
  })
})

describe('what is not read', () => {
  it.each<[ErrorCode, string]>([
    ['file-not-allowed', 'source-not-allowed'],
    ['file-too-large', 'too-large'],
    ['file-unavailable', 'could-not-fetch'],
    ['graph-forbidden', 'not-permitted'],
    ['graph-unavailable', 'could-not-fetch'],
    ['internal', 'reader-failed'],
  ])('for %s is told as %s, and the rest is read', async (code, why) => {
    const { gather, log } = start({ bad: new PosternError(code), good: picture('hello') })
    const { input, unread } = await gather({ pointers: [file('bad'), file('good')] })
    expect(unread).toEqual([{ name: 'bad', why }])
    expect(input.passages).toHaveLength(1)
    expect(log.lines.map(({ level }) => level)).toContain('warn')
  })

  it('because the reader broke, or found nothing and said nothing, is told', async () => {
    const { gather } = start({ silent: reads({}) })
    expect((await gather({ pointers: [file('broken'), file('silent')] })).unread).toEqual([
      { name: 'broken', why: 'reader-failed' },
      { name: 'silent', why: 'nothing-legible' },
    ])
  })

  it('is told after what was known before, with what the reader said', async () => {
    const { gather } = start({ a: reads({ unread: [{ name: 'inner.zip', why: 'format-unknown' }] }) })
    const known = [{ name: null, why: 'source-not-allowed' }] as const
    expect((await gather({ unread: known, pointers: [file('a')] })).unread).toEqual([
      ...known,
      { name: 'inner.zip', why: 'format-unknown' },
    ])
  })

  it('is every file after the fifth; two at once are read', async () => {
    const names = ['1', '2', '3', '4', '5', '6', '7']
    const { gather, fetched, busiest } = start(Object.fromEntries(names.map((name) => [name, picture(name)])))
    const { input, unread } = await gather({ pointers: names.map(file) })
    expect(input.passages?.map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5'])
    expect(unread).toEqual([
      { name: '6', why: 'too-many' },
      { name: '7', why: 'too-many' },
    ])
    expect([fetched.length, busiest()]).toEqual([5, 2])
  })

  it('is what hangs: all files share one deadline, and what came before it is kept', async () => {
    const { gather, time, asked, fetched } = start({
      slow: 'hangs',
      slower: 'hangs',
      quick: picture(LURE),
      last: picture('x'),
    })
    const gathering = gather({ pointers: [file('quick'), file('slow'), file('slower'), file('last')] })
    setImmediate(() => time.abort())
    const { input, unread } = await gathering
    expect(checkMessage(input).verdict).toBe('phishing')
    expect(unread).toEqual(['slow', 'slower', 'last'].map((name) => ({ name, why: 'out-of-time' })))
    expect(asked).toEqual([1_000])
    expect(fetched).not.toContain('last')
  })

  it('leaves no name in the log', async () => {
    const { gather, log } = start({ 'Salaries.xlsx': new PosternError('file-unavailable') })
    await gather({ pointers: [file('Salaries.xlsx')] })
    expect(JSON.stringify(log.lines)).not.toMatch(/Salaries|https/)
  })
})

describe('whose words they are', () => {
  const authorOf = async (inHand: Partial<InHand>, writer: 'asker' | 'someone-else' | null = null, shelf: Shelf = {}) =>
    (await start(shelf).gather(inHand, writer)).input.author
  const quoted = (authorId: string | null, own = 'is this real?'): Partial<InHand> => ({
    text: `${PROMPT} ${own}`,
    own,
    hasWords: true,
    quotes: [{ authorId }],
  })

  it('is not said of a paste, and is as Teams says of a picked message', async () => {
    expect(await authorOf({ text: PROMPT, own: PROMPT })).toBeUndefined()
    expect(await authorOf({ text: PROMPT, own: PROMPT }, 'asker')).toBe('asker')
    expect(await authorOf({ text: PROMPT, own: PROMPT }, 'someone-else')).toBe('someone-else')
  })

  it('is somebody else where a mail says so, whoever its From names', async () => {
    for (const address of ['it-desk@fabrikam.example', 'dana@contoso.example']) {
      const mail = reads({ passages: [{ from: 'file', text: PROMPT }], author: { address, displayName: null } })
      const { input, author } = await start({ mail }).gather({ pointers: [file('mail')] })
      expect(checkMessage(input).verdict).toBe('suspicious')
      expect(author).toEqual({ userId: null, address, displayName: null })
    }
  })

  it('is somebody else where the message only quotes', async () => {
    expect(await authorOf(quoted(SAM.aadObjectId))).toBe('someone-else')
    expect(await authorOf(quoted(null))).toBe('someone-else')
    expect(await authorOf(quoted(SAM.aadObjectId), 'asker')).toBe('someone-else')
  })

  it('is not somebody else where people quote themselves, or bring a code of their own', async () => {
    expect(await authorOf(quoted(DANA.aadObjectId))).toBeUndefined()
    expect(await authorOf(quoted(SAM.aadObjectId, PROMPT))).toBeUndefined()
  })
})

describe('files of many people', () => {
  it('wait where the turns are taken, and are called so', async () => {
    const turns = createFileTurns({ atOnce: 1, atOnceEach: 1, waiting: 9, waitingEach: 9 })
    await turns.take(userId(SAM.aadObjectId), new AbortController().signal)
    const { gather, time, fetched } = start({ a: picture(LURE) }, turns)
    const gathered = gather({ pointers: [file('a')] })
    await Promise.resolve()
    time.abort()
    expect((await gathered).unread).toEqual([{ name: 'a', why: 'busy' }])
    expect(fetched).toEqual([])
  })

  it('are refused where too many wait', async () => {
    const turns = createFileTurns({ atOnce: 0, atOnceEach: 1, waiting: 0, waitingEach: 1 })
    const { gather } = start({ a: picture(LURE) }, turns)
    expect(await gather({ pointers: [file('a')] })).toMatchObject({
      isEmpty: true,
      unread: [{ name: 'a', why: 'busy' }],
    })
  })

  it('give their turns back, however they end', async () => {
    const turns = createFileTurns({ atOnce: 1, atOnceEach: 1, waiting: 9, waitingEach: 9 })
    const { gather } = start(
      { a: new Error('broken'), b: new PosternError('file-unavailable'), c: picture(LURE) },
      turns,
    )
    const { unread } = await gather({ pointers: [file('a'), file('b'), file('c')] })
    expect(unread.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(await turns.take(userId(SAM.aadObjectId), new AbortController().signal)).not.toBe('busy')
  })
})
