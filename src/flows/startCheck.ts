/**
 * One more message of a person is checked, unless it is one too many: a check costs a reader's time, requests to Graph
 * and rows. Asked before anything is fetched, and counted in the database, for all replicas together. Buttons of cards
 * are not counted: that somebody entered a code is always taken.
 */
import { PosternError } from '../domain/errors.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

const SECONDS_PER_HOUR = 3600

/** @throws PosternError `checks-too-many`, with the time after which the next one is taken */
export async function startCheck(
  { log, settings, store }: Pick<Ports, 'log' | 'settings'> & { readonly store: Pick<Ports['store'], 'takeToken'> },
  { userId }: Actor,
): Promise<void> {
  const capacity = settings.checksPerHourMax
  const waitMs = await store.takeToken(`person:check:${userId}`, { capacity, perSecond: capacity / SECONDS_PER_HOUR })
  if (waitMs === 0) return
  log.warn('a check was refused: too many within the hour', { userId, waitMs })
  throw new PosternError('checks-too-many', {}, { retryAfterMs: waitMs })
}
