/**
 * Links that are no addresses of a web page: those that link a device or an authenticator to the reader's account, and
 * those that carry a script, open a file or start a program.
 */
import linkedDevices from '../data/linkedDevices.json' with { type: 'json' }

export interface SchemeLink {
  /** `linked-device`: adds a device or a second factor. `script`: runs or shows what it carries. `local`: a program or file. */
  readonly kind: 'linked-device' | 'script' | 'local'
  /** The service, or the scheme without its colon. */
  readonly service: string
  readonly written: string
  readonly start: number
  readonly end: number
}

const SCHEME_LINKS_MAX = 50
const DEVICE_SCHEMES = linkedDevices.flatMap((one) => (one.scheme === undefined ? [] : [one]))
const SCRIPT = new Set(['javascript', 'vbscript', 'livescript', 'mhtml', 'blob', 'view-source'])
/** Programs that a click starts, as seen in lures: search-ms shares, Office's and Windows' own protocols. */
const LOCAL = new Set([
  'file',
  'smb',
  'search',
  'search-ms',
  'shell',
  'res',
  'ldap',
  'telnet',
  'jar',
  'teamviewer',
  'anydesk',
  'quick-assist',
])
/** `ms-word:` and the like open a document of SharePoint, which is ordinary. */
const LOCAL_PREFIX = /^ms-(?!teams$|word$|excel$|powerpoint$|visio$|access$|project$|outlook$|whiteboard$)/
/** The names of schemes that say something on their own; `search:` and `file:` are also words before a colon. */
const NEEDS_SLASHES = new Set([
  'file',
  'search',
  'shell',
  'res',
  'line',
  'jar',
  'blob',
  'fido',
  'ldap',
  'smb',
  'telnet',
  'teamviewer',
  'anydesk',
  'quick-assist',
  'mhtml',
])
const SCHEME = /(?<![\p{L}\p{N}+.-])([a-z][a-z0-9+.-]{1,31}):(?=[^\s])/giu
const TARGET = /[^\s<>"'`«»“”]{0,2048}/y
/** What WhatsApp's linking code carries: a version and three keys in Base64. */
const WHATSAPP_QR = /(?<![A-Za-z0-9+/])[12]@[A-Za-z0-9+/=_-]{20,200}(?:,[A-Za-z0-9+/=_-]{20,200}){2,4}/g

function kindOf(scheme: string, rest: string): Pick<SchemeLink, 'kind' | 'service'> | undefined {
  const device = DEVICE_SCHEMES.find((one) => one.scheme === scheme && rest.startsWith(one.starts))
  if (device !== undefined) return { kind: 'linked-device', service: device.service }
  if (scheme === 'data') {
    return /^(?:text\/(?:html|xml)|application\/|image\/svg|;base64|,)/i.test(rest)
      ? { kind: 'script', service: scheme }
      : undefined
  }
  if (NEEDS_SLASHES.has(scheme) && !/^(?:\/|\\\\|https?:|query=|startup)/i.test(rest)) return undefined
  if (SCRIPT.has(scheme)) return { kind: 'script', service: scheme }
  return LOCAL.has(scheme) || LOCAL_PREFIX.test(scheme) ? { kind: 'local', service: scheme } : undefined
}

/** Every such link in the text, in order; at most 50. */
export function findSchemeLinks(text: string): SchemeLink[] {
  const found: SchemeLink[] = []
  let taken = 0
  for (const match of text.matchAll(SCHEME)) {
    if (match.index < taken) continue
    const scheme = (match[1] ?? '').toLowerCase()
    const after = match.index + match[0].length
    const kind = kindOf(scheme, text.slice(after, after + 40).toLowerCase())
    if (kind === undefined) continue
    TARGET.lastIndex = after
    const target = TARGET.exec(text)?.[0] ?? ''
    const end = after + target.replace(/[).,;!?\]]+$/, '').length
    found.push({ ...kind, written: text.slice(match.index, end), start: match.index, end })
    taken = end
    if (found.length === SCHEME_LINKS_MAX) return found
  }
  for (const match of text.matchAll(WHATSAPP_QR)) {
    if (found.length === SCHEME_LINKS_MAX) break
    if (found.some((one) => one.start < match.index + match[0].length && match.index < one.end)) continue
    found.push({
      kind: 'linked-device',
      service: 'whatsapp',
      written: match[0],
      start: match.index,
      end: match.index + match[0].length,
    })
  }
  return found.sort((a, b) => a.start - b.start)
}
