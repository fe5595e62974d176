/**
 * Card layouts: the JSON files of `templates/`, filled by `adaptivecards-templating`.
 *
 * A `Template` is built once per file; building costs fifty times as much as filling. Traps of the library: a null
 * inside mixed text throws, and a missing field leaves its `${name}` in the card. So a view is a plain object in which
 * every field that the layout names is present and no text is null; what may be absent goes behind a `$when`.
 * Values are not filled a second time: a `${` in somebody's name stays two characters.
 */
// Not the package's entry: its types lead to the TypeScript sources of another package, which our compiler would check.
import { Template } from 'adaptivecards-templating/lib/template-engine.js'

/** An Adaptive Card as JSON, ready to be attached. */
export type Card = Record<string, unknown>

/** What a layout is filled with: words that are finished, and flags. */
export type View = Readonly<Record<string, unknown>>

export function layout(file: object): (view: View) => Card {
  const template = new Template(file)
  return (view) => template.expand({ $root: view }) as Card
}
