/** Who a mail or a forwarded message says it is from: the addresses in its sender lines. Not proven, so for matching only. */
import { hostFacts } from '../codeCheck/artifacts/hosts.js'
import labels from './data/senderLabels.json' with { type: 'json' }

const LABELS = new Set(labels)
const LINE = /^[\s>*|]{0,12}([\p{L} -]{1,24}?)\**[ \t]{0,3}[:：](.{1,400})/u
const ADDRESS = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{3,253}/u
const SENDERS_MAX = 5
/** Owned by Microsoft, and everybody can have an address there. */
const OPEN_TO_ALL = new Set(['outlook.com', 'live.com'])

/** Addresses outside of `ownDomains` (lower case), without those of the services we know: they write to everybody. */
export function externalSenders(text: string, ownDomains: readonly string[]): readonly string[] {
  const found = new Set<string>()
  for (const line of text.split('\n')) {
    const [, label = '', rest = ''] = LINE.exec(line.slice(0, 500)) ?? []
    if (!LABELS.has(label.trim().toLowerCase())) continue
    const address = ADDRESS.exec(rest)?.[0]
      .toLowerCase()
      .replace(/[.-]+$/, '')
    if (address !== undefined && isTelling(address, ownDomains)) found.add(address)
    if (found.size === SENDERS_MAX) break
  }
  return [...found]
}

function isTelling(address: string, ownDomains: readonly string[]): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1)
  if (ownDomains.some((own) => host === own || host.endsWith(`.${own}`))) return false
  const { domain, isGenuine } = hostFacts(host, host)
  return domain !== undefined && (!isGenuine || OPEN_TO_ALL.has(domain))
}
