/**
 * What is usual for a person: where they sign in interactively, and when they used a device code, from their own rows of
 * the log of 30 days.
 *
 * Nothing is learnt from a case that was contained, or that nobody has called harmless yet: the attacker's network must
 * not become usual, also not through what the attacker did in the browser afterwards.
 */
import { z } from 'zod/v4'
import { assembleCases } from './assembleCases.js'
import type { DeviceCodeCase } from './case.js'
import type { UserHistory } from './context.js'
import { recognise } from './recognise.js'
import type { SignInRecord } from './record.js'

const DAY_MS = 24 * 3_600_000
export const USUAL_MS = 30 * DAY_MS
/** Somebody who travels every day and changes networks every hour stays below it. */
const NETWORKS_MAX = 2_000

/** Plain, so that it can be kept as JSON. Times in milliseconds since 1970 UTC. */
export interface SignInUsage {
  /** The first ordinary interactive sign-in of each UTC day from each network. */
  readonly networks: readonly { readonly atMs: number; readonly asn: number | null; readonly country: string | null }[]
  /** Completed device code sign-ins. */
  readonly deviceCodes: readonly { readonly atMs: number; readonly recordIds: readonly string[] }[]
  /** False: there may be more device code sign-ins than these. */
  readonly allDeviceCodes: boolean
}

const USAGE: z.ZodType<SignInUsage> = z.object({
  networks: z.array(z.object({ atMs: z.number(), asn: z.number().nullable(), country: z.string().nullable() })),
  deviceCodes: z.array(z.object({ atMs: z.number(), recordIds: z.array(z.string()) })),
  allDeviceCodes: z.boolean(),
})

/** What was kept, perhaps by another version; `undefined` where it is something else. */
export const readUsage = (value: unknown): SignInUsage | undefined => USAGE.safeParse(value).data

/** A case of the person beside the one that is assessed. */
export interface KnownCase {
  readonly case: DeviceCodeCase
  readonly isHarmless: boolean
}

export function usageOf(records: readonly SignInRecord[], allDeviceCodes: boolean): SignInUsage {
  const networks = new Map<string, SignInUsage['networks'][number]>()
  for (const { atMs, asn, country, ...record } of records) {
    const isOrdinary = recognise({ atMs, asn, country, ...record }) === 'ordinary'
    if (!isOrdinary || record.interactive !== true || record.result !== 0 || atMs === undefined) continue
    if (asn === undefined && country === undefined) continue
    const key = [Math.floor(atMs / DAY_MS), asn, country].join()
    const earlier = networks.get(key)
    if (earlier !== undefined && earlier.atMs <= atMs) continue
    if (earlier === undefined && networks.size >= NETWORKS_MAX) continue
    networks.set(key, { atMs, asn: asn ?? null, country: country ?? null })
  }
  const deviceCodes = assembleCases(records)
    .cases.filter(({ outcome }) => outcome === 'completed')
    .map(({ firstSeenMs, legs }) => ({ atMs: firstSeenMs, recordIds: legs.map(({ record }) => record.id) }))
  return { networks: [...networks.values()], deviceCodes, allDeviceCodes }
}

/** What was usual in the 30 days before a case began. `others` are the person's cases that the bot knows of. */
export function historyBefore(usage: SignInUsage, one: DeviceCodeCase, others: readonly KnownCase[]): UserHistory {
  const isBefore = (atMs: number): boolean => atMs < one.firstSeenMs && atMs >= one.firstSeenMs - USUAL_MS
  const earlier = others.filter((known) => known.case.caseId !== one.caseId && isBefore(known.case.firstSeenMs))
  const harmless = earlier.filter(({ isHarmless }) => isHarmless).map((known) => known.case)
  const doubtful = earlier.filter(({ isHarmless }) => !isHarmless).map((known) => known.case)
  const used = usage.networks.filter((network) => isBefore(network.atMs) && !isTainted(network, doubtful, usage))
  const legs = harmless.filter(isCompleted).flatMap((known) => known.legs.filter(({ record }) => record.result === 0))
  const count = deviceCodesBefore(usage, [...others.map((known) => known.case), one], isBefore)
  const known = count + harmless.filter(isCompleted).length
  return {
    deviceCodeLast30d: known === 0 && !usage.allDeviceCodes ? undefined : known,
    asns: new Set([...used.map(({ asn }) => asn), ...legs.map(({ record }) => record.asn)].filter(isNumber)),
    countries: new Set(
      [...used.map(({ country }) => country), ...legs.map(({ record }) => record.country)].filter(isText),
    ),
  }
}

/** Those of the log that are no case the bot knows of: it has seen the others itself, and knows what became of them. */
function deviceCodesBefore(
  usage: SignInUsage,
  cases: readonly DeviceCodeCase[],
  isBefore: (atMs: number) => boolean,
): number {
  const known = new Set(cases.flatMap(({ legs }) => legs.map(({ record }) => record.id)))
  return usage.deviceCodes.filter(({ atMs, recordIds }) => isBefore(atMs) && !recordIds.some((id) => known.has(id)))
    .length
}

/** Used since a doubtful case began, in a network or country that the case brought. */
function isTainted(
  { atMs, asn, country }: SignInUsage['networks'][number],
  doubtful: readonly DeviceCodeCase[],
  usage: SignInUsage,
): boolean {
  return doubtful.some(({ firstSeenMs, legs }) => {
    if (atMs < firstSeenMs) return false
    const before = usage.networks.filter((network) => network.atMs < firstSeenMs)
    const brought = (value: number | string | null, of: 'asn' | 'country'): boolean =>
      value !== null &&
      legs.some(({ record }) => record[of] === value) &&
      !before.some((network) => network[of] === value)
    return brought(asn, 'asn') || brought(country, 'country')
  })
}

const isCompleted = ({ outcome }: DeviceCodeCase): boolean => outcome === 'completed'
const isNumber = (value: number | null | undefined): value is number => typeof value === 'number'
const isText = (value: string | null | undefined): value is string => typeof value === 'string'
