import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userId } from '../../src/domain/ids.js'
import { createFileReader, type FileReaderOptions, type IsolatedFileReader } from '../../src/reading/index.js'
import { DANA, SAM } from '../support/activities.js'
import { LURE, mailWith, picture, readBytes, textOf } from './support.js'

const DIST = join(import.meta.dirname, '..', '..', 'dist', 'reading')
const PHOTO = join(import.meta.dirname, '..', 'data', 'reading', 'photo-12-megapixels.jpg')
const SCRIPT = join(import.meta.dirname, '..', 'support', 'readerProcess.mjs')

const opened: IsolatedFileReader[] = []
afterEach(() => Promise.all(opened.splice(0).map((reader) => reader.close())))
function open(limits: FileReaderOptions['limits'] = {}): IsolatedFileReader {
  const reader = createFileReader({ languages: ['eng'], limits })
  opened.push(reader)
  return reader
}

/** A reader whose process runs. */
async function warm(limits: FileReaderOptions['limits'] = {}) {
  const reader = open(limits)
  await readBytes(reader, LURE)
  return { reader, pid: reader.pid ?? 0 }
}

/** Signal 0 only asks. */
const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the process of the reader', () => {
  it('is another one, kept from file to file', async () => {
    const { reader, pid } = await warm()
    expect(pid).not.toBe(process.pid)
    await readBytes(reader, LURE)
    expect([reader.pid, runs(pid)]).toEqual([pid, true])
  })

  it('is not started before there is a file', () => {
    expect(open().pid).toBeNull()
  })

  it('is gone when the reader is closed, which then reads nothing', async () => {
    const { reader, pid } = await warm()
    const pending = readBytes(reader, picture('light.png'))
    await reader.close()
    expect(runs(pid)).toBe(false)
    expect((await pending).unread[0]?.why).toBe('reader-failed')
    expect((await readBytes(reader, LURE)).unread).toEqual([{ name: null, why: 'reader-failed' }])
    expect(reader.pid).toBeNull()
  })

  it('is ended for a file that nobody waits for any more, and reads the next', async () => {
    const { reader, pid } = await warm()
    const nobody = new AbortController()
    const photo = { name: null, contentType: null, bytes: readFileSync(PHOTO) }
    const [first, second] = [0, 1].map(() => reader.read(photo, { signal: nobody.signal }))
    const third = readBytes(reader, LURE)
    setImmediate(() => nobody.abort())
    expect((await first)?.unread).toEqual([{ name: null, why: 'out-of-time' }])
    expect((await second)?.unread).toEqual([{ name: null, why: 'out-of-time' }])
    expect(textOf(await third)).toBe(LURE)
    expect([runs(pid), reader.pid]).not.toEqual([true, pid])
  })

  it('is gone after a while without work, and there again for the next file', async () => {
    const { reader, pid } = await warm({ idleMs: 1 })
    await vi.waitFor(() => expect(runs(pid)).toBe(false), 20_000)
    expect(textOf(await readBytes(reader, LURE))).toBe(LURE)
  })

  it('is not kept where it holds much', async () => {
    const { reader } = await warm({ keptBytes: 1 })
    expect(reader.pid).toBeNull()
  })

  it('is gone when the bot is killed, even in the middle of a file', async () => {
    const bot = fork(SCRIPT, [join(DIST, 'index.js'), PHOTO], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const [pid] = (await once(bot, 'message')) as [number]
    expect(runs(pid)).toBe(true)
    bot.kill('SIGKILL')
    await vi.waitFor(() => expect(runs(pid)).toBe(false), 20_000)
  })

  it.runIf(existsSync('/proc/self/environ'))('knows nothing of the bot’s environment', async () => {
    vi.stubEnv('POSTERN_TEST_SECRET', 'correct horse')
    const { pid } = await warm()
    vi.unstubAllEnvs()
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0])
    expect(names.filter((name) => name !== '' && !name?.startsWith('NODE_CHANNEL_'))).toEqual([])
  })

  it('reaches no network', async () => {
    const server = createServer((socket) => socket.end())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const child = fork(join(import.meta.dirname, '..', 'support', 'tryNetwork.mjs'), [
      join(DIST, 'stayOffline.js'),
      String(port),
    ])
    const [tried] = (await once(child, 'message')) as [readonly string[]]
    server.close()
    expect(tried).toEqual(['connect refused', 'fetch refused', 'datagram refused'])
  })
})

describe('a file that ends the process', () => {
  it('by hanging is out of time, and the next is read', async () => {
    const { reader, pid } = await warm({ timeMs: 4000 })
    process.kill(pid, 'SIGSTOP')
    expect((await readBytes(reader, LURE, 'a')).unread).toEqual([{ name: 'a', why: 'out-of-time' }])
    expect(runs(pid)).toBe(false)
    expect(textOf(await readBytes(reader, LURE))).toBe(LURE)
  })

  it('by crashing costs itself, and the next is read', async () => {
    const { reader, pid } = await warm()
    const pending = readBytes(reader, picture('photo-12-megapixels.jpg'), 'a')
    process.kill(pid, 'SIGKILL')
    expect((await pending).unread).toEqual([{ name: 'a', why: 'reader-failed' }])
    expect(textOf(await readBytes(reader, LURE))).toBe(LURE)
    expect(reader.pid).not.toBe(pid)
  })

  it('while nobody uses it costs none', async () => {
    const { reader, pid } = await warm()
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect(runs(pid)).toBe(false), 20_000)
    // Its end is seen by the bot a moment after the system knows of it.
    await readBytes(reader, LURE)
    expect(textOf(await readBytes(reader, LURE))).toBe(LURE)
  })

  it('by swelling costs itself, and what was read of it before is kept', async () => {
    const { reader, pid } = await warm({ residentBytes: 130 * 1024 * 1024 })
    const reading = await readBytes(
      reader,
      mailWith([
        { type: 'text/plain', content: LURE },
        { type: 'image/jpeg', content: picture('photo-12-megapixels.jpg'), name: 'photo.jpg' },
      ]),
      'a',
    )
    expect(textOf(reading)).toContain(LURE)
    expect(reading).toMatchObject({ author: { address: 'mara@partner.example' } })
    expect(reading.unread).toEqual([{ name: 'a', why: 'reader-failed' }])
    expect(runs(pid)).toBe(false)
  })
})

describe('files at the same time', () => {
  it('are read one after another, each to whom it belongs', async () => {
    const reader = open()
    const readings = await Promise.all(['one', 'two', 'three'].map((text) => readBytes(reader, text)))
    expect(readings.map(textOf)).toEqual(['one', 'two', 'three'])
  })

  it('wait in a line that has an end', async () => {
    const reader = open({ waiting: 2 })
    const readings = await Promise.all(['one', 'two', 'three', 'four'].map((text) => readBytes(reader, text, text)))
    expect(readings.map((one) => one.unread)).toEqual([[], [], [], [{ name: 'four', why: 'busy' }]])
  })

  it('wait with as many bytes as may be held', async () => {
    const reader = open({ waitingBytes: 5 })
    const readings = await Promise.all(['one', 'two', 'three'].map((text) => readBytes(reader, text, text)))
    expect(readings.map((one) => one.unread)).toEqual([[], [], [{ name: 'three', why: 'busy' }]])
  })

  it('are read by turns, person by person', async () => {
    const reader = open()
    const done: string[] = []
    const send = async (whom: string, text: string) => {
      await reader.read({ name: null, contentType: null, bytes: Buffer.from(text) }, { whom: userId(whom) })
      done.push(text)
    }
    await Promise.all([
      ...['a1', 'a2', 'a3', 'a4'].map((text) => send(DANA.aadObjectId, text)),
      ...['b1', 'b2'].map((text) => send(SAM.aadObjectId, text)),
    ])
    expect(done).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4'])
  })

  it('that take long are given up when somebody else waits', async () => {
    const { reader, pid } = await warm({ shareMs: 0, timeMs: 60_000 })
    process.kill(pid, 'SIGSTOP')
    const slow = reader.read(
      { name: 'slow', contentType: null, bytes: Buffer.from(LURE) },
      { whom: userId(DANA.aadObjectId) },
    )
    const others = reader.read(
      { name: null, contentType: null, bytes: Buffer.from(LURE) },
      { whom: userId(SAM.aadObjectId) },
    )
    expect((await slow).unread).toEqual([{ name: 'slow', why: 'out-of-time' }])
    expect(textOf(await others)).toBe(LURE)
  })

  it('that take long are not given up for another of the same person', async () => {
    const reader = open({ shareMs: 0 })
    const [picture1, text] = await Promise.all([readBytes(reader, picture('light.png')), readBytes(reader, LURE)])
    expect([picture1.unread, text.unread]).toEqual([[], []])
  })

  it('wait no longer than they may', async () => {
    const reader = open({ waitingMs: 0 })
    expect((await readBytes(reader, LURE)).unread[0]?.why).toBe('out-of-time')
  })
})

describe('a language of letters', () => {
  it('whose data is not installed is a fault of the settings', () => {
    expect(() => createFileReader({ languages: ['eng', 'tlh'] })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    )
  })
})
