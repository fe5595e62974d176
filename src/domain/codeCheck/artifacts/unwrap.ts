/**
 * What a link really leads to, read from the link alone: mail gateways, search and social redirectors, and any other
 * link that carries a whole link within. Nothing is fetched: where the target is not in the link, it is not known.
 */
import opaque from '../data/opaqueLinks.json' with { type: 'json' }
import wrappers from '../data/wrappers.json' with { type: 'json' }
import { base64Text } from '../normalise/transfer.js'
import { hostPattern } from './hostPattern.js'
import { HostTable } from './hostTable.js'
import { matchesPage, PageTable, pagePattern, pathSegments } from './pagePattern.js'
import { WRAPPER_FORMS } from './wrapperForms.js'

const DEPTH_MAX = 6
const PARAMETERS_MAX = 20
const VALUE_LENGTH_MAX = 4096

const WRAPPERS = wrappers.map((one) => ({
  name: one.name,
  // customers run some on hosts of their own
  hosts: one.hosts ?? ['*'],
  path: one.path?.split('/') ?? [],
  parameters: new Set(one.parameters),
}))
const WRAPPER_TABLE = new HostTable(
  WRAPPERS.flatMap((one) => one.hosts.map((host) => [hostPattern(host), one] as const)),
)
const FORM_TABLE = new HostTable(WRAPPER_FORMS.flatMap((form) => form.hosts.map((host) => [hostPattern(host), form])))

const namedHosts = (table: Readonly<Record<string, readonly string[]>>) =>
  new HostTable(Object.entries(table).flatMap(([name, hosts]) => hosts.map((host) => [hostPattern(host), name])))
const OPAQUE_WRAPPERS = namedHosts(opaque.wrappers.hosts)
const TRACKERS = namedHosts(opaque.trackers.hosts)
const SHORTENERS = new Set(opaque.shorteners.hosts)
const KNOWN_SHORT = new PageTable(opaque.knownShort.pages.map((page) => [pagePattern(page), page]))
const LINKEDIN_SLINK = pagePattern(opaque.linkedin.page)

/** A link whose target is not written in it. */
export interface HiddenTarget {
  readonly kind: 'shortener' | 'wrapper' | 'tracker'
  /** The service that knows the target. */
  readonly name: string
  /** The host that the wrapper says it leads to, which nobody can check from the link. */
  readonly claimedHost: string | undefined
}

export interface Unwrapped {
  readonly url: URL
  /** Names of the services that wrapped it, outermost first; empty for a plain link. */
  readonly through: readonly string[]
  /** Links found in parameters of a host that is no known redirector: where it may lead, not where it leads. */
  readonly carried: readonly URL[]
  readonly hiddenTarget: HiddenTarget | undefined
}

export function parseUrl(text: string): URL | undefined {
  try {
    const url = new URL(text)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
    // `microsoft.com.` is the same host to every resolver
    if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.+$/, '')
    return url
  } catch {
    return undefined
  }
}

/** Where links are expected, `//host/…` and `host/…` are links too. */
const HOST_FIRST = /^(?:\/\/)?(?=[\w-]{1,63}\.)[\w.-]{4,253}(?:[/?#:]|$)/

function decodedOnce(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/** A whole link in a value: plain, percent-encoded up to three times, or in Base64 (Bing writes `a1` in front). */
function carriedLink(value: string): URL | undefined {
  let text = value.slice(0, VALUE_LENGTH_MAX)
  for (let round = 0; round < 4; round += 1) {
    if (/^https?:[/\\]{1,2}/i.test(text)) return parseUrl(text)
    if (!/^https?(?:%25)*%3a/i.test(text)) break
    const next = decodedOnce(text)
    if (next === undefined || next === text) return undefined
    text = next
  }
  const encoded = /^a1aHR0c/.test(text) ? text.slice(2) : text
  if (!/^aHR0c[A-Za-z0-9+/_=-]{8,}$/.test(encoded)) return undefined
  const plain = base64Text(encoded)
  return plain === undefined ? undefined : parseUrl(plain)
}

/** The value of a parameter that a wrapper is known to use, where a scheme may be left out. */
function expectedLink(value: string): URL | undefined {
  const link = carriedLink(value)
  if (link !== undefined) return link
  const text = /%2f|%3a/i.test(value) ? (decodedOnce(value) ?? value) : value
  if (/^https?:/i.test(text)) return parseUrl(text)
  return HOST_FIRST.test(text) ? parseUrl(`https://${text.replace(/^\/\//, '')}`) : undefined
}

interface Inner {
  readonly target: URL
  readonly name: string
}

function unwrapOnce(url: URL): Inner | undefined {
  const host = url.hostname
  for (const form of FORM_TABLE.allFor(host)) {
    const text = form.read(url, url.href.slice(0, 2 * VALUE_LENGTH_MAX))
    const target = text === undefined ? undefined : expectedLink(text)
    if (target !== undefined) return { target, name: form.name }
  }
  const path = pathSegments(url.pathname)
  const parameters = [...url.searchParams].slice(0, PARAMETERS_MAX)
  for (const wrapper of WRAPPER_TABLE.allFor(host)) {
    if (!wrapper.path.every((segment, index) => path[index] === segment)) continue
    for (const [key, value] of parameters) {
      // an `&` that HTML wrote as `&amp;` leaves `amp;` in front of the name
      if (!wrapper.parameters.has(key.toLowerCase().replace(/^amp;/, ''))) continue
      const target = expectedLink(value)
      if (target !== undefined) return { target, name: wrapper.name }
    }
  }
  return undefined
}

function hiddenTarget(url: URL): HiddenTarget | undefined {
  const host = url.hostname
  const bare = host.startsWith('www.') ? host.slice(4) : host
  const isEmpty = url.pathname.length <= 1 && url.search === ''
  if (isEmpty) return undefined
  const claimed = url.searchParams.get(opaque.wrappers.domain)
  const claimedHost = claimed !== null && HOST_FIRST.test(claimed) ? claimed.toLowerCase() : undefined
  const [wrapper] = OPAQUE_WRAPPERS.allFor(host)
  if (wrapper !== undefined) return { kind: 'wrapper', name: wrapper, claimedHost }
  const path = pathSegments(url.pathname)
  if (KNOWN_SHORT.find(host, path) !== undefined) return undefined
  if (SHORTENERS.has(bare)) return { kind: 'shortener', name: bare, claimedHost: undefined }
  if (matchesPage(LINKEDIN_SLINK, host, path)) return { kind: 'shortener', name: 'linkedin', claimedHost: undefined }
  const [tracker] = TRACKERS.allFor(host)
  return tracker === undefined ? undefined : { kind: 'tracker', name: tracker, claimedHost: undefined }
}

/** Follows wrappers inwards, at most six deep. */
export function unwrap(link: URL): Unwrapped {
  const through: string[] = []
  let url = link
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const inner = unwrapOnce(url)
    if (inner === undefined) break
    through.push(inner.name)
    url = inner.target
  }
  const carried: URL[] = []
  for (const value of [...url.searchParams.values(), url.hash.slice(1), lastSegment(url)].slice(0, PARAMETERS_MAX)) {
    const inner = carriedLink(value)
    if (inner !== undefined && inner.hostname !== url.hostname) carried.push(inner)
  }
  return { url, through, carried, hiddenTarget: hiddenTarget(url) }
}

/** `/redirect/https://…`, `/r/aHR0c…`: the link may be the rest of the path. */
function lastSegment(url: URL): string {
  const at = url.pathname.search(/https?(?::|%3a)/i)
  if (at > 0) return url.pathname.slice(at) + url.search
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
}
