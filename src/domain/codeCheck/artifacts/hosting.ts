/** Hosts on which anybody can put content, whoever owns the domain. */
import { parse } from 'tldts'
import hosting from '../data/anybodysHosting.json' with { type: 'json' }
import { hostPattern } from './hostPattern.js'
import { HostTable } from './hostTable.js'

/** `page`: whole pages, scripts and all. `document`: files, forms and notes within the service's own frame. */
export type Hosting = 'page' | 'document'

/** AWS's device pages lie between the buckets of its customers. */
const OWN_PAGES = ['device.sso.*.amazonaws.com', 'oidc.*.amazonaws.com']

/** The first row decides. */
const HOSTING = new HostTable<Hosting | undefined>([
  ...OWN_PAGES.map((host) => [hostPattern(host), undefined] as const),
  ...hosting.pages.map((host) => [hostPattern(host), 'page'] as const),
  ...hosting.documents.map((host) => [hostPattern(host), 'document'] as const),
])

export function hostingOf(host: string): Hosting | undefined {
  const known = HOSTING.allFor(host)
  if (known.length > 0) return known[0]
  // the second part of the public suffix list is made of hosts that give names away below them
  const parsed = parse(host, { allowPrivateDomains: true })
  return parsed.isPrivate === true && parsed.domain !== null ? 'page' : undefined
}
