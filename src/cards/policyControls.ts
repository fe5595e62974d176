/** What a policy asks for, and risk levels: Graph's own values in words. One that has none stands as Graph writes it. */
import { inert } from './inert.js'
import { hasWords, say } from './words.js'

/** Each is a control, or the alternatives of an OR policy joined by `|`, as the evaluator gives them. */
export const controlsInWords = (required: readonly string[], locale: string): string =>
  required.map((one) => alternatives(one.split('|'), locale)).join(', ')

/** A strength, terms, a custom factor and a session control stand with an id or a name of theirs behind a colon. */
function alternatives(controls: readonly string[], locale: string): string {
  const said = controls.map((control) => {
    const key = `asked.control.${control.split(':')[0]}`
    return hasWords(key) ? say(key, locale) : inert(control)
  })
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(new Set(said))
}

export const levelsInWords = (levels: readonly string[], locale: string): string =>
  levels
    .map((level) => {
      const key = `asked.level.${level.toLowerCase()}`
      return hasWords(key) ? say(key, locale) : inert(level)
    })
    .join(', ')
