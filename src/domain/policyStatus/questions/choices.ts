/**
 * What a language model may choose from, where an operator configured one: the questions that only read, and of their
 * parameters no more than somebody could have typed. What it says is somebody's words as much as any other text: of a
 * closed form, and every name, address and day in it has to stand in the question itself.
 */
import { z } from 'zod/v4'
import { fold } from '../../codeCheck/index.js'
import { cidrRange } from '../addresses.js'
import { POLICY_QUESTIONS } from '../question.js'
import {
  type AskedKind,
  type AskedQuestion,
  DAYS_DEFAULT,
  DAYS_MAX,
  DRIFT_DAYS_DEFAULT,
  type From,
  PLATFORM_NAMES,
  type Who,
} from './asked.js'
import { withCountries } from './countries.js'
import { type Clock, sinceIn } from './dates.js'
import { RESOURCE_KEYS } from './resources.js'
import { keptQuestion } from './schema.js'
import { tokensOf } from './tokens.js'
import { cutUnspaced } from './unspaced.js'
import { LANGUAGES } from './vocabulary.js'

/** `words`: copied out of the question. `number`: from 1. */
export type ChoiceParameter =
  | { readonly kind: 'words'; readonly about: string }
  | { readonly kind: 'one-of'; readonly about: string; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly about: string; readonly max: number }

export interface QuestionChoice {
  readonly kind: AskedKind
  /** In English, for a model. */
  readonly about: string
  readonly parameters: Readonly<Record<string, ChoiceParameter>>
}

/** (untrusted) What was chosen. */
export interface Chosen {
  readonly kind: string
  readonly parameters: unknown
}

const ofKind = (kind: AskedKind, about: string, parameters: QuestionChoice['parameters'] = {}): QuestionChoice => ({
  kind,
  about,
  parameters,
})
const person = { kind: 'words', about: 'whom, exactly as the question writes the name, sign-in name or "I"' } as const

export const QUESTION_CHOICES: readonly QuestionChoice[] = [
  ofKind('status', 'Is device code flow blocked in the tenant, and how far?'),
  ofKind('excluded', 'Who or what do the blocking policies leave out?'),
  ofKind('left-open', 'Who or what can still sign in with a device code?'),
  ofKind('people', 'The same as a list of people by name', {
    of: { kind: 'one-of', about: 'which list; required', values: ['left-open', 'excluded'] },
    only: { kind: 'one-of', about: 'guests and external users alone', values: ['guests'] },
  }),
  ofKind('why-open', 'Why can one named person still sign in with a device code?', { person }),
  ofKind('what-if', 'Would one sign-in with a device code be blocked? Give at least one parameter', {
    person,
    from: {
      kind: 'words',
      about: 'the address, range or named place it comes from, exactly as the question writes it',
    },
    app: {
      kind: 'one-of',
      about: 'what it asks for; Azure CLI and PowerShell ask for azure-resource-manager',
      values: RESOURCE_KEYS,
    },
    platform: { kind: 'one-of', about: 'the system it runs on', values: PLATFORM_NAMES },
  }),
  ofKind('impact', 'Who and what would stop working if device code flow were blocked?'),
  ofKind('plan', 'Which policy should be set to block it? Shows a plan and changes nothing'),
  ofKind('trusted-locations', 'Which networks and locations are trusted?'),
  ofKind('emergency-accounts', 'Which emergency access (break-glass) accounts are there?'),
  ofKind('risk-policies', 'Which policies act on sign-in or user risk?'),
  ofKind('report-only', 'Which policies only report and do not block yet?'),
  ofKind('teams-devices', 'Which Teams phones, rooms and panels are there?'),
  ofKind('device-code-users', 'Who has signed in with a device code lately?', {
    days: { kind: 'number', about: 'of how many days back', max: DAYS_MAX },
  }),
  ofKind('drift', 'What has changed in the policies since some day?', {
    since: { kind: 'words', about: 'the day or span, exactly as the question writes it' },
  }),
  ofKind('help', 'What can be asked?'),
]

const WORDS_LENGTH_MAX = 100
const words = z.string().trim().min(2).max(WORDS_LENGTH_MAX).optional()
/** One letter is a name in some languages, and "I" in English. */
const name = z.string().trim().min(1).max(WORDS_LENGTH_MAX)
const none = z.strictObject({})
const PLAIN = [...POLICY_QUESTIONS, 'risk-policies', 'teams-devices', 'impact', 'plan'] as const

const chosenSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(PLAIN), parameters: none }),
  z.strictObject({
    kind: z.literal('people'),
    parameters: z.strictObject({ of: z.enum(['left-open', 'excluded']), only: z.enum(['guests']).optional() }),
  }),
  z.strictObject({ kind: z.literal('why-open'), parameters: z.strictObject({ person: name }) }),
  z.strictObject({
    kind: z.literal('what-if'),
    parameters: z.strictObject({
      person: name.optional(),
      from: words,
      app: z.enum(RESOURCE_KEYS).optional(),
      platform: z.enum(PLATFORM_NAMES).optional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('device-code-users'),
    parameters: z.strictObject({ days: z.int().min(1).max(DAYS_MAX).optional() }),
  }),
  z.strictObject({ kind: z.literal('drift'), parameters: z.strictObject({ since: words }) }),
])

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * @param text the question as it was typed
 * @returns null where it is not one of the choices, or names what the text does not
 */
export function questionOfChoice(chosen: Chosen, text: string, clock: Clock): AskedQuestion | null {
  const parsed = chosenSchema.safeParse(chosen)
  if (!parsed.success) return null
  const question = questionOf(parsed.data, text, clock)
  return question !== null && couldBePressed(question) ? question : null
}

function questionOf(
  { kind, parameters }: z.output<typeof chosenSchema>,
  text: string,
  clock: Clock,
): AskedQuestion | null {
  switch (kind) {
    case 'people':
      return { kind, of: parameters.of, only: parameters.only ?? null, page: 0 }
    case 'why-open': {
      const who = whoIn(parameters.person, text)
      return who === null ? null : { kind, who }
    }
    case 'what-if': {
      const { app = null, platform = null } = parameters
      const who = parameters.person === undefined ? 'member' : whoIn(parameters.person, text)
      const from = parameters.from === undefined ? null : fromIn(parameters.from, text)
      if (who === null || from === 'strange') return null
      return who === 'member' && from === null && app === null && platform === null
        ? null
        : { kind, who, from, app, platform }
    }
    case 'device-code-users':
      return { kind, days: parameters.days ?? DAYS_DEFAULT, page: 0 }
    case 'teams-devices':
      return { kind, page: 0 }
    case 'drift': {
      const since = sinceOf(parameters.since, text, clock)
      return since === null ? null : { kind, since: since.toISOString() }
    }
    default:
      return { kind }
  }
}

/** A pronoun for somebody else means nothing by itself. */
function whoIn(called: string, text: string): Who | null {
  const word = plain(called)
  if (LANGUAGES.some(({ me }) => me.includes(word))) return standsIn(called, text, 0) ? 'asker' : null
  if (!standsIn(called, text)) return null
  return LANGUAGES.some(({ them }) => them.includes(word)) ? null : { called }
}

function fromIn(from: string, text: string): From | 'strange' {
  if (cidrRange(from) === null) {
    if (!standsIn(from, text)) return 'strange'
    const country = countryCalled(from, text)
    return country === null ? { called: from } : { country, called: from }
  }
  // The beginning of an address is another one.
  const isWritten = tokensOf(text, false).some(({ entity }) => entity?.kind === 'address' && entity.value === from)
  return isWritten ? { address: from } : 'strange'
}

/** As the reader finds one: where the text says that a sign-in comes from there. */
function countryCalled(name: string, text: string): string | null {
  for (const language of LANGUAGES)
    for (const { entity } of withCountries(tokensOf(text, false), language))
      if (entity?.kind === 'country' && plain(entity.value) === plain(name)) return entity.code
  return null
}

function sinceOf(since: string | undefined, text: string, clock: Clock): Date | null {
  if (since === undefined) return new Date(clock.now.getTime() - DRIFT_DAYS_DEFAULT * DAY_MS)
  if (!standsIn(since, text)) return null
  const tokens = tokensOf(since, false)
  for (const language of LANGUAGES) {
    const cut = language.unspaced ? cutUnspaced(tokens, language.lexicon) : tokens
    const found = sinceIn(cut, language, clock)
    if (found !== null) return found.getTime() <= clock.now.getTime() ? found : null
  }
  return null
}

const plain = (text: string): string => fold(text.normalize('NFKC')).replace(/\s+/g, ' ').trim()

/**
 * From the beginning of a word on.
 * @param endingMax it may end so many letters before the word does, as names are inflected
 */
function standsIn(copied: string, text: string, endingMax = copied.trim().length): boolean {
  const [wanted, whole] = [plain(copied), plain(text)]
  if (wanted === '') return false
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    const begins = !SPACED.test(whole.slice(0, at).slice(-1)) || !/^[\p{L}\p{N}]/u.test(wanted)
    const ending = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]*/u.exec(whole.slice(at + wanted.length))?.[0] ?? ''
    if (begins && ending.length <= endingMax) return true
  }
  return false
}

/** A letter of a word that others are set apart from by spaces. */
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]/u

/** A name is looked up and shown to choose from; all else is what a button can carry. */
function couldBePressed(question: AskedQuestion): boolean {
  const who = 'who' in question && typeof question.who === 'object' ? { who: 'member' } : {}
  const isNamed = 'from' in question && question.from !== null && 'called' in question.from
  return keptQuestion({ ...question, ...who, ...(isNamed ? { from: null } : {}) }) !== null
}
