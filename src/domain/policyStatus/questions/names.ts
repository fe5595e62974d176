/** Names in a question: what stands in quotation marks, a sign-in name, an id, or the words that nothing else explains. */
import type { Token } from './tokens.js'
import type { Language } from './vocabulary.js'

/** Tokens that stand together, from the first to the last. */
export interface Run {
  readonly first: number
  readonly last: number
  /** Quoted, or of a shape that only names have. */
  readonly isMarked: boolean
}

/** Particles are not counted. */
const WORDS_MAX = 4
const LENGTH_MAX = 100
const RUNS_MAX = 2

/** @returns null where what is left over cannot be names. */
export function runsIn(
  tokens: readonly Token[],
  strange: readonly number[],
  language: Language,
): readonly Run[] | null {
  const marked = tokens.flatMap(({ entity }, at) =>
    entity?.kind === 'account' || entity?.kind === 'quoted' ? [{ first: at, last: at, isMarked: true }] : [],
  )
  const loose: Run[] = []
  for (const at of strange) {
    const before = loose.at(-1)
    if (before !== undefined && tokens.slice(before.last + 1, at).every((token) => isBetween(token, language)))
      loose[loose.length - 1] = { ...before, last: at }
    else loose.push({ first: at, last: at, isMarked: false })
  }
  const runs = [...marked, ...loose.map((run) => widened(run, tokens, language))]
  return runs.length > RUNS_MAX || !loose.every((run) => isName(tokens, run)) ? null : runs
}

/** As it was written, with its hyphens and dots, without titles and what a case adds behind an apostrophe. */
export function written(tokens: readonly Token[], { first, last }: Run): string {
  const entity = tokens[first]?.entity
  if (entity?.kind === 'account' || entity?.kind === 'quoted') return entity.value
  const all = tokens.slice(first, last + 1)
  const named = all.filter(({ word }) => !TITLES.has(word))
  const parts = (named.length === 0 ? all : named).map(({ raw, before }) => (/[-.]/.test(before) ? before : ' ') + raw)
  return parts.join('').slice(1).replace(SUFFIX, '')
}

const TITLES = new Set(
  'mr mrs ms dr prof frau herr herrn mme mlle madame monsieur sr sra sig signor signora dhr mevr meneer mevrouw heer pan pani pana pania пан пані пана bey hanim bay bayan herr fru'.split(
    ' ',
  ),
)

/** "Anna's", "Lars'", and the Turkish cases: "Ayşe'nin", "Ahmet'e", "Can'dan". Never "O'Brien". */
const SUFFIX = /(?<=[\p{L}]{2})['\u2019](?:s?|n?[ıiuü]n|[yn]?[ıiuüae]|n?[dt][ae]n?|y?l[ae])$/u

/** "Why is Will open": of two English modal verbs in a row the second is a name. */
export const isNameLikeModal = (words: readonly string[], at: number, { tag }: Language): boolean =>
  tag === 'en' && MODALS.has(words[at] ?? '') && (MODALS.has(words[at - 1] ?? '') || BEING.has(words[at - 1] ?? ''))
const MODALS = new Set('can could may might must should will would'.split(' '))
const BEING = new Set('am are did do does has have is isnt was wasnt were'.split(' '))

/** "Will Young", "Maria Grazia": a word that means something else, or is near one, written as a name is, beside a name. */
const isInName = (token: Token | undefined, { filler, index }: Language): boolean =>
  token !== undefined &&
  token.entity === null &&
  (filler.has(token.word) || !index.isExactly(token.word)) &&
  /^\p{Lu}\p{Ll}/u.test(token.raw)

/** "Sanne de Vries": small words between two parts of a name. */
const PARTICLES = new Set('af al av bin da de del den der di do dos du el la le ten ter van von zu'.split(' '))
const isBetween = (token: Token, language: Language): boolean => PARTICLES.has(token.word) || isInName(token, language)

function widened(run: Run, tokens: readonly Token[], language: Language): Run {
  // The first word of a sentence is written like a name, too.
  let { first, last } = run
  while (first > 1 && isInName(tokens[first - 1], language)) first -= 1
  while (isInName(tokens[last + 1], language)) last += 1
  return { ...run, first, last }
}

function isName(tokens: readonly Token[], run: Run): boolean {
  const all = tokens.slice(run.first, run.last + 1)
  const name = all.map(({ raw }) => raw)
  const counted = all.filter(({ word }) => !PARTICLES.has(word) && !TITLES.has(word))
  if (counted.length === 0 || counted.length > WORDS_MAX || name.join(' ').length > LENGTH_MAX) return false
  return name.every((part) => !/\d/.test(part)) && !all.some(({ word }) => OF_CODES.has(word))
}

/** Nobody is called so, in whatever language: somebody speaks of a code. */
const OF_CODES = new Set(
  'code codes codigo codigos codice codici kod kodu kodem koden koder kode код коду кодом コード'.split(' '),
)
