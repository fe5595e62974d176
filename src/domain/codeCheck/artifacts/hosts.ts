/**
 * Whose host is it? Compared literally against the owners' own domains, by registrable domain (public suffix list), so
 * that `microsoft.com.sign-in.example` belongs to whoever owns `sign-in.example`.
 */
import { parse } from 'tldts'
import genuine from '../data/genuineDomains.json' with { type: 'json' }
import { skeleton } from '../normalise/unicode.js'
import { type Hosting, hostingOf } from './hosting.js'
import { imitatedBrand } from './lookalikes.js'
import { readableHost } from './punycode.js'

export interface HostFacts {
  /** Lower case, as a browser would show it when it does not trust the script. */
  readonly host: string
  /** Registrable domain; absent for an IP address or a bare suffix. */
  readonly domain: string | undefined
  /** The part that one customer or owner holds: `name.github.io`, where `domain` is `github.io`. */
  readonly holder: string | undefined
  /** The company that owns it, where we know it. */
  readonly owner: string | undefined
  readonly isIp: boolean
  /** Listed in the public suffix list, or one of the names reserved for documentation and local use. */
  readonly isPlausible: boolean
  /** Belongs to one of the services we know, and is not a place where anybody can put a page of his own. */
  readonly isGenuine: boolean
  /** Anybody can put content there: whole pages, or documents within the service's frame. */
  readonly hosting: Hosting | undefined
  /** The brand this host is made to look like, though it is not the brand's own. */
  readonly imitates: string | undefined
  readonly mixesScripts: boolean
}

const GENUINE = new Set(Object.values(genuine).flat())
const OWNERS = new Map(
  Object.entries(genuine)
    .flatMap(([owner, own]) => own.map((domain) => [domain, owner] as const))
    .reverse(),
)
const RESERVED = new Set(['example', 'test', 'localhost', 'invalid', 'local', 'internal', 'lan', 'home', 'corp'])

const LATIN = /\p{Script=Latin}/u
/** Scripts with letters that look Latin; Chinese or Japanese beside Latin is ordinary. */
const LOOKS_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u

/** One label in two scripts, or under a Latin ending wholly in letters that look Latin: browsers show both encoded. */
function mixesScripts(readable: string): boolean {
  const labels = readable.split('.')
  const hasLatinEnding = /^[\x21-\x7e]+$/.test(labels.at(-1) ?? '')
  return labels.some((label) => {
    if (!LOOKS_LATIN.test(label)) return false
    return LATIN.test(label) || (hasLatinEnding && /^[a-z0-9-]+$/i.test(skeleton(label)))
  })
}

/** Cheap, for the many words with a dot that are no hosts. */
export function isPlausibleHost(ascii: string): boolean {
  return parse(ascii).isIcann === true || RESERVED.has(ascii.slice(ascii.lastIndexOf('.') + 1))
}

/** `readable` is the host as written; `ascii` as the URL parser gives it (punycode). */
export function hostFacts(ascii: string, readable: string): HostFacts {
  const parsed = parse(ascii)
  const domain = parsed.domain ?? undefined
  const suffix = ascii.slice(ascii.lastIndexOf('.') + 1)
  const hosting = hostingOf(ascii)
  const isOwned = domain !== undefined && GENUINE.has(domain)
  const isGenuine = isOwned && hosting !== 'page'
  const shown = /xn--/i.test(readable) ? readableHost(readable.toLowerCase()) : readable
  return {
    host: ascii,
    domain,
    holder: hosting === 'page' ? (parse(ascii, { allowPrivateDomains: true }).domain ?? domain) : domain,
    owner: domain === undefined ? undefined : OWNERS.get(domain),
    isIp: parsed.isIp === true,
    isPlausible: parsed.isIcann === true || RESERVED.has(suffix),
    isGenuine,
    hosting,
    imitates: isGenuine ? undefined : imitation(shown, domain, hosting),
    mixesScripts: mixesScripts(shown),
  }
}

/** On a page of anybody's hosting, only what its holder chose can imitate; the rest is the host's own name. */
function imitation(shown: string, domain: string | undefined, hosting: Hosting | undefined): string | undefined {
  if (hosting !== 'page' || domain === undefined) return imitatedBrand(shown, domain)
  const chosen = shown.endsWith(domain) ? shown.slice(0, -domain.length) : shown
  return imitatedBrand(chosen, undefined)
}
