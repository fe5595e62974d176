/**
 * What the mail and Teams logs can be searched for, in the clear: read anew from the texts that were reported, since
 * what is kept beside them is hashed. The same choice as for traces: never a genuine link, an own domain or free text.
 *
 * Everything is bounded and of a narrow form, ASCII only: it goes into a query. What does not fit the form is left out.
 */
import { type CodeCheck, checkMessage } from '../codeCheck/index.js'
import { MASK } from './mask.js'
import { plainText } from './plainText.js'
import { externalSenders } from './senders.js'
import { codesOf, hostsOf, isGenuineOrOwn, isShared, STRANGE_LINKS } from './traces.js'

export interface HuntTraces {
  /** Mail addresses outside of the organisation, lower case. */
  readonly senders: readonly string[]
  /** Hosts that are nobody's we know, lower case, without `www.`. */
  readonly hosts: readonly string[]
  /** Whole addresses on hosts that many share, such as those of a shortener. */
  readonly urls: readonly string[]
  /** User codes, capitals and digits. */
  readonly codes: readonly string[]
}

export const EMPTY_HUNT: HuntTraces = { senders: [], hosts: [], urls: [], codes: [] }

const EACH_MAX = 10
const SENDER = /^[a-z0-9._%+-]{1,64}@(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/
const HOST = /^(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/
const URL_FORM = /^https?:\/\/[A-Za-z0-9._~:/?#@!$&()*+,;=%-]{4,500}$/
/** Letters alone could be a word of anybody's. */
const CODE = /^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{7,12}$/

/** @param texts as they were reported, defanged and masked  @param ownDomains lower case */
export function huntTracesOf(texts: readonly string[], ownDomains: readonly string[]): HuntTraces {
  const each = texts.map((text) => ({ text: plainText({ text }), check: checkMessage({ text }) }))
  const all = (values: readonly string[], form: RegExp): readonly string[] =>
    [...new Set(values.filter((value) => form.test(value)))].slice(0, EACH_MAX)
  return {
    senders: all(
      each.flatMap(({ text }) => externalSenders(text, ownDomains)),
      SENDER,
    ),
    hosts: all(
      each.flatMap(({ check }) => hostsOf(check, ownDomains)),
      HOST,
    ),
    urls: all(
      each.flatMap(({ check }) => urlsOf(check, ownDomains)),
      URL_FORM,
    ),
    codes: all(
      each.flatMap(({ check }) => codesOf(check)),
      CODE,
    ),
  }
}

/** Written with its own host and whole: what was masked, or unwrapped from another, is not what a log holds. */
function urlsOf({ artifacts }: CodeCheck, ownDomains: readonly string[]): readonly string[] {
  return artifacts.links.flatMap(({ kind, isFollowable, written, host, through }) => {
    if (!isFollowable || !STRANGE_LINKS.has(kind) || through.length > 0 || written.includes(MASK)) return []
    if (isGenuineOrOwn(host, ownDomains) || !isShared(host)) return []
    const address = /^https?:\/\//i.test(written) ? written : `https://${written}`
    const url = URL.canParse(address) ? new URL(address) : null
    // The page itself of a shared host is anybody's.
    return url === null || url.pathname === '/' ? [] : [url.href]
  })
}

export const isEmptyHunt = (traces: HuntTraces): boolean => Object.values(traces).every((values) => values.length === 0)
