/**
 * The embedded engine: PGlite in a worker thread, behind the lock, the heartbeat and the proof that it writes through.
 *
 * There is one connection. Statements and transactions take turns in the order in which they were asked for, so a
 * transaction that waits for the network holds up everybody.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PosternError } from '../../domain/errors.js'
import type { Engine, Param, Result } from '../engine.js'
import { takeTurns } from '../turns.js'
import { bindable } from '../values.js'
import { compiled } from './compiled.js'
import { startHeartbeat } from './heartbeat.js'
import { takeLock } from './lock.js'
import { startWorker, type WorkerClient } from './workerClient.js'

const DATABASE = 'database'
const UNFINISHED = 'database.unfinished-'
/** Without autovacuum (PGlite has no background workers) rows that were replaced would never make room. */
const VACUUM_EVERY_MS = 15 * 60 * 1000

/** Throws `store-locked`, `store-not-durable`, `store-format`, `store-unavailable`. */
export async function openEmbedded(dataDir: string, owner: string): Promise<Engine> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = await takeLock(dataDir)
  let worker: WorkerClient | null = null
  let isLost = false
  try {
    const heartbeat = await startHeartbeat(dataDir, owner, () => {
      isLost = true
      worker?.abort(new PosternError('store-locked'))
    })
    try {
      await initialiseOnce(dataDir)
      worker = await startWorker(join(dataDir, DATABASE))
      if (isLost) worker.abort(new PosternError('store-locked'))
    } catch (error) {
      await heartbeat.stop()
      throw error
    }
    return makeEngine(worker, async () => {
      await heartbeat.stop()
      await lock.release()
    })
  } catch (error) {
    await lock.release()
    throw error
  }
}

function makeEngine(worker: WorkerClient, release: () => Promise<void>): Engine {
  const nextTurn = takeTurns()
  // Async, so that a value that cannot be bound is a rejection: a throw before the promise would keep the turn for ever.
  const ask = async (sql: string, params: readonly Param[] = []) => worker.ask('query', sql, params.map(bindable))
  const inTurn = async (work: () => Promise<Result>) => {
    const endTurn = await nextTurn()
    try {
      return await work()
    } finally {
      endTurn()
    }
  }
  const vacuum = setInterval(() => void inTurn(() => ask('vacuum (analyze)')).catch(() => undefined), VACUUM_EVERY_MS)
  vacuum.unref()
  return {
    kind: 'embedded',
    query: (sql, params) => inTurn(() => ask(sql, params)),
    async begin() {
      const endTurn = await nextTurn()
      let over = false
      // A failed commit has ended the transaction: a rollback after it would hit somebody else's.
      const end = (sql: string) => async () => {
        if (over) return
        over = true
        await ask(sql).finally(endTurn)
      }
      await ask('begin').catch((error: unknown) => {
        endTurn()
        throw error
      })
      const run = async (script: string) => void (await worker.ask('run', script, []))
      return { query: ask, run, commit: end('commit'), rollback: end('rollback') }
    },
    async close() {
      clearInterval(vacuum)
      // Never given back: nothing comes after.
      await nextTurn()
      await worker.close()
      await release()
    },
  }
}

/** A database appears under its name only when it is whole and on the disk. */
async function initialiseOnce(dataDir: string): Promise<void> {
  const found = readdirSync(dataDir)
  if (found.includes(DATABASE)) return
  for (const name of found.filter((item) => item.startsWith(UNFINISHED)))
    rmSync(join(dataDir, name), { recursive: true, force: true })
  const fresh = mkdtempSync(join(dataDir, UNFINISHED))
  await runProgram(fileURLToPath(compiled('./initialise.js', import.meta.url)), fresh)
  renameSync(fresh, join(dataDir, DATABASE))
}

async function runProgram(file: string, argument: string): Promise<void> {
  const { PATH, SystemRoot, TMPDIR, TEMP } = process.env
  // It needs none of our secrets.
  const env = { PATH, SystemRoot, TMPDIR, TEMP }
  const child = spawn(process.execPath, [file, argument], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).catch((cause: unknown) => {
    throw new PosternError('store-unavailable', { why: 'the database could not be initialised' }, { cause })
  })
  if (status !== 0)
    throw new PosternError(
      'store-unavailable',
      { why: 'the database could not be initialised' },
      { cause: new Error(complaint) },
    )
}
