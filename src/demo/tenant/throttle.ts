/**
 * Graph's limits by API family. The report APIs say how long to wait; identity protection and Conditional Access do not.
 * Source: Microsoft Graph docs, "Microsoft Graph service-specific throttling limits".
 */
import { throttled } from './graphError.js'

export type Family = 'reports' | 'policies' | 'directory' | 'mailbox' | 'teams' | 'hunting'

const LIMITS = {
  reports: { requests: 5, windowMs: 10_000, saysHowLong: true },
  policies: { requests: 1, windowMs: 1_000, saysHowLong: false },
  directory: { requests: 3_500, windowMs: 10_000, saysHowLong: true },
  // For each mailbox, in truth.
  mailbox: { requests: 10_000, windowMs: 600_000, saysHowLong: true },
  teams: { requests: 30, windowMs: 1_000, saysHowLong: true },
  hunting: { requests: 45, windowMs: 60_000, saysHowLong: true },
} as const

export class Throttle {
  private readonly seen = new Map<Family, number[]>()

  /** @throws GraphFault 429. A refused request counts as well. */
  admit(family: Family, now: Date): void {
    const { requests, windowMs, saysHowLong } = LIMITS[family]
    const nowMs = now.getTime()
    const recent = (this.seen.get(family) ?? []).filter((atMs) => nowMs - atMs < windowMs)
    this.seen.set(family, recent)
    const oldest = recent[0]
    if (recent.length >= requests && oldest !== undefined) {
      throw throttled(saysHowLong ? String(Math.ceil((oldest + windowMs - nowMs) / 1000)) : null)
    }
    recent.push(nowMs)
  }
}
