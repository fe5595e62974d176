/** The words that stand for a link, and whether they tell the truth. */
import { type HostFacts, hostFacts } from './hosts.js'
import { HOST, LINK_TOKEN } from './linkTokens.js'
import { type LinkKind, pageOf } from './pages.js'
import { parseUrl } from './unwrap.js'

export interface Label {
  readonly text: string
  readonly isMarkup: boolean
}

const LABEL_LENGTH_MAX = 400
/** `label<link>`: how far back on the line the words may begin. */
const PLAIN_LABEL_LENGTH_MAX = 120

/** `[label](link)` and the `label<link>` of plain-text mail. */
export function labelBefore(text: string, start: number): Label | undefined {
  const isTitled = text[start - 1] === '<'
  const bracket = isTitled ? start - 1 : start
  if (text[bracket - 1] === '(' && text[bracket - 2] === ']') {
    const earliest = Math.max(0, bracket - 3 - LABEL_LENGTH_MAX)
    const open = text.slice(earliest, bracket - 2).lastIndexOf('[')
    if (open !== -1) return { text: text.slice(earliest + open + 1, bracket - 2), isMarkup: true }
  }
  if (isTitled) {
    const before = text.slice(Math.max(0, start - 1 - PLAIN_LABEL_LENGTH_MAX), start - 1)
    return { text: before.slice(before.lastIndexOf('\n') + 1).trim(), isMarkup: false }
  }
  return undefined
}

interface Shown {
  readonly host: HostFacts
  readonly kind: LinkKind
}

/** The page that a label shows, where it shows one. */
function pageShown(label: string): Shown | undefined {
  for (const [token] of label.slice(0, LABEL_LENGTH_MAX).matchAll(LINK_TOKEN)) {
    const hostWritten =
      token
        .replace(/^https?:\/\//i, '')
        .split(/[/?#:]/, 1)[0]
        ?.toLowerCase() ?? ''
    if (!HOST.test(hostWritten)) continue
    const url = parseUrl(/^https?:\/\//i.test(token) ? token : `https://${token}`)
    const host = hostFacts(url?.hostname ?? hostWritten, hostWritten)
    if (host.isPlausible && host.domain !== undefined) {
      return { host, kind: url === undefined ? 'unlisted' : pageOf(url, host).kind }
    }
  }
  return undefined
}

const isSameHolder = (one: HostFacts, other: HostFacts): boolean =>
  one.holder === other.holder ||
  (one.owner !== undefined && one.owner === other.owner && one.isGenuine && other.isGenuine)

/** The words name another site, or hide a device page behind something else. */
export function isDisguised(label: Label | undefined, host: HostFacts, kind: LinkKind): boolean {
  if (label === undefined) return false
  const shown = pageShown(label.text)
  if (shown !== undefined) {
    if (!isSameHolder(shown.host, host)) return true
    return kind === 'device-page' && shown.kind !== 'device-page' && shown.kind !== 'genuine'
  }
  return label.isMarkup && kind === 'device-page' && !/device/i.test(label.text)
}
