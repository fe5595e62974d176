/** Who used device code, and for what: counted from the cases that records make. */
import { z } from 'zod/v4'
import { assembleCases, type SignInRecord } from '../../signInAlert/index.js'

export interface DeviceCodeUse {
  readonly userId: string
  readonly displayName: string | null
  readonly userPrincipalName: string | null
  /** Of the client; null: the record names none. */
  readonly appId: string | null
  readonly isCompleted: boolean
  readonly atMs: number
}

/** Of the days before our own record, as the store keeps them. */
export interface EarlierUses {
  readonly uses: readonly DeviceCodeUse[]
  /** Every day from here on was read. */
  readonly sinceMs: number
  readonly untilMs: number
}

const text = z.string().max(1024).nullable()
const EARLIER: z.ZodType<EarlierUses> = z.object({
  uses: z.array(
    z.object({
      userId: z.string(),
      displayName: text,
      userPrincipalName: text,
      appId: text,
      isCompleted: z.boolean(),
      atMs: z.number(),
    }),
  ),
  sinceMs: z.number(),
  untilMs: z.number(),
})

/** Null: another version wrote it. */
export const readEarlierUses = (kept: unknown): EarlierUses | null => EARLIER.safeParse(kept).data ?? null

/** Somebody with their sign-ins, whatever became of them. */
export interface DeviceCodeCount {
  readonly userId: string
  readonly displayName: string | null
  readonly userPrincipalName: string | null
  readonly signIns: number
  readonly completed: number
  readonly lastAt: Date
}

export interface AppCount {
  readonly appId: string | null
  readonly signIns: number
}

export const usesIn = (records: Iterable<SignInRecord>): readonly DeviceCodeUse[] =>
  assembleCases(records).cases.map(({ userId, userPrincipalName, firstSeenMs, outcome, legs }) => ({
    userId,
    displayName: legs[0]?.record.userDisplayName ?? null,
    userPrincipalName: userPrincipalName ?? null,
    appId: legs[0]?.record.appId ?? null,
    isCompleted: outcome === 'completed',
    atMs: firstSeenMs,
  }))

/** The counts with further uses among them, the latest first. */
export function withUses(
  counted: readonly DeviceCodeCount[],
  uses: readonly DeviceCodeUse[],
): readonly DeviceCodeCount[] {
  const byUser = new Map(counted.map((one) => [one.userId.toLowerCase(), one]))
  for (const { userId, displayName, userPrincipalName, isCompleted, atMs } of uses) {
    const known = byUser.get(userId.toLowerCase())
    byUser.set(userId.toLowerCase(), {
      userId: known?.userId ?? userId,
      displayName: known?.displayName ?? displayName,
      userPrincipalName: known?.userPrincipalName ?? userPrincipalName,
      signIns: (known?.signIns ?? 0) + 1,
      completed: (known?.completed ?? 0) + (isCompleted ? 1 : 0),
      lastAt: known !== undefined && known.lastAt.getTime() > atMs ? known.lastAt : new Date(atMs),
    })
  }
  return [...byUser.values()].sort(
    (one, other) => other.lastAt.getTime() - one.lastAt.getTime() || (one.userId < other.userId ? -1 : 1),
  )
}

/** By client app, the most used first. */
export function appsWithUses(counted: readonly AppCount[], uses: readonly DeviceCodeUse[]): readonly AppCount[] {
  const byApp = new Map(counted.map(({ appId, signIns }) => [appId, signIns]))
  for (const { appId } of uses) byApp.set(appId, (byApp.get(appId) ?? 0) + 1)
  return [...byApp].map(([appId, signIns]) => ({ appId, signIns })).sort((one, other) => other.signIns - one.signIns)
}
