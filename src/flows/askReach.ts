/** An admin asks whom the bot cannot reach: the counts first, then the people a page at a time. The role is looked up, never believed. */
import type { Actor } from './actor.js'
import { allows } from './allows.js'
import { PEOPLE_EACH_PAGE, type Ports, REACH_STATES, type ReachState, type ReachView } from './ports.js'

/** Those who may have to be asked and cannot be; the order in which they are shown. */
const OUT_OF_REACH = ['blocked', 'not-installed', 'no-licence'] as const satisfies readonly ReachState[]
const PAGES_MAX = 100

export type ReachReply =
  | { readonly kind: 'answer'; readonly view: ReachView }
  | { readonly kind: 'refused'; readonly why: 'no-role' | 'roles-unknown' }

/** @param page of the people, from 1; 0: the counts alone */
export async function askReach(
  ports: Pick<Ports, 'clock' | 'directory' | 'log' | 'store'>,
  actor: Actor,
  page: number,
): Promise<ReachReply> {
  const allowed = await allows(ports, actor.userId, 'read')
  const entry = { actor: actor.userId, at: ports.clock.now(), details: { question: 'reach' } } as const
  if (allowed !== true) {
    await ports.store.addAudit({ ...entry, event: 'alerts-refused', what: allowed })
    return { kind: 'refused', why: allowed }
  }
  const counts = await ports.store.reachCounts()
  const total = OUT_OF_REACH.reduce((sum, state) => sum + counts[state], 0)
  const wanted = Math.min(Math.max(0, page), PAGES_MAX)
  const people = wanted === 0 ? [] : await pageOf(ports, wanted)
  const before = (wanted - 1) * PEOPLE_EACH_PAGE
  const shown = people.length === 0 ? null : { from: before + 1, to: before + people.length }
  const next = wanted * PEOPLE_EACH_PAGE < total && wanted < PAGES_MAX ? wanted + 1 : null
  // No answer without its entry.
  await ports.store.addAudit({ ...entry, event: 'alerts-asked', what: 'reach', about: null })
  ports.log.info('reach told', { userId: actor.userId, page: wanted })
  const isSwept = REACH_STATES.some((state) => counts[state] > 0)
  return { kind: 'answer', view: { counts, total, isSwept, page: shown, people, next } }
}

async function pageOf(ports: Pick<Ports, 'directory' | 'store'>, page: number): Promise<ReachView['people']> {
  const found = []
  for (const state of OUT_OF_REACH) {
    found.push(...(await ports.store.reachIn(state, { after: null, limit: page * PEOPLE_EACH_PAGE })))
  }
  const shown = found.slice((page - 1) * PEOPLE_EACH_PAGE, page * PEOPLE_EACH_PAGE)
  return Promise.all(
    shown.map(async ({ userId, state }) => {
      // Whom the directory does not name just now is shown by the id.
      const person = await ports.directory.person(userId).catch(() => null)
      return { name: person?.userPrincipalName ?? person?.displayName ?? userId, state }
    }),
  )
}
