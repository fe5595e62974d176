/**
 * What a link really leads to, read from the link alone: Safe Links, URL Defense, search and social redirectors, and
 * any other link that carries a whole link within. Nothing is fetched.
 */
import wrappers from '../data/wrappers.json' with { type: 'json' }
import { base64Text } from '../normalise/transfer.js'

const DEPTH_MAX = 4
const WRAPPERS = wrappers.map((one) => ({
  ...one,
  suffix: one.host.startsWith('*.') ? one.host.slice(2) : undefined,
}))

export interface Unwrapped {
  readonly url: URL
  /** Names of the services that wrapped it, outermost first; empty for a plain link. */
  readonly through: readonly string[]
  /** Links found in parameters of a host that is no known redirector: where it may lead, not where it leads. */
  readonly carried: readonly URL[]
}

export function parseUrl(text: string): URL | undefined {
  try {
    const url = new URL(text)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

function carriedLink(value: string): URL | undefined {
  if (/^https?:\/\//i.test(value)) return parseUrl(value)
  if (/^https?%3a/i.test(value)) {
    try {
      return parseUrl(decodeURIComponent(value))
    } catch {
      return undefined
    }
  }
  // Bing writes `a1` in front of the Base64 of the target
  const encoded = value.startsWith('a1') ? value.slice(2) : value
  if (!/^aHR0c[A-Za-z0-9+/_=-]{8,}$/.test(encoded)) return undefined
  const text = base64Text(encoded)
  return text === undefined ? undefined : parseUrl(text)
}

const V3 = '/v3/__'

/** URL Defense writes its target in the path (v3) or in `u` with `-` for `%` and `_` for `/` (v1, v2). */
function urlDefense(url: URL): URL | undefined {
  if (url.pathname.startsWith(V3)) {
    const target =
      url.pathname
        .slice(V3.length)
        .split('__;', 1)[0]
        ?.replace(/_{1,2}$/, '') ?? ''
    return parseUrl(target.replace(/^(https?:)\/(?!\/)/, '$1//') + url.search)
  }
  const u = url.searchParams.get('u')
  if (u === null) return undefined
  const target = url.pathname.startsWith('/v2/') ? u.replaceAll('-', '%').replaceAll('_', '/') : u
  try {
    return parseUrl(decodeURIComponent(target))
  } catch {
    return undefined
  }
}

function unwrapOnce(url: URL): { readonly target: URL; readonly name: string } | undefined {
  const host = url.hostname
  if (host === 'urldefense.com' || host === 'urldefense.proofpoint.com' || host === 'urldefense.us') {
    const target = urlDefense(url)
    return target && { target, name: 'url-defense' }
  }
  if (host === 'secure-web.cisco.com') {
    const target = carriedLink(url.pathname.split('/').at(-1) ?? '')
    return target && { target, name: 'cisco' }
  }
  for (const wrapper of WRAPPERS) {
    const isHost =
      host === wrapper.host ||
      (wrapper.suffix !== undefined && (host === wrapper.suffix || host.endsWith(`.${wrapper.suffix}`)))
    if (!isHost) continue
    const target = carriedLink(url.searchParams.get(wrapper.parameter) ?? '')
    if (target !== undefined) return { target, name: wrapper.name }
  }
  return undefined
}

/** Follows wrappers inwards, at most four deep. */
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
  for (const value of [...url.searchParams.values(), url.hash.slice(1)].slice(0, 20)) {
    const inner = carriedLink(value)
    if (inner !== undefined) carried.push(inner)
  }
  return { url, through, carried }
}
