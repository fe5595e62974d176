/** What the page at the end of a link is for, by host and path. */
import devicePages from '../data/devicePages.json' with { type: 'json' }
import linkedDevices from '../data/linkedDevices.json' with { type: 'json' }
import signInPages from '../data/signInPages.json' with { type: 'json' }
import type { HostFacts } from './hosts.js'
import { imitatedBrand } from './lookalikes.js'
import { MEETING_PAGES } from './meetingLinks.js'
import { type PagePattern, PageTable, pagePattern, pathSegments } from './pagePattern.js'

export type LinkKind =
  | 'device-page'
  /** Not the page of a provider, but its path or parameters say that a device code belongs there. */
  | 'device-page-lookalike'
  | 'sign-in-page'
  /** Links a device, a second factor or another session to the account of whoever opens or scans it. */
  | 'linked-device'
  | 'meeting'
  /** The reader's own machine: where a sign-in of a command line tool ends. */
  | 'loopback'
  | 'genuine'
  | 'lookalike'
  | 'unlisted'

export interface Page {
  readonly kind: LinkKind
  /** Provider of a device or sign-in page, or the meeting service. */
  readonly service: string | undefined
}

const KNOWN_PAGES = new PageTable<Page>([
  ...devicePages.map(({ page, provider }) => known('device-page', page, provider)),
  ...signInPages.map(({ page, provider }) => known('sign-in-page', page, provider)),
  ...linkedDevices.flatMap(({ page, service }) => (page === undefined ? [] : [known('linked-device', page, service)])),
  ...MEETING_PAGES.map(({ page, service }) => known('meeting', page, service)),
])

function known(kind: LinkKind, page: string, service: string): readonly [PagePattern, Page] {
  return [pagePattern(page), { kind, service }]
}

/** `deviceauth` is the page of every cloud: `<login host>/<tenant>/oauth2/deviceauth`, `/oauth2/v2.0/deviceauth`. */
const DEVICE_SEGMENT =
  /^(?:devicelogin(?:us|china)?|deviceauth|device-?_?(?:login|auth|code|activation)|remoteconnect|oauth20_remoteconnect\.srf)$/
const DEVICE_PARAMETERS = ['user_code', 'usercode', 'otc', 'device_code']
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
/** Where Microsoft sends the code of a sign-in that has no server: `…/oauth2/nativeclient?code=`. */
const NATIVE_CLIENT = /\/nativeclient$/i
const AUTH_CODE_LENGTH_MIN = 20
const VALUE_LENGTH_MAX = 200
const PARAMETERS_MAX = 20

const SERVICE_OF_OWNER: Readonly<Record<string, string>> = {
  microsoft: 'microsoft',
  google: 'google',
  github: 'github',
}

export function pageOf(url: URL, host: HostFacts): Page {
  if (LOOPBACK.test(host.host)) return { kind: 'loopback', service: undefined }
  const path = pathSegments(url.pathname)
  const page = KNOWN_PAGES.find(host.host, path)
  if (page !== undefined) return page
  const parameters = [...url.searchParams].slice(0, PARAMETERS_MAX)
  const isDevicePath =
    path.some((segment) => DEVICE_SEGMENT.test(segment)) ||
    parameters.some(([name]) => DEVICE_PARAMETERS.includes(name.toLowerCase()))
  const isDeviceTarget = [...parameters.map(([, value]) => value), url.hash].some(
    (value) => value.length < VALUE_LENGTH_MAX && /devicelogin|deviceauth|login\.microsoft\.com\/device/i.test(value),
  )
  if (isDevicePath && host.isGenuine) {
    return { kind: 'device-page', service: host.owner === undefined ? undefined : SERVICE_OF_OWNER[host.owner] }
  }
  if (isDevicePath && path.at(-1) === 'activate') return { kind: 'device-page', service: undefined }
  if (isDevicePath || isDeviceTarget) return { kind: 'device-page-lookalike', service: undefined }
  if (host.isGenuine) return { kind: 'genuine', service: undefined }
  return {
    kind: host.mixesScripts || imitatedIn(host, path) !== undefined ? 'lookalike' : 'unlisted',
    service: undefined,
  }
}

/** The brand that the host imitates, or, on a page that anybody can put up, the path. */
export function imitatedIn(host: HostFacts, path: readonly string[]): string | undefined {
  if (host.imitates !== undefined) return host.imitates
  return host.hosting === 'page' ? imitatedBrand(path.join('/').slice(0, VALUE_LENGTH_MAX), undefined) : undefined
}

/**
 * The address in which a sign-in ends, with its code: whoever gets it finishes the sign-in (ConsentFix asks for it).
 * The code may stand in the query or behind `#`.
 */
export function carriesAuthCode(url: URL, host: HostFacts): boolean {
  if (!LOOPBACK.test(host.host) && !(host.isGenuine && NATIVE_CLIENT.test(url.pathname))) return false
  const code = url.searchParams.get('code') ?? new URLSearchParams(url.hash.slice(1)).get('code')
  return code !== null && code.length >= AUTH_CODE_LENGTH_MIN
}
