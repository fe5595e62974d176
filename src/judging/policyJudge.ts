/**
 * Judges small tenants in place and large ones on a thread of its own: a tenant of 350,000 users takes seconds, in which
 * the bot would answer nobody. The thread is started by the first question about a large tenant and keeps what it was
 * sent until another snapshot takes its place; it costs the tenant's size in memory once more. A snapshot of before comes to
 * it for a comparison, and goes again.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { PosternError } from '../domain/errors.js'
import {
  compareSnapshots,
  headerOf,
  type ImpactSignIns,
  type Judgement,
  type JudgementArgs,
  type JudgementResult,
  judgeHere,
  PackedMemberships,
  type PolicyDiff,
  type PolicySnapshot,
  thingCount,
  thingsOf,
} from '../domain/policyStatus/index.js'
import type { PolicyJudge } from '../flows/ports.js'
import { compiled } from './compiled.js'
import type { Order, Seen, Slot, Verdict } from './protocol.js'

/** Up to here a judgement takes a fraction of a second. */
export const SMALL_THINGS_MAX = 50_000
/** In one message: some milliseconds of work. A location may hold 2,000 ranges, so that the text counts as well. */
const THINGS_PER_MESSAGE = 1_000
const RECORDS_PER_MESSAGE = 200
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

  /** @param prepare sends what the order needs beside the snapshot; where it answers false, null comes back. */
  async function ask(
    order: (id: number) => Order,
    snapshot: PolicySnapshot,
    prepare: (to: Thread) => Promise<boolean> = async () => true,
  ): Promise<unknown> {
    const earlier = sent
    let done: () => void = () => undefined
    sent = new Promise((resolve) => {
      done = resolve
    })
    let verdict: Promise<unknown>
    try {
      await earlier
      const to = started()
      const parts = partsOf(snapshot)
      if (parts.some((part, index) => to.holds[index]?.deref() !== part)) {
        to.holds = []
        await send(to, snapshot, 'now')
        to.holds = parts.map((part) => new WeakRef(part))
      }
      if (!(await prepare(to))) return null
      // It may have ended meanwhile, for want of memory: nobody would answer.
      if (thread !== to) throw ended()
      lastId += 1
      const id = lastId
      verdict = new Promise((resolve, reject) => to.asked.set(id, { resolve, reject }))
      to.worker.ref()
      to.worker.postMessage(order(id))
    } finally {
      done()
    }
    return verdict
  }

  return {
    async judge<K extends Judgement>(kind: K, snapshot: PolicySnapshot, now: Date, ...args: JudgementArgs<K>) {
      if (thingCount(snapshot) <= smallThingsMax) return judgeHere(kind, snapshot, now, ...args)
      const seen = seenOf(snapshot)
      const [signIns, ...rest] = args as readonly unknown[]
      const records = kind === 'impact' ? [...(signIns as ImpactSignIns).records] : null
      const sent = records === null ? args : [{ ...(signIns as ImpactSignIns), records: [] }, ...rest]
      const order = (id: number): Order => ({ kind: 'judge', id, judgement: kind, seen, now, args: sent })
      return (await ask(order, snapshot, (to) => sendRecords(to, records ?? []))) as JudgementResult<K>
    },
    async compare(loadBefore, after, options) {
      if (thingCount(after) <= smallThingsMax) {
        const before = await loadBefore()
        return before === null ? null : compareSnapshots(before, after, options)
      }
      const seen = seenOf(after)
      const order = (id: number): Order => ({ kind: 'compare', id, seen, options })
      return (await ask(order, after, (to) => sendBefore(to, loadBefore))) as PolicyDiff | null
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

const seenOf = ({ takenAt, accounts }: PolicySnapshot): Seen => ({
  takenAt,
  ...(accounts === undefined ? {} : { accounts }),
})

const partsOf = ({ policies, directory }: PolicySnapshot): readonly object[] => [policies, directory]

/** A month of a large tenant is tens of thousands, which one message would copy at once. */
async function sendRecords(to: Thread, records: readonly unknown[]): Promise<boolean> {
  for (let at = 0; at < records.length; at += RECORDS_PER_MESSAGE) {
    to.worker.postMessage({ kind: 'records', slice: records.slice(at, at + RECORDS_PER_MESSAGE) } satisfies Order)
    await turn()
  }
  return true
}

/** A call of its own: with it goes all that holds the snapshot here. */
async function sendBefore(to: Thread, load: () => Promise<PolicySnapshot | null>): Promise<boolean> {
  const before = await load()
  if (before !== null) await send(to, before, 'before')
  return before !== null
}

/** A piece at a time, with a turn for everybody else between them. */
async function send(to: Thread, snapshot: PolicySnapshot, slot: Slot): Promise<void> {
  const post = (order: Order): void => to.worker.postMessage(order)
  post({ kind: 'begin', slot })
  let pieces = 0
  const pause = async (): Promise<void> => {
    pieces += 1
    if (pieces % PIECES_PER_TURN === 0) await turn()
  }
  const { memberships } = snapshot.directory
  const isPacked = memberships instanceof PackedMemberships
  let piece: unknown[] = []
  for (const thing of thingsOf(isPacked ? withoutMemberships(snapshot) : snapshot)) {
    piece.push(thing)
    if (piece.length < THINGS_PER_MESSAGE && !HEAVY.has(thing.kind)) continue
    post({ kind: 'things', json: JSON.stringify(piece) })
    piece = []
    await pause()
  }
  post({ kind: 'things', json: JSON.stringify(piece) })
  for (const slice of isPacked ? memberships.slices(THINGS_PER_MESSAGE) : []) {
    // Nobody else holds the numbers of a slice: they go over without a copy.
    to.worker.postMessage({ kind: 'memberships', slice } satisfies Order, [slice.pairs.buffer as ArrayBuffer])
    await pause()
  }
  post({ kind: 'end', header: headerOf(snapshot) })
}

const withoutMemberships = (snapshot: PolicySnapshot): PolicySnapshot => ({
  ...snapshot,
  directory: { ...snapshot.directory, memberships: [] },
})
