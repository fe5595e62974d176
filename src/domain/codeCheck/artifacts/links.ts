/**
 * Links as they stand in the text, with what they say, where they go and whose page that is.
 *
 * The text is cut into tokens at white space, quotes, brackets and letters of scripts that no host we know is written
 * in, so that `「microsoft.com/deviceloginを開いて」` gives up its link; each token is looked at once.
 */
import devicePages from '../data/devicePages.json' with { type: 'json' }
import meetingServices from '../data/meetingServices.json' with { type: 'json' }
import signInPages from '../data/signInPages.json' with { type: 'json' }
import { skeleton } from '../normalise/unicode.js'
import { type HostFacts, hostFacts } from './hosts.js'
import { matchesPage, pagePattern, pathSegments } from './pagePattern.js'
import { parseUrl, unwrap } from './unwrap.js'

/** What the page at the end of a link is for. */
export type LinkKind =
  | 'device-page'
  /** Not the page of a provider, but its path or parameters say that a device code belongs there. */
  | 'device-page-lookalike'
  | 'sign-in-page'
  | 'meeting'
  | 'genuine'
  | 'lookalike'
  | 'unlisted'

export interface Link {
  readonly kind: LinkKind
  /** The link as it stood in the text. */
  readonly written: string
  /** The host it leads to after unwrapping. */
  readonly host: string
  /** Provider of a device page, or the meeting service. */
  readonly service: string | undefined
  readonly through: readonly string[]
  /** The words shown instead of the link, where it was an HTML or Markdown link. */
  readonly label: string | undefined
  /** The words name another site, or hide a device page behind a button. */
  readonly isDisguised: boolean
  /** The path or host was percent-encoded, in capitals, or had a user name in front, to hide what it is. */
  readonly isObscured: boolean
  readonly mixesScripts: boolean
  /** A code that travels in the link: `?otc=`, `?user_code=`. */
  readonly carriedCode: string | undefined
  /** Written with `http(s)://` or with a path: more than the mention of a site. */
  readonly isFollowable: boolean
  readonly start: number
  readonly end: number
}

const LINKS_MAX = 200
const TOKEN_LENGTH_MAX = 4096
const TOKEN =
  /[^\s<>"'`“”„«»‹›「」『』（）()[\]{}|,;、。，！？：；【】\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Bengali}\p{Script=Tamil}→]+/gu
const HOST = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62}))(?:\.[\p{L}\p{N}_-]{1,63}){1,9}$/u
const TRAILING = /[.!?:*_~…]+$/
const SERVICE_TABLES = [
  {
    kind: 'device-page',
    entries: devicePages.map(({ page, provider }) => ({ pattern: pagePattern(page), service: provider })),
  },
  {
    kind: 'sign-in-page',
    entries: signInPages.map(({ page, provider }) => ({ pattern: pagePattern(page), service: provider })),
  },
  { kind: 'meeting', entries: meetingServices.map(({ page, service }) => ({ pattern: pagePattern(page), service })) },
] as const

/** AWS puts the region into the host; only its device hosts are device pages. */
const isAwsDeviceHost = (host: string): boolean => host.startsWith('device.sso.') || host.endsWith('.awsapps.com')
const DEVICE_SEGMENT =
  /^(?:devicelogin|deviceauth|deviceloginus|device-login|device_login|remoteconnect|deviceactivation)$/

interface Page {
  readonly kind: LinkKind
  readonly service: string | undefined
}

function pageOf(url: URL, host: HostFacts): Page {
  const path = pathSegments(url.pathname)
  for (const table of SERVICE_TABLES) {
    for (const { pattern, service } of table.entries) {
      if (!matchesPage(pattern, host.host, path)) continue
      if (service === 'aws' && !isAwsDeviceHost(host.host)) continue
      return { kind: table.kind, service }
    }
  }
  const last = path.at(-1) ?? ''
  const names = [...url.searchParams.keys()]
  const isDevicePath =
    path.some((segment) => DEVICE_SEGMENT.test(segment)) || names.includes('user_code') || names.includes('otc')
  const isDeviceTarget = [...url.searchParams.values()].some(
    (value) => value.length < 200 && /devicelogin|deviceauth/i.test(value),
  )
  if (isDevicePath && host.isGenuine) return { kind: 'device-page', service: undefined }
  if (isDevicePath && last === 'activate') return { kind: 'device-page', service: undefined }
  if (isDevicePath || isDeviceTarget) return { kind: 'device-page-lookalike', service: undefined }
  if (host.isGenuine) return { kind: 'genuine', service: undefined }
  return { kind: host.imitates !== undefined || host.mixesScripts ? 'lookalike' : 'unlisted', service: undefined }
}

interface Label {
  readonly text: string
  readonly isMarkup: boolean
}

/** `[label](link)` and the `label<link>` of plain-text mail. */
function labelBefore(text: string, start: number): Label | undefined {
  if (text[start - 1] === '(' && text[start - 2] === ']') {
    const open = text.lastIndexOf('[', start - 3)
    if (open !== -1 && start - open < 400) return { text: text.slice(open + 1, start - 2), isMarkup: true }
  }
  if (text[start - 1] === '<') {
    const line = text.lastIndexOf('\n', start - 1)
    return { text: text.slice(Math.max(line + 1, start - 120), start - 1).trim(), isMarkup: false }
  }
  return undefined
}

/** The registrable domain a label shows, where it shows one. */
function domainShown(label: string): string | undefined {
  for (const [token] of label.slice(0, 400).matchAll(TOKEN)) {
    const host =
      token
        .replace(/^https?:\/\//i, '')
        .split(/[/?#:]/, 1)[0]
        ?.toLowerCase() ?? ''
    if (!HOST.test(host)) continue
    const facts = hostFacts(host, host)
    if (facts.isPlausible && facts.domain !== undefined) return facts.domain
  }
  return undefined
}

function isDisguised(label: Label | undefined, host: HostFacts, kind: LinkKind): boolean {
  if (label === undefined) return false
  const shown = domainShown(label.text)
  if (shown !== undefined) return shown !== host.domain && !(host.isGenuine && kind === 'genuine')
  return label.isMarkup && kind === 'device-page' && !/device/i.test(label.text)
}

function readLink(text: string, token: string, start: number): Link | undefined {
  // `LOCATION:https://…`, `*https://…*`: the link begins where its scheme does
  const schemeAt = token.search(/https?:\/\//i)
  if (schemeAt > 0) return readLink(text, token.slice(schemeAt), start + schemeAt)
  const scheme = schemeAt === 0
  if (!scheme && token.includes('@')) return undefined
  const bare = token.replace(TRAILING, '')
  const hostWritten = !scheme ? (bare.split(/[/?#:]/, 1)[0] ?? '') : ''
  if (!scheme && !HOST.test(hostWritten)) return undefined
  // a lookalike letter in the ending (`.сom`) is read as the eye reads it
  const url = parseUrl(scheme ? bare : `https://${bare}`)
  if (url === undefined) return undefined
  const written = /^(?:https?:\/\/)?(?:[^/?#]*@)?([^/?#:]*)/i.exec(bare)?.[1] ?? url.hostname
  const outer = hostFacts(url.hostname, written)
  if (!scheme && !outer.isPlausible) return undefined
  const { url: target, through, carried } = unwrap(url)
  const host = through.length === 0 ? outer : hostFacts(target.hostname, target.hostname)
  let page = pageOf(target, host)
  const carriedPages = carried.map((inner) => pageOf(inner, hostFacts(inner.hostname, inner.hostname)))
  if (page.kind !== 'device-page' && carriedPages.some((inner) => inner.kind === 'device-page')) {
    page = { kind: host.isGenuine ? 'device-page' : 'device-page-lookalike', service: page.service }
  }
  const label = labelBefore(text, start)
  return {
    kind: page.kind,
    written: bare,
    host: host.host,
    service: page.service,
    through: through.length > 0 || carried.length === 0 ? through : ['redirect'],
    label: label?.text,
    isDisguised: isDisguised(label, host, page.kind),
    isObscured: url.username !== '' || /%[46][0-9a-f]/i.test(bare.split('?', 1)[0] ?? ''),
    mixesScripts: outer.mixesScripts,
    carriedCode: target.searchParams.get('otc') ?? target.searchParams.get('user_code') ?? undefined,
    isFollowable: scheme || url.pathname.length > 1 || url.search !== '' || outer.imitates !== undefined,
    start,
    end: start + bare.length,
  }
}

/** Every link in the text, in order; at most 200. Tokens without a dot cost one scan. */
export function findLinks(text: string): Link[] {
  const links: Link[] = []
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0]
    if (!token.slice(0, TOKEN_LENGTH_MAX).includes('.')) continue
    const link = readLink(text, token.slice(0, TOKEN_LENGTH_MAX), match.index) ?? readSkeleton(text, token, match.index)
    if (link !== undefined) links.push(link)
    if (links.length === LINKS_MAX) break
  }
  return links
}

/** `microsoft.сom` with a Cyrillic letter in its ending is no host, but the eye takes it for one. */
function readSkeleton(text: string, token: string, start: number): Link | undefined {
  const plain = skeleton(token.slice(0, TOKEN_LENGTH_MAX))
  if (plain === token) return undefined
  const link = readLink(text, plain, start)
  return link === undefined
    ? undefined
    : { ...link, kind: link.kind === 'device-page' ? link.kind : 'lookalike', mixesScripts: true }
}
