/**
 * Has a colleague reported the same? Numbers and times, never names, and for members of the organisation only: guests
 * get the verdict alone. It is shown beside a verdict and changes none.
 */
import { errorFields, isPosternError } from '../domain/errors.js'
import type { CheckId } from '../domain/ids.js'
import { type ColleagueReports, LIKENESSES, likenessOf, type Trace } from '../domain/lures/index.js'
import type { Actor } from './actor.js'
import type { LureMatch, Ports, StoreTx } from './ports.js'

export type ColleaguePorts = Pick<Ports, 'clock' | 'deadlines' | 'log' | 'senders' | 'settings' | 'store'>

/** Somebody waits for the verdict. */
const PATIENCE_MS = 3_000

/** Null where nobody but the asker has reported it, or the asker is not known to be a member. */
export async function colleagueReports(
  ports: ColleaguePorts,
  traces: readonly Trace[],
  asker: Actor,
): Promise<ColleagueReports | null> {
  const lures = await luresLike(ports, traces)
  if (lures.length === 0) return null
  const colleagues = await ports.store.colleagueReports(
    lures.map(({ lureId }) => lureId),
    asker.userId,
  )
  if (colleagues === null || !(await isMember(ports, asker))) return null
  return { ...colleagues, by: LIKENESSES.filter((likeness) => lures.some(({ by }) => by.includes(likeness))) }
}

export interface AlikeLure {
  readonly lureId: CheckId
  readonly by: ReturnType<typeof likenessOf>
}

/** Reported lures that a message with these traces is alike, the oldest first. */
export async function luresLike(
  { clock, settings, store }: Pick<Ports, 'clock' | 'settings'> & { readonly store: StoreTx },
  traces: readonly Trace[],
): Promise<readonly AlikeLure[]> {
  const since = new Date(clock.now().getTime() - settings.reportRetentionMs)
  const matches = await store.luresLike(traces, since)
  const byLure = new Map<CheckId, LureMatch[]>()
  for (const match of matches) byLure.set(match.lureId, [...(byLure.get(match.lureId) ?? []), match])
  return [...byLure].flatMap(([lureId, agreeing]) => {
    const by = likenessOf(agreeing)
    return by.length === 0 ? [] : [{ lureId, by }]
  })
}

/** Where the directory does not say in time, nobody is taken for a member. */
async function isMember({ senders, deadlines, log, settings }: ColleaguePorts, asker: Actor): Promise<boolean> {
  if (asker.tenantId !== settings.tenantId) return false
  try {
    const known = await senders.byId(asker.userId, { signal: deadlines.after(PATIENCE_MS) })
    return known?.kind === 'member'
  } catch (error) {
    if (!isPosternError(error)) throw error
    log.warn('look-up failed', errorFields(error))
    return false
  }
}
