/**
 * Are the trusted networks only ours? What is trusted stays open in the recommended design, so it must not be wide.
 */
import { type AddressRange, cidrRange } from '../addresses.js'
import clouds from '../data/cloudRanges.json' with { type: 'json' }

/** More than a large site announces; Entra itself takes any mask above /8 (Microsoft Learn, "Network assignment"). */
const WIDEST = { v4: 16, v6: 32 } as const
/** A few addresses in a cloud may well be one's own gateway. */
const OWN_GATEWAY = { v4: 28, v6: 64 } as const

/** RFC 1918, RFC 6598, RFC 4193, link-local and loopback: never the public egress address that Entra sees. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
]

const rangesOf = (cidrs: readonly string[]) => cidrs.flatMap((cidr) => cidrRange(cidr) ?? [])
const PRIVATE_RANGES = rangesOf(PRIVATE)

let cloudRanges: readonly AddressRange[] | null = null

/** Sorted and disjoint: a tenant may trust thousands of ranges, and a cloud publishes as many. Read when first asked for. */
function inClouds(): readonly AddressRange[] {
  cloudRanges ??= joined(
    Object.values(clouds.ranges).flatMap((lines) => lines.flatMap((line) => rangesOf(line.split(' ')))),
  )
  return cloudRanges
}

function joined(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const result: AddressRange[] = []
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1)
    if (last === undefined || last.to < range.from) result.push(range)
    else if (last.to < range.to) result[result.length - 1] = { from: last.from, to: range.to }
  }
  return result
}

/** Whether half of a range or more is a cloud's: the ranges published have small holes, and people trust around them. */
function isMostlyCloud(range: AddressRange): boolean {
  const ranges = inClouds()
  let covered = 0
  for (let at = firstFrom(ranges, range.from); at < ranges.length; at++) {
    const cloud = ranges[at]
    if (cloud === undefined || cloud.from >= range.to) break
    if (cloud.from <= range.from && range.to <= cloud.to) return true
    const from = cloud.from > range.from ? cloud.from : range.from
    const to = cloud.to < range.to ? cloud.to : range.to
    if (from < to) covered += place(to) - place(from)
  }
  return covered > 0 && covered * 2 >= place(range.to) - place(range.from)
}

/** Where to begin: the last range that starts at the key or before it, or the very first. */
function firstFrom(ranges: readonly AddressRange[], key: string): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.from ?? '') <= key) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

const GROUP = 0x10000

/** A key as a number, for lengths: its family and 48 bits. No cloud's range is narrower than an IPv6 /48. */
const place = (key: string): number =>
  [0, 1, 2, 3].reduce((sum, at) => sum * GROUP + (at < key.length ? key.charCodeAt(at) : 0), 0)

export interface RangeFaults {
  readonly tooWide: boolean
  readonly cloud: boolean
  readonly isPrivate: boolean
}

/** What is wrong with trusting a range, as written; nothing where it cannot be read. */
export function rangeFaults(cidr: string): RangeFaults {
  const range = cidrRange(cidr)
  if (range === null) return { tooWide: false, cloud: false, isPrivate: false }
  const family = range.from.length > 3 ? 'v6' : 'v4'
  const prefix = Number(cidr.split('/')[1] ?? (family === 'v4' ? 32 : 128)) - (isMapped(cidr, family) ? 96 : 0)
  const within = (outer: { from: string; to: string }): boolean => outer.from <= range.from && range.to <= outer.to
  const isPrivate = PRIVATE_RANGES.some(within)
  return {
    isPrivate,
    tooWide: !isPrivate && prefix < WIDEST[family],
    cloud: !isPrivate && prefix < OWN_GATEWAY[family] && isMostlyCloud(range),
  }
}

const isMapped = (cidr: string, family: 'v4' | 'v6'): boolean => family === 'v4' && cidr.includes(':')
