/** How far the changes of groups were followed: kept for all replicas, so that a restart loses no notice. */
import { z } from 'zod/v4'
import type { LookupStore } from './ports.js'

const instant = z.iso.datetime().transform((text) => new Date(text))
const watch = z.object({
  /** Of the reading whose groups these are. */
  readAt: instant.nullable(),
  links: z
    .array(z.object({ groupIds: z.array(z.string().max(256)).max(50), link: z.string().max(16_384), beganAt: instant }))
    .max(1_000),
  /** When a change was last told of. */
  changedAt: instant.nullable(),
  /** Groups beyond those that are followed. */
  notFollowed: z.int().min(0),
})
export type GroupWatch = z.infer<typeof watch>
export type WatchedLink = GroupWatch['links'][number]

const NOTHING: GroupWatch = { readAt: null, links: [], changedAt: null, notFollowed: 0 }

/** What another version wrote and this one cannot read is begun again. */
export async function readWatch(store: Pick<LookupStore, 'lookup'>): Promise<GroupWatch> {
  const kept = await store.lookup('group-changes', 'tenant')
  return watch.safeParse(kept?.body).data ?? NOTHING
}

export const saveWatch = (store: Pick<LookupStore, 'saveLookup'>, body: GroupWatch, readAt: Date): Promise<void> =>
  store.saveLookup('group-changes', 'tenant', { readAt, body })

/**
 * Only a reading that began after this has seen what is known to have changed. A link counts as a change when it is
 * begun: what went before it was told to nobody. Null: nothing is followed.
 */
export async function changedSince(store: Pick<LookupStore, 'lookup'>): Promise<Date | null> {
  const { links, changedAt } = await readWatch(store)
  const told = [...links.map(({ beganAt }) => beganAt), ...(changedAt === null ? [] : [changedAt])]
  return told.length === 0 ? null : new Date(Math.max(...told.map((at) => at.getTime())))
}
