/** Links as they stand in the text, with what they say, where they go and whose page that is. Nothing is fetched. */
import { skeleton } from '../normalise/unicode.js'
import type { Hosting } from './hosting.js'
import { type HostFacts, hostFacts, isPlausibleHost } from './hosts.js'
import { isDisguised, labelBefore } from './linkLabels.js'
import { HOST, LINK_TOKEN, TOKEN_LENGTH_MAX, TRAILING, wholeToken } from './linkTokens.js'
import { type MeetingLink, meetingLinkOf } from './meetingLinks.js'
import { pathSegments } from './pagePattern.js'
import { carriesAuthCode, imitatedIn, type LinkKind, type Page, pageOf } from './pages.js'
import { findSchemeLinks, type SchemeLink } from './schemes.js'
import { type HiddenTarget, parseUrl, unwrap } from './unwrap.js'

export type { LinkKind } from './pages.js'

export interface Link {
  readonly kind: LinkKind
  /** The link as it stood in the text. */
  readonly written: string
  /** The host it leads to after unwrapping; empty for a link that leads to no host, such as `sgnl://linkdevice`. */
  readonly host: string
  /** Provider of a device page, or the meeting service. */
  readonly service: string | undefined
  readonly through: readonly string[]
  /** The words shown instead of the link, where it was an HTML or Markdown link. */
  readonly label: string | undefined
  /** The words name another site, or hide a device page behind a button. */
  readonly isDisguised: boolean
  /** Part of the address is encoded, in an unusual form or behind a user name, which hides what it is. */
  readonly isObscured: boolean
  readonly mixesScripts: boolean
  /** The brand that the host or path is made to look like, though it is not the brand's own. */
  readonly imitates: string | undefined
  readonly isIp: boolean
  /** Anybody can put content there, whoever owns the host. */
  readonly isAnybodysHosting: boolean
  readonly hosting: Hosting | undefined
  /** The target is not in the link: a shortener, a gateway that keeps it, a tracker of bulk mail. */
  readonly hiddenTarget: HiddenTarget | undefined
  readonly isShortened: boolean
  /** What a link to a meeting says of that meeting. */
  readonly meeting: MeetingLink | undefined
  /** A code that travels in the link: `?otc=`, `?user_code=`. */
  readonly carriedCode: string | undefined
  /** The address in which a sign-in ends, with the code that finishes it: a secret (ConsentFix). */
  readonly carriesAuthCode: boolean
  /** Written with `http(s)://` or with a path: more than the mention of a site. */
  readonly isFollowable: boolean
  readonly start: number
  readonly end: number
}

const LINKS_MAX = 200
const HOST_LENGTH_USUAL_MAX = 100
const CODE_PARAMETERS = ['otc', 'user_code', 'usercode']
/** Browsers take `https:\\host`, `https:/host` and `https:///host` for what they look like. */
const SCHEME = /https?:(?:[/\\]{1,4}|(?=[\p{L}\p{N}-]{1,63}\.))/iu
const ENCODED_SCHEME = /https?%3a(?:%2f|\/){2}/i
/** A letter or digit has no need to be encoded; `%40` and `%3a` of a Teams link have. */
const ENCODED_LETTER = /%(?:3[0-9]|[46][1-9a-f]|[57][0-9a])/i
/** A dot, encoded or not, or a host in one number or word. */
const MAY_BE_LINK = /\.|%2e|https?:[/\\]{2}(?:[0-9]|localhost)/i
/** The host as written: after the scheme and a user name, up to the path. */
const HOST_WRITTEN = /^(?:https?:[/\\]{0,4})?(?:[^/\\?#]*@)?([^/\\?#:]*)/i

/** A numeric address that is not written as four decimal numbers. */
const isOddIp = (written: string, host: HostFacts): boolean => host.isIp && written.toLowerCase() !== host.host

function carriedCode(url: URL): string | undefined {
  for (const [name, value] of url.searchParams) {
    if (CODE_PARAMETERS.includes(name.toLowerCase().replace(/^amp;/, '')) && value !== '') return value.slice(0, 40)
  }
  // `/start/#/device?user_code=…`
  const inHash = /[?&](?:otc|user_code)=([A-Za-z0-9-]{4,40})/i.exec(url.hash)
  return inHash?.[1]
}

function pageThrough(target: URL, host: HostFacts, carried: readonly URL[]): Page {
  const page = pageOf(target, host)
  if (page.kind === 'device-page') return page
  const isToDevicePage = carried.some(
    (inner) => pageOf(inner, hostFacts(inner.hostname, inner.hostname)).kind === 'device-page',
  )
  return isToDevicePage
    ? { kind: host.isGenuine ? 'device-page' : 'device-page-lookalike', service: page.service }
    : page
}

function readLink(text: string, token: string, start: number): Link | undefined {
  // `LOCATION:https://…`, `*https://…*`: the link begins where its scheme does
  const schemeAt = token.search(SCHEME)
  const encodedAt = token.search(ENCODED_SCHEME)
  if (encodedAt !== -1 && schemeAt === -1) return readEncoded(text, token.slice(encodedAt), start + encodedAt)
  if (schemeAt > 0) return readLink(text, token.slice(schemeAt), start + schemeAt)
  const scheme = schemeAt === 0
  if (!scheme && token.includes('@')) return undefined
  const bare = token.replace(TRAILING, '')
  const named = scheme ? bare : bare.replace(/^\/\//, '')
  if (!scheme && !HOST.test(named.split(/[/\\?#:]/, 1)[0] ?? '')) return undefined
  const url = parseUrl(scheme ? named : `https://${named}`)
  if (url === undefined || !(scheme || isPlausibleHost(url.hostname))) return undefined
  const written = (HOST_WRITTEN.exec(named)?.[1] ?? url.hostname).replace(/\.$/, '')
  const outer = hostFacts(url.hostname, written)
  const { url: target, through, carried, hiddenTarget } = unwrap(url)
  const host = through.length === 0 ? outer : hostFacts(target.hostname, target.hostname)
  const page = pageThrough(target, host, carried)
  const label = labelBefore(text, start)
  const path = pathSegments(target.pathname)
  // a page that we know by its path is the service's own, also on a host that shows anybody's content
  const isKnownPage = page.service !== undefined || page.kind === 'device-page'
  const hosting = isKnownPage ? undefined : host.hosting
  const hidden = isKnownPage ? undefined : hiddenTarget
  // a short link of a genuine owner leads to anybody's page; those of Microsoft are its own
  const isOnlyShort = page.kind === 'genuine' && hidden !== undefined && host.owner !== 'microsoft'
  return {
    kind: isOnlyShort ? 'unlisted' : page.kind,
    written: bare,
    host: host.host,
    service: page.service,
    through: through.length > 0 || carried.length === 0 ? through : ['redirect'],
    label: label?.text,
    isDisguised: isDisguised(label, host, page.kind),
    isObscured:
      url.username !== '' ||
      ENCODED_LETTER.test(bare.split('?', 1)[0] ?? '') ||
      written.includes('%') ||
      isOddIp(written, outer) ||
      url.hostname.length > HOST_LENGTH_USUAL_MAX,
    mixesScripts: outer.mixesScripts || host.mixesScripts,
    imitates: page.kind === 'genuine' || page.kind === 'device-page' ? undefined : imitatedIn(host, path),
    isIp: host.isIp,
    isAnybodysHosting: hosting !== undefined,
    hosting,
    hiddenTarget: hidden,
    isShortened: hidden?.kind === 'shortener',
    meeting: page.kind === 'meeting' && page.service !== undefined ? meetingLinkOf(page.service, target) : undefined,
    carriedCode: carriedCode(target),
    carriesAuthCode: carriesAuthCode(target, host),
    isFollowable: scheme || url.pathname.length > 1 || url.search !== '' || outer.imitates !== undefined,
    start,
    end: start + bare.length,
  }
}

/** `https%3A%2F%2Fmicrosoft.com%2Fdevicelogin` as it stands in parameters that were pasted alone. */
function readEncoded(text: string, token: string, start: number): Link | undefined {
  const bare = token.replace(TRAILING, '')
  try {
    const link = readLink(text, decodeURIComponent(bare), start)
    return link && { ...link, written: bare, isObscured: true, end: start + bare.length }
  } catch {
    return undefined
  }
}

/** Every link in the text, in order; at most 200. Tokens without a dot cost one scan. `schemeLinks`: those of the text. */
export function findLinks(text: string, schemeLinks: readonly SchemeLink[] = findSchemeLinks(text)): Link[] {
  const links: Link[] = []
  let taken = 0
  for (const match of text.matchAll(LINK_TOKEN)) {
    if (match.index < taken) continue
    const short = match[0].slice(0, TOKEN_LENGTH_MAX)
    if (!MAY_BE_LINK.test(short)) continue
    // `ב-example.com`, `example.com-এ`: what a language hangs on with a hyphen is not part of the link
    const glued = /^-*/.exec(short)?.[0].length ?? 0
    const start = match.index + glued
    const whole = wholeToken(text, start, short.slice(glued))
    const token = /\p{L}/u.test(text[start + whole.length] ?? '') ? whole.replace(/-+$/, '') : whole
    const link = readLink(text, token, start) ?? readSkeleton(text, token, start)
    if (link === undefined) continue
    links.push(link)
    taken = link.end
    if (links.length === LINKS_MAX) break
  }
  const schemes = schemeLinks.filter((one) => one.kind === 'linked-device' && !overlapsAny(one, links))
  if (schemes.length === 0) return links
  return [...links, ...schemes.map(schemeLink)].sort((a, b) => a.start - b.start).slice(0, LINKS_MAX)
}

const overlapsAny = (one: SchemeLink, links: readonly Link[]): boolean =>
  links.some((link) => link.start < one.end && one.start < link.end)

function schemeLink({ service, written, start, end }: SchemeLink): Link {
  return {
    kind: 'linked-device',
    written,
    host: '',
    service,
    through: [],
    label: undefined,
    isDisguised: false,
    isObscured: false,
    mixesScripts: false,
    imitates: undefined,
    isIp: false,
    isAnybodysHosting: false,
    hosting: undefined,
    hiddenTarget: undefined,
    isShortened: false,
    meeting: undefined,
    carriedCode: undefined,
    carriesAuthCode: false,
    isFollowable: true,
    start,
    end,
  }
}

/** `microsoft.сom` with a Cyrillic letter in its ending is no host, but the eye takes it for one. */
function readSkeleton(text: string, token: string, start: number): Link | undefined {
  const plain = skeleton(token)
  if (plain === token) return undefined
  const link = readLink(text, plain, start)
  return link === undefined
    ? undefined
    : { ...link, kind: link.kind === 'device-page' ? link.kind : 'lookalike', mixesScripts: true }
}
