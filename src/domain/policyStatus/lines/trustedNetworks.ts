/**
 * Are the trusted networks only ours? What is trusted stays open in the recommended design, so it must not be wide.
 */
import { cidrRange } from '../addresses.js'
import clouds from '../data/cloudRanges.json' with { type: 'json' }

/** More than a large site announces; Entra itself takes ranges up to a /8. */
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
const CLOUD_RANGES = rangesOf(clouds.ranges)

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
    cloud: !isPrivate && prefix < OWN_GATEWAY[family] && CLOUD_RANGES.some(within),
  }
}

const isMapped = (cidr: string, family: 'v4' | 'v6'): boolean => family === 'v4' && cidr.includes(':')
