/**
 * Every sentence that people see, by key and language. Keys are `group.name`; the groups that end in a code of the
 * domain (`signal.`, `advice.`, `reason.`, `policy.`, `error.` …) have one sentence a code, which the compiler checks.
 *
 * A new language is a file beside `en.json`, an import and a name in `WORDS`: the compiler demands every key of
 * English, a test the rest (placeholders, plural forms, quotes, lengths). None of them is written from right to left so
 * far; one that is needs `rtl` in the frames of the templates.
 *
 * A value is a sentence with `{name}` where a parameter goes. Where the words around a number depend on it, the
 * sentence carries its forms as in ICU's MessageFormat, each language the ones it has (`Intl.PluralRules`), `#` for the
 * number: `{count, plural, one {# day} other {# days}}`. No placeholder inside a form. A language may put forms where
 * English needs none.
 */
import { inert } from './inert.js'
import de from './words/de.json' with { type: 'json' }
import en from './words/en.json' with { type: 'json' }
import es from './words/es.json' with { type: 'json' }
import fr from './words/fr.json' with { type: 'json' }
import it from './words/it.json' with { type: 'json' }
import ja from './words/ja.json' with { type: 'json' }
import nl from './words/nl.json' with { type: 'json' }
import pl from './words/pl.json' with { type: 'json' }
import pt from './words/pt.json' with { type: 'json' }
import sv from './words/sv.json' with { type: 'json' }
import tr from './words/tr.json' with { type: 'json' }
import uk from './words/uk.json' with { type: 'json' }

export type WordKey = keyof typeof en
export type Locale = keyof typeof WORDS

/** Text that was made here and may keep its markup, for instance a time. Anything else is made inert. */
export interface Said {
  readonly said: string
}
export type Params = Readonly<Record<string, string | number | Said>>

const WORDS = { en, de, es, fr, it, ja, nl, pl, pt, sv, tr, uk } satisfies Record<
  string,
  Readonly<Record<WordKey, string>>
>

export const LOCALES = Object.keys(WORDS) as readonly Locale[]

/** The nearest language there is: `de-AT` → `de`; English for all that is unknown. */
export function negotiate(locale: string): Locale {
  const language = locale.slice(0, 35).toLowerCase().split(/[-_]/, 1)[0]
  return LOCALES.find((known) => known === language) ?? 'en'
}

/**
 * A sentence in the reader's language, with `{name}` filled from `params`. Strings are taken for untrusted and made
 * inert; numbers are written the way the language writes them. A placeholder without its parameter stays, visibly.
 */
export function say(key: WordKey, locale: string, params: Params = {}): string {
  const language = negotiate(locale)
  return fillIn(WORDS[language][key], language, params)
}

/** `{name}`, or `{name, plural, one {…} other {…}}` with the forms as the second group. */
const PLACEHOLDER = /\{([a-zA-Z]+)(?:, plural,((?: [a-z]+ \{[^{}]*\})+))?\}/g
const FORM = /([a-z]+) \{([^{}]*)\}/g

/** `say` for a sentence at hand; apart from it so that forms can be tried that no language of ours needs yet. */
export function fillIn(sentence: string, language: string, params: Params): string {
  return sentence.replace(PLACEHOLDER, (placeholder, name: string, forms: string | undefined) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined) return placeholder
    if (forms !== undefined) return typeof value === 'number' ? inForm(value, forms, language) : placeholder
    if (typeof value === 'number') return value.toLocaleString(language)
    return typeof value === 'string' ? inert(value) : value.said
  })
}

function inForm(count: number, forms: string, language: string): string {
  const words = new Map(Array.from(forms.matchAll(FORM), ([, category = '', text = '']) => [category, text]))
  const category = new Intl.PluralRules(language).select(count)
  const text = words.get(category) ?? words.get('other') ?? '#'
  return text.replaceAll('#', count.toLocaleString(language))
}

/** Whether there is a sentence for a code that comes from stored data, and so from another version perhaps. */
export function hasWords(key: string): key is WordKey {
  return Object.hasOwn(en, key)
}

/** The time of an instant of today. */
export function localHour(instant: Date): Said {
  return { said: `{{TIME(${instant.toISOString().slice(0, 19)}Z)}}` }
}

/**
 * An instant the way the reader's own client writes it, in the reader's time zone. Adaptive Cards replace the two
 * functions; they take whole seconds only.
 */
export function localTime(instant: Date): Said {
  const iso = `${instant.toISOString().slice(0, 19)}Z`
  return { said: `{{DATE(${iso}, SHORT)}} {{TIME(${iso})}}` }
}
