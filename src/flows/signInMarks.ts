/**
 * How far the polled sign-in log was read, kept as watermarks of leases: written only under the epoch of whoever reads,
 * and moved forward only.
 */
import type { ReadingMarks, ReadingPlan } from '../domain/signInAlert/index.js'
import { setAlertBaseline } from './alertBaseline.js'
import type { Ports, Store } from './ports.js'
import { SIGN_IN_LOG } from './readiness.js'
import type { WindowRead } from './readSignIns.js'

/** Renewed with every page; a crashed holder is replaced after this. */
const LEASE_MS = 5 * 60 * 1000

const MARKS = {
  newest: SIGN_IN_LOG,
  interactive: `${SIGN_IN_LOG}/interactive`,
  nonInteractive: `${SIGN_IN_LOG}/non-interactive`,
  readAt: `${SIGN_IN_LOG}/read-at`,
  second: `${SIGN_IN_LOG}/second-pass`,
  last: `${SIGN_IN_LOG}/last-pass`,
} as const

type MarkName = keyof typeof MARKS

/** Somebody else reads now: what was stored so far is his as well, and the marks are his to move. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The right to read, and the marks under it. */
export interface Reading {
  readonly marks: ReadingMarks
  /** @throws LeaseLost */
  hold(): Promise<void>
  /** @throws LeaseLost */
  move(mark: MarkName, toMs: number): Promise<void>
  release(): Promise<void>
}

/** Null: it is another instance's turn. */
export async function takeReading(ports: Pick<Ports, 'clock' | 'log' | 'settings' | 'store'>, owner: string) {
  const { store } = ports
  const epoch = await store.takeLease(SIGN_IN_LOG, owner, LEASE_MS)
  if (epoch === null) return null
  const reading: Reading = {
    marks: (await readMarks(store)) ?? (await firstMarks(ports, owner, epoch)),
    async hold() {
      if ((await store.takeLease(SIGN_IN_LOG, owner, LEASE_MS)) !== epoch) throw new LeaseLost()
    },
    async move(mark, toMs) {
      await reading.hold()
      await setMark(store, owner, epoch, mark, toMs)
    },
    release: () => store.releaseLease(SIGN_IN_LOG, owner),
  }
  return reading
}

async function readMarks(store: Store): Promise<ReadingMarks | null> {
  const at = async (mark: MarkName): Promise<number | null> => (await store.watermark(MARKS[mark]))?.getTime() ?? null
  const newestMs = await at('newest')
  if (newestMs === null) return null
  const streams = [await at('interactive'), await at('nonInteractive')]
  return {
    newestMs,
    streamsMs: streams.filter((ms) => ms !== null),
    readAtMs: await at('readAt'),
    secondMs: await at('second'),
    lastMs: await at('last'),
  }
}

/**
 * The first start looks back a little and alerts on nothing older: a log of a month is not a month of news. Written
 * before the first read, so that a first start without Graph loses nothing either.
 */
async function firstMarks(
  { clock, log, settings, store }: Pick<Ports, 'clock' | 'log' | 'settings' | 'store'>,
  owner: string,
  epoch: number,
): Promise<ReadingMarks> {
  const fromMs = clock.now().getTime() - settings.firstPollMs
  await setAlertBaseline({ log, store }, owner, new Date(fromMs))
  for (const mark of ['second', 'last', 'newest'] as const) await setMark(store, owner, epoch, mark, fromMs)
  return { newestMs: fromMs, streamsMs: [], readAtMs: null, secondMs: fromMs, lastMs: fromMs }
}

/** The first mark is the lease's own row; the others are rows beside it, held only while they are written. */
async function setMark(store: Store, owner: string, epoch: number, mark: MarkName, toMs: number): Promise<void> {
  const name = MARKS[mark]
  const under = name === SIGN_IN_LOG ? epoch : await store.takeLease(name, owner, LEASE_MS)
  const before = await store.watermark(name)
  if (before !== null && before.getTime() >= toMs) return
  if (under === null || !(await store.setWatermark(name, new Date(toMs), under))) throw new LeaseLost()
}

/** After a round that was read to its end and worked with. */
export async function moveMarks(reading: Reading, plan: ReadingPlan, read: WindowRead, nowMs: number): Promise<void> {
  // A row from the future is somebody's wrong clock.
  const past = (ms: number): number => Math.min(ms, nowMs)
  if (read.interactiveMs !== null) await reading.move('interactive', past(read.interactiveMs))
  if (read.nonInteractiveMs !== null) await reading.move('nonInteractive', past(read.nonInteractiveMs))
  if (plan.second !== null) await reading.move('second', plan.second.markMs)
  if (plan.last !== null) await reading.move('last', plan.last.markMs)
  await reading.move('readAt', nowMs)
  // An empty log says nothing about how far it reaches.
  if (read.newestMs !== null) await reading.move('newest', past(read.newestMs))
}
