/**
 * What a message can be recognised by when a colleague gets the same lure: its user codes, hosts that belong to none of
 * the known services, outside senders, and its wording. Never a genuine link: half the organisation has the same one.
 *
 * Everything is hashed under the tenant's key before it leaves here.
 */
import { hostFacts } from '../codeCheck/artifacts/hosts.js'
import type { CodeCheck, CodeCheckInput } from '../codeCheck/index.js'
import sharedHosts from './data/sharedHosts.json' with { type: 'json' }
import { plainText } from './plainText.js'
import { externalSenders } from './senders.js'
import { type KeyedHash, LIKENESSES, type Likeness, type Trace, type TraceKind } from './types.js'
import { BANDS_MIN, wordingBands, wordingOf } from './wording.js'

const CODES_MAX = 10
const HOSTS_MAX = 10
/** Links whose host is nobody's we know. */
export const STRANGE_LINKS: ReadonlySet<string> = new Set(['device-page-lookalike', 'lookalike', 'unlisted'])
const SHARED_HOSTS = new Set(sharedHosts)
/** A prompt that a tool prints, or an ordinary invitation, says the same to everybody: its wording tells nothing. */
const TELLING_WORDING: ReadonlySet<CodeCheck['verdict']> = new Set(['phishing', 'suspicious'])

export interface TraceOptions {
  /** Who a mail says it is from, where its reader found that; its text may not hold the line any more. */
  readonly author?: string | null
  readonly hash: KeyedHash
  /** Lower-case domains of the organisation; null where they are not known: then no sender is told apart. */
  readonly ownDomains: readonly string[] | null
}

export function tracesOf(input: CodeCheckInput, check: CodeCheck, options: TraceOptions): readonly Trace[] {
  const text = plainText(input)
  const { hash, ownDomains } = options
  const values: readonly (readonly [TraceKind, readonly string[]])[] = [
    ['code', codesOf(check)],
    ['host', hostsOf(check, ownDomains ?? [])],
    ['sender', ownDomains === null ? [] : externalSenders(withAuthor(text, options.author), ownDomains)],
    ['wording', TELLING_WORDING.has(check.verdict) ? wordingBands(text) : []],
    ['text', wordingOf(text) === '' ? [] : [text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')]],
  ]
  // The kind is hashed too: a host that is spelled like a code is no code.
  return values.flatMap(([kind, all]) => all.map((value) => ({ kind, hash: hash(`${kind}:${value}`) })))
}

const withAuthor = (text: string, author: string | null | undefined): string =>
  author ? `From: ${author}\n${text}` : text

/** The short form is left out: it is weak by itself, and an order number looks the same. */
export function codesOf({ artifacts }: CodeCheck): readonly string[] {
  const written = artifacts.codes.filter(({ form }) => form !== 'short').map(({ value }) => value)
  const carried = artifacts.links.flatMap(({ carriedCode }) => carriedCode ?? [])
  const codes = [...written, ...carried].map((code) => code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  return [...new Set(codes.filter((code) => code.length >= 7 && code.length <= 12))].slice(0, CODES_MAX)
}

export function hostsOf({ artifacts }: CodeCheck, ownDomains: readonly string[]): readonly string[] {
  const hosts = artifacts.links
    .filter(({ kind, isFollowable }) => isFollowable && STRANGE_LINKS.has(kind))
    .map(({ host }) => host.toLowerCase().replace(/^www\./, ''))
    .filter((host) => !isGenuineOrOwn(host, ownDomains) && !isShared(host))
  return [...new Set(hosts)].slice(0, HOSTS_MAX)
}

export function isGenuineOrOwn(host: string, ownDomains: readonly string[]): boolean {
  return hostFacts(host, host).isGenuine || ownDomains.some((own) => host === own || host.endsWith(`.${own}`))
}

/** Strangers' pages stand beside everybody's: the host alone says nothing. */
export function isShared(host: string): boolean {
  const { domain } = hostFacts(host, host)
  return domain !== undefined && SHARED_HOSTS.has(domain)
}

/** By what two messages are alike that agree in so many traces of each kind; empty where they are not. */
export function likenessOf(
  agreeing: readonly { readonly kind: TraceKind; readonly count: number }[],
): readonly Likeness[] {
  const counts = new Map(agreeing.map(({ kind, count }) => [kind, count]))
  const has = (kind: TraceKind): boolean => (counts.get(kind) ?? 0) > 0
  const isAlike: Readonly<Record<Likeness, boolean>> = {
    code: has('code'),
    sender: has('sender'),
    host: has('host'),
    wording: has('text') || (counts.get('wording') ?? 0) >= BANDS_MIN,
  }
  return LIKENESSES.filter((likeness) => isAlike[likeness])
}
