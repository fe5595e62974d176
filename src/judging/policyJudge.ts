/**
 * Judges small tenants in place and large ones on a thread of its own: a tenant of 350,000 users takes seconds, in which
 * the bot would answer nobody. The thread is started by the first question about a large tenant and keeps what it was
 * sent until another snapshot takes its place; it costs the tenant's size in memory once more.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { PosternError } from '../domain/errors.js'
import {
  headerOf,
  type Judgement,
  type JudgementArgs,
  type JudgementResult,
  judgeHere,
  type PolicySnapshot,
  thingCount,
  thingsOf,
} from '../domain/policyStatus/index.js'
import type { PolicyJudge } from '../flows/ports.js'
import { compiled } from './compiled.js'
import type { Order, Verdict } from './protocol.js'

/** Up to here a judgement takes a fraction of a second. */
export const SMALL_THINGS_MAX = 50_000
/** In one message: some milliseconds of work. A location may hold 2,000 ranges, so that the text counts as well. */
const THINGS_PER_MESSAGE = 1_000
const HEAVY: ReadonlySet<string> = new Set(['policy', 'named-location'])
/** The thread may lag behind by so many messages. */
const PIECES_PER_TURN = 2

interface Thread {
  readonly worker: Worker
  readonly asked: Map<number, { resolve(result: unknown): void; reject(error: PosternError): void }>
  /** Parts of what it was sent, which a snapshot seen again shares with the first; they are not kept for this. */
  holds: readonly WeakRef<object>[]
}

export interface RunningJudge extends PolicyJudge {
  /** Whether there is a thread. */
  readonly isRunning: boolean
  close(): Promise<void>
}

export function createPolicyJudge({ smallThingsMax = SMALL_THINGS_MAX } = {}): RunningJudge {
  let thread: Thread | null = null
  let lastId = 0
  /** A snapshot is sent whole before anything is asked about it or another one sent. */
  let sent: Promise<void> = Promise.resolve()

  function started(): Thread {
    if (thread !== null) return thread
    const worker = new Worker(compiled('./thread.js', import.meta.url), { execArgv: [], env: {} })
    const fresh: Thread = { worker, asked: new Map(), holds: [] }
    const end = (cause?: unknown): void => {
      if (thread === fresh) thread = null
      const error = ended(cause)
      for (const { reject } of fresh.asked.values()) reject(error)
      fresh.asked.clear()
    }
    worker.on('error', end)
    worker.once('exit', () => end())
    worker.on('message', (verdict: Verdict) => {
      const waiting = fresh.asked.get(verdict.id)
      fresh.asked.delete(verdict.id)
      if (fresh.asked.size === 0) worker.unref()
      if ('failed' in verdict) waiting?.reject(new PosternError('internal', { why: verdict.failed }))
      else waiting?.resolve(verdict.result)
    })
    worker.unref()
    thread = fresh
    return fresh
  }

  async function ask(judgement: Judgement, snapshot: PolicySnapshot, now: Date, args: readonly unknown[]) {
    const before = sent
    let done: () => void = () => undefined
    sent = new Promise((resolve) => {
      done = resolve
    })
    let verdict: Promise<unknown>
    try {
      await before
      const to = started()
      const parts = partsOf(snapshot)
      if (parts.some((part, index) => to.holds[index]?.deref() !== part)) await send(to, snapshot)
      // It may have ended meanwhile, for want of memory: nobody would answer.
      if (thread !== to) throw ended()
      lastId += 1
      const { takenAt, accounts } = snapshot
      const seen = { takenAt, ...(accounts === undefined ? {} : { accounts }) }
      const order: Order = { kind: 'judge', id: lastId, judgement, seen, now, args }
      verdict = new Promise((resolve, reject) => to.asked.set(lastId, { resolve, reject }))
      to.worker.ref()
      to.worker.postMessage(order)
    } finally {
      done()
    }
    return verdict
  }

  return {
    async judge<K extends Judgement>(kind: K, snapshot: PolicySnapshot, now: Date, ...args: JudgementArgs<K>) {
      if (thingCount(snapshot) <= smallThingsMax) return judgeHere(kind, snapshot, now, ...args)
      return (await ask(kind, snapshot, now, args)) as JudgementResult<K>
    },
    get isRunning() {
      return thread !== null
    },
    async close() {
      await thread?.worker.terminate()
    },
  }
}

const ended = (cause?: unknown): PosternError =>
  new PosternError('internal', { why: 'the thread that judges policy has ended' }, { cause })

const partsOf = ({ policies, directory }: PolicySnapshot): readonly object[] => [policies, directory]

/** A piece at a time, with a turn for everybody else between them. */
async function send(to: Thread, snapshot: PolicySnapshot): Promise<void> {
  const post = (order: Order): void => to.worker.postMessage(order)
  to.holds = []
  post({ kind: 'begin' })
  let piece: unknown[] = []
  let pieces = 0
  for (const thing of thingsOf(snapshot)) {
    piece.push(thing)
    if (piece.length < THINGS_PER_MESSAGE && !HEAVY.has(thing.kind)) continue
    post({ kind: 'things', json: JSON.stringify(piece) })
    piece = []
    pieces += 1
    if (pieces % PIECES_PER_TURN === 0) await turn()
  }
  post({ kind: 'things', json: JSON.stringify(piece) })
  post({ kind: 'end', header: headerOf(snapshot) })
  to.holds = partsOf(snapshot).map((part) => new WeakRef(part))
}
