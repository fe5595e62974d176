/**
 * Keeps requests of one API family under Microsoft's limit before Graph has to say so.
 *
 * Source: Microsoft Graph docs, "Microsoft Graph service-specific throttling limits": the reporting APIs take 5 requests
 * in 10 s for an app in a tenant; identity protection and Conditional Access take 1 request a second for a tenant, all
 * apps together, and their 429 carries no Retry-After.
 */
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

export interface Pacer {
  /** Resolves when the next request of the family may go out. */
  turn(family: ApiFamily): Promise<void>
  /** Nobody of the family goes for `ms` milliseconds: Graph asked for it. */
  pause(family: ApiFamily, ms: number): void
}

export function createPacer(timing: Timing): Pacer {
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
    },
    pause(family, ms) {
      const untilMs = timing.now().getTime() + ms
      pausedUntil.set(family, Math.max(untilMs, pausedUntil.get(family) ?? 0))
    },
  }
}
