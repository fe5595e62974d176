/**
 * The frame of every answer about policy: the first sentence, pictures where the client draws them, sections, those
 * that are folded away, buttons, and how old the data is. A picture never says what no sentence says.
 */
import type { Button, Tone } from './parts.js'
import { item, type Section } from './policyItems.js'
import { type Card, layout } from './template.js'
import file from './templates/policy-answer.json' with { type: 'json' }
import { negotiate, say } from './words.js'

const fill = layout(file)

/** Colours of the palette that charts know. Source: Microsoft Learn, "Charts in Adaptive Cards". */
export interface Donut {
  readonly title: string
  readonly slices: readonly { readonly legend: string; readonly value: number; readonly color: string }[]
}
export interface Bars {
  readonly title: string
  readonly columns: readonly { readonly x: string; readonly y: number }[]
}
export interface Pictures {
  readonly donuts: readonly Donut[]
  readonly bars: readonly Bars[]
}
export const NO_PICTURES: Pictures = { donuts: [], bars: [] }

export interface Frame {
  /** Said before anything else; null: the data is fresh. */
  readonly staleness: string | null
  readonly tone: Tone
  readonly lead: string
  readonly label: string
  readonly pictures: Pictures
  readonly sections: readonly Section[]
  readonly age: string
  /** Before what is folded; absent: none. */
  readonly leading?: readonly Button[]
  readonly executes: readonly Button[]
}

export function fillFrame(
  { staleness, tone, lead, label, pictures, sections, age, leading = [], executes }: Frame,
  locale: string,
): Card {
  return fill({
    lang: negotiate(locale),
    fallbackText: [...(staleness === null ? [] : [staleness]), lead, label].join(' '),
    isStale: staleness !== null,
    staleness: staleness ?? '',
    tone,
    lead,
    label,
    ...pictures,
    firsts: sections.filter(({ isFirst }) => isFirst === true),
    sections: sections.filter(({ isFirst, foldedAs }) => isFirst !== true && foldedAs === undefined),
    folds: sections.flatMap((section, index) => {
      if (section.foldedAs === undefined) return []
      const what = { said: section.foldedAs }
      const [show, hide] = [say('fold.show', locale, { what }), say('fold.hide', locale, { what })]
      const { title, foldedAs, items, buttons: more = [] } = section
      return [
        {
          id: `fold-${index}`,
          show,
          hide,
          items: title === foldedAs ? items : [item(title, []), ...items],
          executes: more,
        },
      ]
    }),
    link: say('status-detail.open', locale),
    age,
    leading,
    executes,
  })
}
