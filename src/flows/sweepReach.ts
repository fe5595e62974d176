/**
 * Looks once a day at everybody whom the bot may have to ask, and installs the app where there is no chat yet: in an
 * attack it is too late to find out that somebody cannot be reached.
 */
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import type { Ports, Reach, ReachPerson } from './ports.js'

export type ReachPorts = Pick<Ports, 'clock' | 'installations' | 'log' | 'store'>

export const REACH = 'reach'
const EVERY_MS = 24 * 60 * 60 * 1000
const LEASE_MS = 5 * 60 * 1000
/** At Graph's pace for Teams, a few seconds. */
const AT_ONCE = 20
/** A person who blocked the bot is tried again after this. */
const BLOCKED_MS = 7 * EVERY_MS
const FORGET_MS = 31 * EVERY_MS

/** One round; most find that nothing is due. Never throws for what Graph does. */
export async function sweepReach(ports: ReachPorts, owner: string): Promise<{ readonly met: number }> {
  const began = ports.clock.now()
  const last = await ports.store.watermark(REACH)
  if (last !== null && began.getTime() - last.getTime() < EVERY_MS) return { met: 0 }
  const epoch = await ports.store.takeLease(REACH, owner, LEASE_MS)
  if (epoch === null) return { met: 0 }
  try {
    const sweep = new Sweep(ports, began)
    for await (const page of ports.installations.everybody()) {
      for (let from = 0; from < page.length; from += AT_ONCE) {
        if ((await ports.store.takeLease(REACH, owner, LEASE_MS)) !== epoch) return { met: sweep.met }
        await sweep.meet(page.slice(from, from + AT_ONCE))
      }
    }
    await ports.store.markLeft(began, new Date(began.getTime() - FORGET_MS))
    await ports.store.setWatermark(REACH, began, epoch)
    const { hindrance } = sweep
    const detail = { people: sweep.met }
    await ports.store.markHealth({ name: REACH, ok: hindrance === null, code: hindrance, at: began, detail })
    return { met: sweep.met }
  } catch (error) {
    if (!isPosternError(error) || error.code.startsWith('store-')) throw error
    ports.log.warn('reach not swept', { code: error.code })
    await ports.store.markHealth({ name: REACH, ok: false, code: error.code, at: began, detail: {} })
    return { met: 0 }
  } finally {
    await ports.store.releaseLease(REACH, owner)
  }
}

class Sweep {
  met = 0
  /** Why nobody can be installed for: then it is not tried for thousands. */
  hindrance: string | null = null

  constructor(
    private readonly ports: ReachPorts,
    private readonly at: Date,
  ) {}

  async meet(people: readonly ReachPerson[]): Promise<void> {
    await this.ports.store.saveReach(await Promise.all(people.map((person) => this.reachOf(person))))
    this.met += people.length
  }

  private async reachOf({ userId, kind }: ReachPerson): Promise<Reach> {
    const { store, installations } = this.ports
    if (kind !== 'member') return { userId, state: kind, why: null, at: this.at }
    const before = await store.reachOf(userId)
    if (
      before?.state === 'blocked' &&
      before.why === 'delivery' &&
      this.at.getTime() - before.since.getTime() < BLOCKED_MS
    ) {
      return { ...before, at: this.at }
    }
    if ((await store.personalConversation(userId)) !== null)
      return { userId, state: 'reachable', why: null, at: this.at }
    if (!installations.isConfigured) return { userId, state: 'not-installed', why: 'not-configured', at: this.at }
    if (this.hindrance !== null) return { userId, state: 'not-installed', why: this.hindrance, at: this.at }
    return this.install(userId)
  }

  private async install(userId: ReachPerson['userId']): Promise<Reach> {
    const at = this.at
    try {
      const done = await this.ports.installations.install(userId)
      if (done === 'installed') return { userId, state: 'reachable', why: null, at }
      return done === 'no-teams'
        ? { userId, state: 'no-licence', why: null, at }
        : { userId, state: 'blocked', why: 'policy', at }
    } catch (error) {
      const why = errorCodeOf(error)
      // Of the app or the tenant, and the same for everybody; anything else is this person's, and tried again tomorrow.
      if (why === 'graph-forbidden' || why === 'graph-not-found' || why === 'graph-unauthorized') this.hindrance = why
      return { userId, state: 'not-installed', why, at }
    }
  }
}
