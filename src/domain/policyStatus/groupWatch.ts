/** How far the changes of groups were followed between two readings of a tenant. */
import { z } from 'zod/v4'

const LINK_LENGTH_MAX = 16_384
const LINKS_MAX = 1_000
/** One link's. Graph takes no more in a filter. */
export const GROUPS_EACH_LINK = 50

const instant = z.iso.datetime().transform((text) => new Date(text))
const watchSchema = z.object({
  /** Of the reading whose groups these are. */
  readAt: instant.nullable(),
  links: z
    .array(
      z.object({
        groupIds: z.array(z.string().max(256)).max(GROUPS_EACH_LINK),
        link: z.string().max(LINK_LENGTH_MAX),
        beganAt: instant,
      }),
    )
    .max(LINKS_MAX),
  /** When a change was last told of. */
  changedAt: instant.nullable(),
  /** Groups beyond those that are followed. */
  notFollowed: z.int().min(0),
})
export type GroupWatch = z.infer<typeof watchSchema>
export type WatchedLink = GroupWatch['links'][number]

/** From JSON. What another version wrote and this one cannot read is begun again. */
export const readGroupWatch = (body: unknown): GroupWatch =>
  watchSchema.safeParse(body).data ?? { readAt: null, links: [], changedAt: null, notFollowed: 0 }

/**
 * Only a reading that began after this has seen what is known to have changed. A link counts as a change when it is
 * begun: what went before it was told to nobody. Null: nothing is followed.
 */
export function changedSince({ links, changedAt }: GroupWatch): Date | null {
  const told = [...links.map(({ beganAt }) => beganAt), ...(changedAt === null ? [] : [changedAt])]
  return told.length === 0 ? null : new Date(Math.max(...told.map((at) => at.getTime())))
}
