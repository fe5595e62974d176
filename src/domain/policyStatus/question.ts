/**
 * Reads a question about policy in plain words.
 *
 * Deterministic and careful: a message is a question only if it is short and nearly every word of it belongs to one, so
 * that a pasted message which happens to mention device codes is checked as a message. Small typos are forgiven. What
 * is known of a language is data: another language is another file of `data/questions.*.json`.
 */
import english from './data/questions.en.json' with { type: 'json' }

export const POLICY_QUESTIONS = [
  'status',
  'excluded',
  'left-open',
  'trusted-locations',
  'emergency-accounts',
  'report-only',
  'help',
] as const

export type PolicyQuestionKind = (typeof POLICY_QUESTIONS)[number]

export interface PolicyQuestion {
  readonly kind: PolicyQuestionKind
}

const TEXT_LENGTH_MAX = 200
const WORDS_MAX = 16
/** How many words of a question may mean nothing to us. */
const STRANGE_WORDS_MAX = 1

interface Language {
  /** Words that say it is about policy or device code flow, and not about a code somebody was sent. */
  readonly topic: ReadonlySet<string>
  readonly subject: ReadonlySet<string>
  readonly filler: ReadonlySet<string>
  /** Words that ask for people. */
  readonly people: ReadonlySet<string>
  readonly questions: readonly Pattern[]
}

interface Pattern {
  readonly kind: PolicyQuestionKind
  /** Any of these is enough; all words of one must be there. */
  readonly any: readonly (readonly string[])[]
  readonly words: ReadonlySet<string>
  readonly needsTopic: boolean
}

const isKind = (kind: string): kind is PolicyQuestionKind => (POLICY_QUESTIONS as readonly string[]).includes(kind)

function readLanguage(data: typeof english): Language {
  const further = new Map(Object.entries(data.words))
  return {
    topic: new Set(data.topic),
    subject: new Set(data.subject),
    filler: new Set(data.filler),
    people: new Set(data.people),
    questions: data.questions.flatMap(({ kind, any }) =>
      isKind(kind)
        ? [
            {
              kind,
              any,
              words: new Set([...any.flat(), ...(further.get(kind) ?? [])]),
              needsTopic: data.needTopic.includes(kind),
            },
          ]
        : [],
    ),
  }
}

const LANGUAGES: readonly Language[] = [readLanguage(english)]

/** @returns null where the text is not a question about policy. */
export function readPolicyQuestion(text: string): PolicyQuestion | null {
  if (text.length > TEXT_LENGTH_MAX) return null
  const words = wordsOf(text)
  if (words.length === 0 || words.length > WORDS_MAX) return null
  for (const language of LANGUAGES) {
    const found = language.questions.find((pattern) => asks(pattern, words, language))
    if (found !== undefined) return { kind: found.kind }
  }
  return null
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let word = ''
  for (const character of `${text.normalize('NFKC').toLowerCase()} `) {
    if (/^[\p{L}\p{M}\p{N}]$/u.test(character)) word += character
    else if (character !== "'" && character !== '\u2019' && word !== '') {
      words.push(word)
      word = ''
    }
  }
  return words
}

function asks(pattern: Pattern, words: readonly string[], language: Language): boolean {
  const present = (wanted: string): boolean => words.some((word) => isLike(word, wanted))
  if (!pattern.any.some((phrase) => phrase.every(present))) return false
  const belongs = (set: ReadonlySet<string>, word: string): boolean => {
    if (set.has(word)) return true
    for (const wanted of set) if (isLike(word, wanted)) return true
    return false
  }
  // "open" alone is no question; "is device code flow open" and "who is left" are.
  const hasTopic = words.some((word) => belongs(language.topic, word) || language.people.has(word))
  if (pattern.needsTopic && (words.length === 1 || !hasTopic)) return false
  const strange = words.filter(
    (word) => !belongs(pattern.words, word) && !language.filler.has(word) && !belongs(language.subject, word),
  )
  return strange.length <= STRANGE_WORDS_MAX && strange.every((word) => !hasDigit(word))
}

const hasDigit = (word: string): boolean => /[0-9]/.test(word)

/** The same word, or a longer one with a slip: a letter wrong, missing, added or two swapped. */
export function isLike(word: string, wanted: string): boolean {
  if (word === wanted) return true
  if (wanted.length < 5 || Math.abs(word.length - wanted.length) > 1) return false
  let start = 0
  while (start < word.length && start < wanted.length && word[start] === wanted[start]) start += 1
  let end = 0
  while (
    end < word.length - start &&
    end < wanted.length - start &&
    word[word.length - 1 - end] === wanted[wanted.length - 1 - end]
  )
    end += 1
  const left = word.slice(start, word.length - end)
  const right = wanted.slice(start, wanted.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
