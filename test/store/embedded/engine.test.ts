/** The embedded store as an operator meets it: processes that start, collide, are killed and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Store } from '../../../src/flows/ports.js'
import { openEmbedded } from '../../../src/store/embedded/engine.js'
import { openStore } from '../../../src/store/index.js'
import { temporaryDirectory } from '../../support/engines.js'
import { JOB } from '../examples.js'

const SCRIPT = fileURLToPath(new URL('../../support/storeProcess.mjs', import.meta.url))

describe('the embedded store', () => {
  const directory = temporaryDirectory()
  const open = (): Promise<Store> => openStore({ dataDir: directory.path, owner: 'test' })
  let child: ChildProcess | null = null
  /** Starts the process and hands its lines to `until`, which says when enough was heard. */
  const hear = (until: (line: string) => boolean, ...task: string[]): Promise<string[]> =>
    new Promise((resolve) => {
      const started = spawn(process.execPath, [SCRIPT, directory.path, ...task], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child = started
      const lines: string[] = []
      const output = createInterface({ input: started.stdout })
      output.on('line', (line) => {
        lines.push(line)
        if (until(line)) started.kill('SIGKILL')
      })
      output.on('close', () => resolve(lines))
    })

  beforeAll(async () => (await open()).close())
  afterEach(() => {
    vi.useRealTimers()
    child?.kill('SIGKILL')
  })
  afterAll(() => directory.remove())

  it('keeps what was written for the next start, in files that are the owner’s alone', async () => {
    const first = await open()
    await first.addJob(JOB)
    await first.close()
    const second = await open()
    expect(await second.addJob(JOB)).toBe(false)
    await second.close()
    expect(readdirSync(directory.path)).toEqual(['database'])
    expect(statSync(directory.path).mode & 0o077).toBe(0)
  })

  it('is refused to a second store of the same process', async () => {
    const first = await open()
    await expect(open()).rejects.toMatchObject({ code: 'store-locked' })
    await expect(first.ping()).resolves.toBeUndefined()
    await first.close()
  })

  it('is refused to a second process', async () => {
    const first = await open()
    expect(await hear(() => false)).toEqual(['store-locked'])
    await first.close()
  })

  it('loses nothing it has acknowledged when it is killed in a burst of writing', async () => {
    const enough = (line: string) => Number(line) >= 150
    const acknowledged = (await hear(enough, 'write')).filter((line) => line !== 'open').map(Number)
    expect(acknowledged.length).toBeGreaterThan(150)

    // The kernel has let go of the lock with the process: the next start is not kept waiting.
    const store = await open()
    for (const number of acknowledged) {
      expect(await store.addJob({ ...JOB, key: `job ${number}` })).toBe(false)
      if (number % 2 === 1) expect(await store.addJob({ ...JOB, key: `with job ${number}` })).toBe(false)
    }
    await store.close()
  })

  it('finishes what is in hand before it closes, and takes nothing after', async () => {
    const store = await open()
    const written = Array.from({ length: 20 }, (_, index) => store.addJob({ ...JOB, key: `last ${index}` }))
    const closed = store.close()
    expect(await Promise.all(written)).toEqual(Array(20).fill(true))
    await closed
    await store.close()
    await expect(store.ping()).rejects.toMatchObject({ code: 'store-unavailable' })
    await expect(store.exportLines()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'store-unavailable',
    })
  })

  it('does not hold up the thread it is used from', async () => {
    const engine = await openEmbedded(directory.path, 'test')
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await engine.query('select count(*) from generate_series(1, 2000000)')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
    await engine.close()
  })

  it('vacuums by itself from time to time, since nothing else does', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const engine = await openEmbedded(directory.path, 'test')
    const vacuums = async () => {
      const { rows } = await engine.query(
        "select vacuum_count::int as n from pg_stat_user_tables where relname = 'job'",
      )
      return Object(rows[0]).n
    }
    const before = await vacuums()
    vi.advanceTimersByTime(15 * 60 * 1000)
    // Asked behind the vacuum: statements take turns.
    expect(await vacuums()).toBe(before + 1)
    await engine.close()
  })

  it('is refused with a reason where the files are of another PostgreSQL', async () => {
    const version = join(directory.path, 'database', 'PG_VERSION')
    writeFileSync(version, '17\n')
    await expect(open()).rejects.toMatchObject({ code: 'store-format' })
    writeFileSync(version, '18\n')
    await (await open()).close()
  })
})
