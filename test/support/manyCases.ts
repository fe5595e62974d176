/** Cases of many people at once, each of its own place, so that none makes a campaign with another. */
import { type UserId, userId } from '../../src/domain/ids.js'
import { redemption, row } from './signInRows.js'
import { person, type World } from './world.js'

const guid = (head: string, index: number): string => `${head}-0000-4000-8000-${String(index).padStart(12, '0')}`

export const personOf = (index: number): UserId => userId(guid('ca5e0000', index))

const own = (index: number) => ({
  userId: personOf(index),
  correlationId: guid('c0ffee00', 1000 + index),
  sessionId: guid('5e551010', 1000 + index),
})

/** Each row with an id of the person's own. */
const named = (rows: readonly Record<string, unknown>[], index: number): Record<string, unknown>[] =>
  rows.map((one) => ({ ...one, id: `${String(one.id)}-${index}`, autonomousSystemNumber: 65_000 + index }))

/** A theft: the question, and the team at once. */
export function theft(world: World, index: number, at?: Date): Record<string, unknown>[] {
  world.people.set(...person(personOf(index)))
  const instant = at === undefined ? {} : { at }
  const from = `2001:db8:${(index + 1).toString(16)}::66`
  return named([row({ ...own(index), ...instant }), redemption({ ...own(index), ...instant, ipAddress: from })], index)
}

/** A lone approval from a place nobody trusts: the question, and the team after silence. */
export function approval(world: World, index: number): Record<string, unknown>[] {
  world.people.set(...person(personOf(index)))
  return named([row({ ...own(index), ipAddress: `2001:db8:${(index + 1).toString(16)}::20` })], index)
}
