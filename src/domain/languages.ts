/** The languages of the cards: those of `src/cards/words`, which a test holds together. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'sv', 'tr', 'uk'] as const
export type Language = (typeof LANGUAGES)[number]

const TAG = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/

/** A language tag that somebody else gave; null where it is none. */
export const languageTag = (given: unknown): string | null =>
  typeof given === 'string' && given.length <= 35 && TAG.test(given) ? given : null
