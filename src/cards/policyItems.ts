/** The building blocks of a policy answer: sections of items with details, each bounded. */
import { type Button, type Line, lines } from './parts.js'
import { say, type WordKey } from './words.js'

/** Enough to act on; a card with more is not read, and a command line has the rest. */
const ITEMS_MAX = 10

export interface Item {
  readonly text: string
  readonly details: readonly Line[]
  /** Where a press on it leads: a page of a Microsoft portal; null leads nowhere. */
  readonly url: string | null
}

export interface Section {
  readonly title: string
  readonly items: readonly Item[]
  /** Only where it is folded. */
  readonly buttons?: readonly Button[]
  /** Before the pictures. */
  readonly isFirst?: true
  /** Of the button that it stands behind, counted; absent: it is shown at once. */
  readonly foldedAs?: string
}

export const item = (
  text: string,
  details: readonly (readonly [label: string, value: string])[],
  url: string | null = null,
): Item => ({ text, details: lines(details.map(([label, value]) => `${label} ${value}`)), url })

/** A section whose title counts all, and which shows the first ones. */
export function bounded(title: WordKey, items: readonly Item[], locale: string, max = ITEMS_MAX): Section {
  const shown = items.slice(0, max)
  const left = items.length - shown.length
  return {
    title: say(title, locale, { count: items.length }),
    items: left === 0 ? shown : [...shown, item(say('and-more', locale, { count: left }), [])],
  }
}

/** The same behind a button, so that a phone shows what to do first. */
export const folded = (section: Section, title = section.title): Section => ({ ...section, foldedAs: title })
