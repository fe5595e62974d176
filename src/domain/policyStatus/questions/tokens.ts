/**
 * A question cut into words and the things that are no words: addresses, sign-in names, ids, what stands in quotation
 * marks, dates, and, where a sign-in is described, apps and platforms by their everyday names.
 */
import { fold } from '../../codeCheck/index.js'
import { cidrRange } from '../addresses.js'
import type { PlatformName } from './asked.js'
import { EVERYDAY_NAMES, type ResourceKey } from './resources.js'

export type Entity =
  | { readonly kind: 'address' | 'account' | 'quoted'; readonly value: string }
  | { readonly kind: 'country'; readonly code: string; readonly value: string }
  | { readonly kind: 'date'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'app'; readonly key: ResourceKey }
  | { readonly kind: 'platform'; readonly name: PlatformName }

export interface Token {
  /** Folded: lower case, no accents, no apostrophes. Empty for an entity. */
  readonly word: string
  /** As it was written. */
  readonly raw: string
  /** The letter or sign right before it. */
  readonly before: string
  readonly entity: Entity | null
}

const PLATFORMS: Readonly<Record<string, PlatformName>> = {
  windows: 'windows',
  macos: 'macos',
  mac: 'macos',
  linux: 'linux',
  ubuntu: 'linux',
  ios: 'ios',
  iphone: 'ios',
  ipad: 'ios',
  android: 'android',
}

const alternatives = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[-\s]/g, '[-\\s]')).join('|')
const NOT_INSIDE = '(?<![A-Za-z0-9@.])'
const NOT_BEFORE = '(?![A-Za-z0-9@])'

type Finder = readonly [RegExp, (match: RegExpExecArray) => Entity | null]

const FINDERS: readonly Finder[] = [
  [
    /["“„«「『]([^"“”„«»「」『』\n]{1,100})["”“»」』]/dg,
    (match) => ({ kind: 'quoted', value: (match[1] ?? '').trim() }),
  ],
  // Before a Japanese title stands a name; none of its letters is a particle that ends what comes before.
  [
    /(?<![\p{Script=Han}\p{Script=Katakana}])([\p{Script=Han}\p{Script=Katakana}][\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・ \u3000]{0,19}?)(?:さん|さま|様|氏|くん|ちゃん)/dgu,
    (match) => nameBefore(match[1] ?? ''),
  ],
  [/[\w.%+#'-]{1,100}@[A-Za-z0-9.-]{1,100}[A-Za-z0-9]/dg, ([value]) => ({ kind: 'account', value })],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/dgi, ([value]) => ({ kind: 'account', value })],
  [/(?<![\w.:])[0-9a-f:.]*[.:][0-9a-f:.]*[0-9a-f:](?:\/\d{1,3})?(?![\w:])/dgi, ([value]) => addressIn(value)],
  [/\b(\d{4})-(\d{2})-(\d{2})\b/dg, (match) => dateIn(match[1], match[2], match[3])],
  [/(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}))?(?![\d.])/dg, (match) => dateIn(match[3], match[2], match[1])],
  [/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/dg, (match) => dateIn(match[1], match[2], match[3])],
]

const SIGN_IN_FINDERS: readonly Finder[] = [
  [
    new RegExp(`${NOT_INSIDE}(${alternatives(EVERYDAY_NAMES.map(([name]) => name))})${NOT_BEFORE}`, 'dgi'),
    ([value]) => appCalled(value),
  ],
  [
    new RegExp(`${NOT_INSIDE}(${alternatives(Object.keys(PLATFORMS))})${NOT_BEFORE}`, 'dgi'),
    ([value]) => platformCalled(value),
  ],
]

/** @param ofSignIn also look for what describes a sign-in: apps and platforms. */
export function tokensOf(text: string, ofSignIn: boolean): readonly Token[] {
  const written = text.normalize('NFKC')
  const found: { readonly start: number; readonly end: number; readonly entity: Entity }[] = []
  for (const [pattern, read] of ofSignIn ? [...FINDERS, ...SIGN_IN_FINDERS] : FINDERS)
    for (const match of written.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const entity = read(match)
      if (entity !== null) found.push({ start, end, entity })
    }
  found.sort((one, other) => one.start - other.start)
  const tokens: Token[] = []
  let at = 0
  for (const { start, end, entity } of found) {
    tokens.push(...wordsIn(written, at, start))
    tokens.push({ word: '', raw: written.slice(start, end), before: '', entity })
    at = end
  }
  return [...tokens, ...wordsIn(written, at, written.length)]
}

function* wordsIn(text: string, from: number, to: number): Generator<Token> {
  for (const match of text.slice(from, to).matchAll(/[\p{L}\p{M}\p{N}'\u2019]+/gu)) {
    const [raw] = match
    const word = fold(raw).replace(/['\u2019]/g, '')
    const start = from + match.index
    if (word !== '') yield { word, raw, before: text.charAt(start - 1), entity: null }
  }
}

function nameBefore(value: string): Entity | null {
  return /[はがをにでもと]/u.test(value) ? null : { kind: 'quoted', value: value.trim() }
}

function addressIn(value: string): Entity | null {
  const trimmed = value.replace(/[.:]$/, (end) => (value.endsWith('::') ? end : ''))
  return cidrRange(trimmed) === null ? null : { kind: 'address', value: trimmed }
}

function dateIn(year: string | undefined, month: string | undefined, day: string | undefined): Entity | null {
  const found = { year: year === undefined ? null : Number(year), month: Number(month), day: Number(day) }
  return found.month >= 1 && found.month <= 12 && found.day >= 1 && found.day <= 31 ? { kind: 'date', ...found } : null
}

function appCalled(value: string): Entity | null {
  const name = value.toLowerCase().replace(/\s+/g, ' ')
  const known = EVERYDAY_NAMES.find(([called]) => called === name || called === name.replaceAll('-', ' '))
  return known === undefined ? null : { kind: 'app', key: known[1] }
}

function platformCalled(value: string): Entity | null {
  const name = PLATFORMS[value.toLowerCase()]
  return name === undefined ? null : { kind: 'platform', name }
}
