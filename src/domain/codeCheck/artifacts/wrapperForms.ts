/**
 * Wrappers whose target is not simply in a parameter. Each reads its own form and gives the target as text, or
 * `undefined` where the link is not of that form.
 *
 * Sources: Proofpoint's own decoder (URLDefenseDecode.py 3.0.1), Check Point's guide to rewritten Avanan links
 * (sc1.checkpoint.com, "Rewritten Avanan URL"), links of Cisco Secure Email, Yahoo search, AMP and Google Translate as
 * they stand in public pages.
 */
import { base64Text } from '../normalise/transfer.js'

export interface WrapperForm {
  readonly name: string
  readonly hosts: readonly string[]
  readonly read: (url: URL, whole: string) => string | undefined
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** `https:/host`: mail programs fold the double slash within a path. */
const unfolded = (target: string): string => target.replace(/^(https?|ftp):\/(?!\/)/i, '$1://')

/** Lengths of runs in v3: `**A` is a run of two, `**B` of three, up to `**_` of 65. */
const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** v3 takes characters out of the target, leaves `*` or `**<length>` for them and appends them in Base64. */
function urlDefense3(whole: string): string | undefined {
  const start = whole.indexOf('/v3/__')
  const end = whole.indexOf('__;', start)
  if (start === -1) return undefined
  const body = unfolded(whole.slice(start + 6, end === -1 ? undefined : end).replace(end === -1 ? /_{1,2}$/ : /$^/, ''))
  if (end === -1) return body
  const bang = whole.indexOf('!', end)
  const encoded = whole.slice(end + 3, bang === -1 ? undefined : bang)
  const removed = encoded === '' ? undefined : base64Text(encoded)
  if (removed === undefined) return body
  const characters = Array.from(removed)
  let taken = 0
  const filled = body.replace(/\*(?:\*([A-Za-z0-9_-]))?/g, (_token, length: string | undefined) => {
    const run = length === undefined ? 1 : RUN_LENGTHS.indexOf(length) + 2
    const piece = characters.slice(taken, taken + run)
    taken += run
    return piece.join('')
  })
  return taken <= characters.length ? filled : body
}

function urlDefense(url: URL, whole: string): string | undefined {
  if (url.pathname.startsWith('/v3/')) return urlDefense3(whole)
  const u = url.searchParams.get('u')
  if (u === null) return undefined
  // v2 writes `-` for `%` and `_` for `/`; v1 is percent-encoded as usual
  return url.pathname.startsWith('/v2/') ? decoded(u.replaceAll('-', '%').replaceAll('_', '/')) : (decoded(u) ?? u)
}

/** `/v2/___<target>___.<blob>`, also `/v2/r01/___…`; v1 writes `/v1/_<target>_<blob>` or `/v1/url?o=<target>`. */
function avanan(url: URL, whole: string): string | undefined {
  const open = whole.indexOf('___')
  const close = whole.indexOf('___', open + 3)
  if (open !== -1) return unfolded(whole.slice(open + 3, close === -1 ? undefined : close))
  const o = url.searchParams.get('o') ?? url.searchParams.get('u')
  if (o !== null) return decoded(o) ?? o
  const v1 = /\/v1\/_?(https?:[^_]{1,2000})/i.exec(whole)?.[1]
  return v1 === undefined ? undefined : unfolded(v1)
}

/** Cisco: `/<token>/<target, encoded or not>`. */
function lastOfPath(_url: URL, whole: string): string | undefined {
  const at = whole.slice(8).search(/https?(?::|%3a)/i)
  if (at === -1) return undefined
  const target = whole.slice(8 + at)
  return unfolded(/^https?%3a/i.test(target) ? (decoded(target) ?? target) : target)
}

/** `/amp/s/<host>/<path>`; without `s` the target is plain HTTP. */
function amp(url: URL): string | undefined {
  const match = /^\/(?:amp|[cvi])\/(s\/)?([^/]+\..+)$/.exec(url.pathname)
  return match === null ? undefined : `${match[1] === undefined ? 'http' : 'https'}://${match[2] ?? ''}${url.search}`
}

/** `login-microsoftonline-com.translate.goog`: a dash for a dot, two for a dash. */
function translated(url: URL): string | undefined {
  const name = url.hostname.replace(/\.translate\.goog$/, '')
  const host = name.replaceAll('--', '\0').replaceAll('-', '.').replaceAll('\0', '-')
  const kept = [...url.searchParams].filter(([key]) => !key.startsWith('_x_tr_'))
  const query = new URLSearchParams(kept).toString()
  return `https://${host}${url.pathname}${query === '' ? '' : `?${query}`}`
}

/** `/RU=<target>/RK=…`, a segment of the path. */
function yahoo(url: URL): string | undefined {
  const ru = /\/RU=([^/]{1,2000})/i.exec(url.pathname)?.[1] ?? url.searchParams.get('RU')
  return ru ? (decoded(ru) ?? ru) : undefined
}

/** `/L0/<encoded target>/<…>` */
function awstrack(url: URL): string | undefined {
  const target = /^\/L\d\/([^/]{1,2000})/.exec(url.pathname)?.[1]
  return target === undefined ? undefined : decoded(target)
}

export const WRAPPER_FORMS: readonly WrapperForm[] = [
  {
    name: 'url-defense',
    hosts: ['urldefense.com', '*.urldefense.com', 'urldefense.proofpoint.com', 'urldefense.us', '*.urldefense.us'],
    read: urlDefense,
  },
  { name: 'avanan', hosts: ['url.avanan.click', 'avanan.url-protection.com'], read: avanan },
  { name: 'checkpoint', hosts: ['protect.checkpoint.com'], read: avanan },
  { name: 'cisco', hosts: ['secure-web.cisco.com'], read: lastOfPath },
  { name: 'web-archive', hosts: ['web.archive.org', 'archive.ph', 'archive.is', 'archive.today'], read: lastOfPath },
  { name: 'google-amp', hosts: ['google.*', '*.cdn.ampproject.org'], read: amp },
  { name: 'google-translate', hosts: ['*.translate.goog'], read: translated },
  { name: 'yahoo', hosts: ['*.search.yahoo.com', '*.search.yahoo.co.jp', 'r.search.aol.com'], read: yahoo },
  { name: 'amazon-ses', hosts: ['*.awstrack.me'], read: awstrack },
]
