/** Signals in words, with the evidence they rest on. */
import type { Signal } from '../domain/codeCheck/index.js'
import { defanged } from './inert.js'
import { say } from './words.js'

export interface FindingLine {
  readonly text: string
  readonly hasEvidence: boolean
  readonly evidence: string
}

/** The words of a signal end in a colon where evidence can follow; without evidence they are a sentence. */
export function findingOf({ code, evidence }: Signal, locale: string): FindingLine {
  const shown = defanged(evidence)
  const text = say(`signal.${code}`, locale)
  return { text: shown === '' ? text.replace(/:$/, '.') : text, hasEvidence: shown !== '', evidence: shown }
}
