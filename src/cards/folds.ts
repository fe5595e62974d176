/**
 * What stands behind a button of the card: folded away until it is asked for, so that a phone shows the case and its
 * buttons first. The button says in words what it holds, how much of it, and whether a press shows or hides it.
 */
import { type Button, type Line, lines } from './parts.js'
import { say, type WordKey } from './words.js'

export interface Link {
  readonly title: string
  readonly url: string
}

export interface Fold {
  /** Unique on the card. */
  readonly id: string
  readonly title: WordKey
  /** Of what is in it; null where a number says nothing. */
  readonly count: number | null
  readonly texts?: readonly string[]
  readonly notes?: readonly string[]
  /** A set of its own for each kind: the renderers show no more than five in one. */
  readonly buttons?: readonly (readonly Button[])[]
  readonly links?: readonly Link[]
}

/** As the layout takes it; one without content is left out. */
export interface FoldView {
  readonly id: string
  readonly show: string
  readonly hide: string
  readonly lines: readonly Line[]
  readonly notes: readonly Line[]
  readonly sets: readonly { readonly executes: readonly Button[] }[]
  readonly hasLinks: boolean
  readonly links: readonly Link[]
}

export const foldsOf = (folds: readonly Fold[], locale: string): readonly FoldView[] =>
  folds.flatMap(({ id, title, count, texts = [], notes = [], buttons = [], links = [] }) => {
    const sets = buttons.filter((set) => set.length > 0).map((executes) => ({ executes }))
    if (texts.length + sets.length + links.length === 0) return []
    const what = { said: say(title, locale) + (count === null ? '' : ` (${count})`) }
    return {
      id,
      show: say('fold.show', locale, { what }),
      hide: say('fold.hide', locale, { what }),
      lines: lines(texts),
      notes: lines(notes),
      sets,
      hasLinks: links.length > 0,
      links,
    }
  })
