/** Hosts on which anybody can put content, whoever owns the domain. */
import { parse } from 'tldts'
import hosting from '../data/anybodysHosting.json' with { type: 'json' }
import { hostPattern, matchesHost } from './hostPattern.js'

/** `page`: whole pages, scripts and all. `document`: files, forms and notes within the service's own frame. */
export type Hosting = 'page' | 'document'

const PAGES = hosting.pages.map(hostPattern)
const DOCUMENTS = hosting.documents.map(hostPattern)

/** AWS's device pages lie between the buckets of its customers. */
const OWN_PAGES = ['device.sso.*.amazonaws.com', 'oidc.*.amazonaws.com'].map(hostPattern)

export function hostingOf(host: string): Hosting | undefined {
  if (OWN_PAGES.some((pattern) => matchesHost(pattern, host))) return undefined
  if (PAGES.some((pattern) => matchesHost(pattern, host))) return 'page'
  if (DOCUMENTS.some((pattern) => matchesHost(pattern, host))) return 'document'
  // the second part of the public suffix list is made of hosts that give names away below them
  const parsed = parse(host, { allowPrivateDomains: true })
  return parsed.isPrivate === true && parsed.domain !== null ? 'page' : undefined
}
