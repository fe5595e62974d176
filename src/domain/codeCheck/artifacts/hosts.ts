/**
 * Whose host is it? Compared literally against the owners' own domains, by registrable domain (public suffix list), so
 * that `microsoft.com.sign-in.example` belongs to whoever owns `sign-in.example`.
 */
import { parse } from 'tldts'
import genuine from '../data/genuineDomains.json' with { type: 'json' }
import { skeleton } from '../normalise/unicode.js'

export interface HostFacts {
  /** Lower case, as a browser would show it when it does not trust the script. */
  readonly host: string
  /** Registrable domain; absent for an IP address or a bare suffix. */
  readonly domain: string | undefined
  readonly isIp: boolean
  /** Listed in the public suffix list, or one of the names reserved for documentation and local use. */
  readonly isPlausible: boolean
  /** Belongs to one of the services we know. */
  readonly isGenuine: boolean
  /** The brand this host is made to look like, though it is not the brand's own. */
  readonly imitates: string | undefined
  readonly mixesScripts: boolean
}

const GENUINE = new Set(Object.values(genuine).flat())
const BRANDS = Object.entries(genuine)
const RESERVED = new Set(['example', 'test', 'localhost', 'invalid', 'local'])

/** Reads a host as a hurried eye does: lookalike letters, `rn` for m, digits for letters. */
function glance(host: string): string {
  return skeleton(host)
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
}

function imitatedBrand(readable: string, domain: string | undefined): string | undefined {
  const seen = glance(readable)
  for (const [brand, own] of BRANDS) {
    if (domain !== undefined && own.includes(domain)) continue
    // a short name such as `zoom` or `office` counts as a word of its own only
    const at = seen.indexOf(brand)
    if (at === -1) continue
    const isWord = !/[a-z]/.test(seen[at - 1] ?? '') && !/[a-z]/.test(seen[at + brand.length] ?? '')
    if (isWord || brand.length >= 8) return brand
  }
  return undefined
}

/** `readable` is the host as written; `ascii` as the URL parser gives it (punycode). */
export function hostFacts(ascii: string, readable: string): HostFacts {
  const parsed = parse(ascii)
  const domain = parsed.domain ?? undefined
  const suffix = ascii.slice(ascii.lastIndexOf('.') + 1)
  const isGenuine = domain !== undefined && GENUINE.has(domain)
  return {
    host: ascii,
    domain,
    isIp: parsed.isIp === true,
    isPlausible: parsed.isIcann === true || RESERVED.has(suffix),
    isGenuine,
    imitates: isGenuine ? undefined : imitatedBrand(readable, domain),
    mixesScripts: readable !== skeleton(readable) && /[a-z]/i.test(readable.slice(0, readable.lastIndexOf('.'))),
  }
}
