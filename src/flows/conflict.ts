/** Two writers on one alert: the loser's transaction is rolled back whole, and it reads and decides again. */
import { PosternError } from '../domain/errors.js'

/** Thrown inside a transaction; never leaves the flow that retries on it. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** More often than this is no accident. */
const TRIES_MAX = 5

/** @throws PosternError `store-unavailable` where the loser keeps losing; what `work` throws otherwise */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  throw new PosternError('store-unavailable', { what: 'an alert kept changing' })
}
