/** Signals in words, with the evidence they rest on. */
import type { Signal } from '../domain/codeCheck/index.js'
import { defanged } from './inert.js'
import { say } from './words.js'

/** One line. The words of a signal end in a colon where evidence can follow; without evidence they are a sentence. */
export function findingInWords({ code, evidence }: Signal, locale: string): string {
  const words = say(`signal.${code}`, locale)
  const shown = defanged(evidence)
  if (shown === '') return `• ${words.replace(/:$/, '.')}`
  return `• ${say('finding', locale, { words: { said: words }, evidence: { said: shown } })}`
}
