/**
 * Between two readings of the tenant: asks Graph which of the groups that matter have changed, so that the next reading
 * need not wait for its hour. A change that is told makes a whole reading due; that none is told says nothing, since
 * Graph may tell late or never (`graph/reading/reader.ts` has the cases), and the hourly reading stays as it is.
 *
 * Followed are the groups that policies mention and those nested in them, each by id: a link for 50 of them costs one
 * request a round, where a link without a filter would bring every change of every group of the tenant. Not followed is
 * who holds a role: assignments through `roleManagement` have no change tracking, and groups that hold a role are no
 * part of a snapshot. Those are seen at the next reading.
 */
import { isPosternError } from '../domain/errors.js'
import { GROUPS_EACH_LINK, type GroupWatch, type WatchedLink } from '../domain/policyStatus/index.js'
import { readWatch, saveWatch } from './groupWatch.js'
import type { ChangedGroups, GroupChanges, KeptSnapshot, Ports } from './ports.js'

export type GroupWatchPorts = Pick<Ports, 'clock' | 'log' | 'store' | 'policies'> & {
  readonly groupChanges: GroupChanges
}

export const GROUP_CHANGES = 'group-changes'
/** Held between rounds, so that one replica asks for all; another goes on where it does not come back. */
const LEASE_MS = 150_000
/** Twenty requests a round. */
const GROUPS_MAX = 1_000
/** Links that new groups have brought beyond what all need, before all are begun anew. */
const LINKS_SPARE = 3
const HOUR_MS = 60 * 60 * 1000

/** One round. What Graph does is marked and never thrown. Errors: `store-*`. */
export async function watchGroups(ports: GroupWatchPorts, owner: string): Promise<void> {
  const { store, clock, log } = ports
  if ((await store.takeLease(GROUP_CHANGES, owner, LEASE_MS)) === null) return
  const kept = await store.newestSnapshot()
  if (kept === null) return
  const mark = { name: GROUP_CHANGES, ok: true, code: null, at: clock.now() }
  try {
    const followed = await followLinks(ports, await readWatch(store))
    const { links, notFollowed } = await chooseGroups(ports, followed, kept)
    const groups = links.reduce((sum, { groupIds }) => sum + groupIds.length, 0)
    const detail = { groups, links: links.length, ...(notFollowed === 0 ? {} : { notFollowed }) }
    await store.markHealth({ ...mark, at: clock.now(), detail })
  } catch (error) {
    if (!isPosternError(error) || error.code.startsWith('store-')) throw error
    const before = (await store.health()).find(({ name }) => name === GROUP_CHANGES)
    if (before?.code !== error.code)
      log.warn('changes of groups are seen at the next reading only', { code: error.code })
    await store.markHealth({ ...mark, ok: false, code: error.code, at: clock.now(), detail: {} })
  }
}

/** Each link is kept with what it told: asked again after a crash, it tells it again. */
async function followLinks(ports: GroupWatchPorts, from: GroupWatch): Promise<GroupWatch> {
  const { store, clock, log, groupChanges } = ports
  let watch = from
  for (const [index, followed] of from.links.entries()) {
    const told = await groupChanges.since(followed.link)
    const watched = new Set(followed.groupIds)
    const changed = told === 'gone' ? [] : told.groupIds.filter((id) => watched.has(id))
    const link = await linkAfter(ports, followed, told)
    watch = {
      ...watch,
      links: watch.links.with(index, link),
      changedAt: changed.length > 0 ? clock.now() : watch.changedAt,
    }
    await saveWatch(store, watch, clock.now())
    if (changed.length > 0) log.info('groups that policies mention have changed', { groups: changed.length })
    if (told === 'gone') log.info('the changes of groups are followed anew', { groups: watched.size })
  }
  return watch
}

async function linkAfter(
  { clock, groupChanges }: GroupWatchPorts,
  followed: WatchedLink,
  told: ChangedGroups | 'gone',
): Promise<WatchedLink> {
  if (told !== 'gone') return { ...followed, link: told.link }
  const link = await groupChanges.begin(followed.groupIds)
  const now = clock.now()
  // Where links do not even last the hour, they must not bring reading after reading.
  const isYoung = now.getTime() - followed.beganAt.getTime() < HOUR_MS
  return { ...followed, link, beganAt: isYoung ? followed.beganAt : now }
}

/** After each reading. A link that stays goes on from where it was, so that what changed during the reading is told. */
async function chooseGroups(ports: GroupWatchPorts, from: GroupWatch, kept: KeptSnapshot): Promise<GroupWatch> {
  const { store, clock, policies, groupChanges } = ports
  if (from.readAt?.getTime() === kept.lastSeenAt.getTime()) return from
  const mentioned = await mentionedGroups(policies)
  const all = [...new Set([...mentioned, ...(await groupChanges.nestedIn(mentioned))])]
  const wanted = all.slice(0, GROUPS_MAX)
  let links = from.links.flatMap((link) => {
    const groupIds = link.groupIds.filter((id) => wanted.includes(id))
    return groupIds.length === 0 ? [] : [{ ...link, groupIds }]
  })
  if (links.length > Math.ceil(wanted.length / GROUPS_EACH_LINK) + LINKS_SPARE) links = []
  const known = new Set(links.flatMap(({ groupIds }) => groupIds))
  const fresh = wanted.filter((id) => !known.has(id))
  for (let at = 0; at < fresh.length; at += GROUPS_EACH_LINK) {
    const groupIds = fresh.slice(at, at + GROUPS_EACH_LINK)
    const link = await groupChanges.begin(groupIds)
    links.push({ groupIds, link, beganAt: clock.now() })
  }
  const watch = { ...from, readAt: kept.lastSeenAt, links, notFollowed: all.length - wanted.length }
  await saveWatch(store, watch, clock.now())
  return watch
}

/** From memory, where a snapshot is; one was kept, so that nothing is read for it. */
async function mentionedGroups(policies: GroupWatchPorts['policies']): Promise<readonly string[]> {
  const { directory } = await policies.snapshot({ maxAgeMs: Number.POSITIVE_INFINITY })
  return (directory.groups ?? []).map(({ id }) => id.toLowerCase())
}
