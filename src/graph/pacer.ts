/**
 * Keeps requests of one API family under Microsoft's limit before Graph has to say so.
 *
 * Source: Microsoft Graph docs, "Microsoft Graph service-specific throttling limits": the reporting APIs take 5 requests
 * in 10 s for an app in a tenant; identity protection and Conditional Access take 1 request a second for a tenant, all
 * apps together, and their 429 carries no Retry-After.
 */
import { isPosternError } from '../domain/errors.js'
import type { SharedPace } from '../flows/ports.js'
import type { Timing } from './timing.js'

export type ApiFamily = 'reports' | 'policies' | 'directory' | 'mailbox' | 'teams' | 'hunting'

const LIMITS: Readonly<Record<ApiFamily, { readonly requests: number; readonly windowMs: number }>> = {
  reports: { requests: 5, windowMs: 10_000 },
  policies: { requests: 1, windowMs: 1_000 },
  // The directory's budget is thousands of units in 10 s; this only keeps one large expansion from crowding out presses.
  directory: { requests: 100, windowMs: 1_000 },
  // Limits are per mailbox and per message here, far above what one person's check asks; these keep crowds apart.
  mailbox: { requests: 50, windowMs: 1_000 },
  teams: { requests: 20, windowMs: 1_000 },
  // 45 calls a minute for a tenant, all apps together (Microsoft Learn, advanced hunting quotas).
  hunting: { requests: 10, windowMs: 60_000 },
}

/** The limit is the tenant's, all apps together: replicas take turns, so that they leave each other and others room. */
const SHARED: ReadonlySet<ApiFamily> = new Set(['policies'])
const bucketOf = (family: ApiFamily) => `graph:${family}`

export interface Pacer {
  /** Resolves when the next request of the family may go out. */
  turn(family: ApiFamily): Promise<void>
  /** Nobody of the family goes for `ms` milliseconds: Graph asked for it. */
  pause(family: ApiFamily, ms: number): void
}

/** @param shared absent, or its database out of reach: this process keeps to the pace by itself */
export function createPacer(timing: Timing, shared?: SharedPace): Pacer {
  const taken = new Map<ApiFamily, number[]>()
  const pausedUntil = new Map<ApiFamily, number>()

  return {
    async turn(family) {
      const { requests, windowMs } = LIMITS[family]
      const slots = taken.get(family) ?? []
      taken.set(family, slots)
      const nowMs = timing.now().getTime()
      const oldest = slots.length < requests ? undefined : slots.shift()
      const slotMs = Math.max(nowMs, (oldest ?? Number.NEGATIVE_INFINITY) + windowMs, pausedUntil.get(family) ?? 0)
      // Reserved before waiting, so that callers at the same instant line up one behind the other.
      slots.push(slotMs)
      if (slotMs > nowMs) await timing.wait(slotMs - nowMs)
      if (shared === undefined || !SHARED.has(family)) return
      const limit = { capacity: requests, perSecond: (requests * 1_000) / windowMs }
      for (;;) {
        const waitMs = await shared.take(bucketOf(family), limit).catch(unlessStore)
        if (waitMs === 0) return
        await timing.wait(waitMs)
      }
    },
    pause(family, ms) {
      // Nobody waits for it to be written: the pause of this process holds at once.
      if (shared !== undefined && SHARED.has(family)) void shared.pause(bucketOf(family), ms).catch(() => undefined)
      const untilMs = timing.now().getTime() + ms
      pausedUntil.set(family, Math.max(untilMs, pausedUntil.get(family) ?? 0))
    },
  }
}

function unlessStore(error: unknown): 0 {
  if (isPosternError(error) && (error.code.startsWith('store-') || error.code === 'config-invalid')) return 0
  throw error
}
