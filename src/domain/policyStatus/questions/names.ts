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

/** As it was written, with its hyphens. */
export function written(tokens: readonly Token[], { first, last }: Run): string {
  const entity = tokens[first]?.entity
  if (entity?.kind === 'account' || entity?.kind === 'quoted') return entity.value
  const parts = tokens.slice(first, last + 1).map(({ raw, before }) => (before === '-' ? `-${raw}` : ` ${raw}`))
  return parts.join('').slice(1)
}

/** "Will Young": a word that means something else, written as a name is, beside a name. */
const isInName = (token: Token | undefined, language: Language): boolean =>
  token !== undefined && token.entity === null && language.filler.has(token.word) && /^\p{Lu}\p{Ll}/u.test(token.raw)

/** "Sanne de Vries": small words between two parts of a name. */
const PARTICLES = new Set('af al av bin da de del den der di do dos du el la le ten ter van von zu'.split(' '))
const isBetween = (token: Token, language: Language): boolean => PARTICLES.has(token.word) || isInName(token, language)

function widened(run: Run, tokens: readonly Token[], language: Language): Run {
  // The first word of a sentence is written like a name, too.
  const first = run.first > 1 && isInName(tokens[run.first - 1], language) ? run.first - 1 : run.first
  const last = isInName(tokens[run.last + 1], language) ? run.last + 1 : run.last
  return { ...run, first, last }
}

function isName(tokens: readonly Token[], run: Run): boolean {
  const name = tokens.slice(run.first, run.last + 1).map(({ raw }) => raw)
  return name.length <= WORDS_MAX && name.join(' ').length <= LENGTH_MAX && name.every((part) => !/\d/.test(part))
}
