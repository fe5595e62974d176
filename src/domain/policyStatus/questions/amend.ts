/**
 * "Same for Dana", "and from Spain?", "since yesterday": the question before it, about somebody else, from somewhere else
 * or since another day. Only what is left over of known words counts, and only right after such a question.
 */
import { withCountries } from './countries.js'
import { type Clock, saysWhen, sinceIn } from './dates.js'
import type { AskedAgain } from './followUp.js'
import { runsIn, written } from './names.js'
import { type Token, tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { LANGUAGES, type Language } from './vocabulary.js'

const TEXT_LENGTH_MAX = 80
const WORDS_MAX = 8

/** @returns what the words could mean, in the order in which it is to be tried: "Mart" is a name and a month. */
export function readAmendments(text: string, clock: Clock): readonly AskedAgain[] {
  if (text.length > TEXT_LENGTH_MAX || /[\n\r]/.test(text.trim())) return []
  const tokens = tokensOf(text, false)
  if (tokens.length === 0 || tokens.length > WORDS_MAX) return []
  const read = LANGUAGES.flatMap((language) => {
    const cut = withCountries(language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens, language)
    return amendedIn(cut, language, clock) ?? []
  })
  // What a language knows is meant before a name that another one makes of it.
  return [...read.filter(({ kind }) => kind !== 'whom'), ...read.filter(({ kind }) => kind === 'whom')]
}

function amendedIn(tokens: readonly Token[], language: Language, clock: Clock): AskedAgain | null {
  const { filler, same, from, within } = language
  const small = ({ word }: Token) =>
    filler.has(word) || same.includes(word) || from.includes(word) || within.includes(word)
  const telling = tokens.flatMap((token, at) => (token.entity === null && small(token) ? [] : [at]))
  const entities = tokens.flatMap(({ entity }) => entity ?? [])
  const [entity] = entities
  if (entities.length === 1 && telling.length === 1) {
    if (entity?.kind === 'address') return { kind: 'place', from: { address: entity.value } }
    if (entity?.kind === 'country') return { kind: 'place', from: { country: entity.code, called: entity.value } }
  }
  const isTime = telling.every(
    (at) => tokens[at]?.entity?.kind === 'date' || saysWhen(tokens[at]?.word ?? '', language),
  )
  const since = telling.length > 0 && isTime ? sinceIn(tokens, language, clock) : null
  if (since !== null) return { kind: 'since', since, now: clock.now }
  const isSame = same.includes(tokens[0]?.word ?? '') || (language.unspaced && entity?.kind === 'quoted')
  const runs = isSame
    ? runsIn(
        tokens,
        telling.filter((at) => tokens[at]?.entity === null),
        language,
      )
    : null
  const [run] = runs ?? []
  return run === undefined || runs?.length !== 1 ? null : { kind: 'whom', called: written(tokens, run) }
}
