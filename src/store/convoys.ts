/**
 * Transactions that go together: while one is under way, those that are asked for gather, and then go in one. A commit
 * waits for the disk and the head of the trail is one row, so what each delivery writes alone would be the limit.
 */
import { isPosternError } from '../domain/errors.js'
import type { StoreTx } from '../flows/ports.js'
import { allHaveAsked } from './gather.js'

const MOST = 50

type Whole = <T>(work: (tx: StoreTx) => Promise<T>) => Promise<T>

interface Waiting {
  readonly work: (tx: StoreTx) => Promise<unknown>
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** @param assertUsable throws where a transaction is open: who asked is not known any more when the convoy goes */
export function inConvoys(whole: Whole, assertUsable: () => void): Whole {
  const waiting: Waiting[] = []
  let isUnderWay = false

  const alone = ({ work, resolve, reject }: Waiting): Promise<void> => whole(work).then(resolve, reject)
  const run = async (convoy: readonly Waiting[]): Promise<void> => {
    const [first, ...others] = convoy
    if (first === undefined || others.length === 0) return first && alone(first)
    try {
      const answers = await whole((tx) => allOf(convoy.map(({ work }) => work(tx))))
      for (const [index, { resolve }] of convoy.entries()) resolve(answers[index])
    } catch (error) {
      // Whether it was written is not known, or there is no database: nothing that another try would mend.
      if (isPosternError(error, 'store-unavailable')) for (const { reject } of convoy) reject(error)
      // One could not go on, and nothing of any is written. Each alone, he alone fails.
      else await Promise.all(convoy.map(alone))
    }
  }
  const drive = async (): Promise<void> => {
    isUnderWay = true
    while (waiting.length > 0) {
      await allHaveAsked()
      await run(waiting.splice(0, MOST))
    }
    isUnderWay = false
  }
  return <T>(work: (tx: StoreTx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      assertUsable()
      waiting.push({ work, resolve: (answer) => resolve(answer as T), reject })
      if (!isUnderWay) void drive()
    })
}

/** Waits for all, also where one fails: nobody may still ask when the transaction is rolled back. */
async function allOf<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  const ends = await Promise.allSettled(works)
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
}
