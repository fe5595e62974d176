/** What a report sends of a message: masked, defanged, and as much as a card can show. The preview shows the same. */
import type { CodeCheck, CodeCheckInput, Signal } from '../codeCheck/index.js'
import { defang } from './defang.js'
import { excerpt } from './excerpt.js'
import { maskSecrets } from './mask.js'
import { plainText } from './plainText.js'

/** At most about 11 KB in UTF-8, one paragraph a line. Empty where the message had no text. */
export function reportText(input: CodeCheckInput, check: CodeCheck): string {
  const codes = check.artifacts.codes.map(({ value }) => value)
  const matters = (line: string): boolean => line.includes('[.]') || codes.some((code) => line.includes(code))
  return excerpt(defang(maskSecrets(plainText(input), check)), matters)
}

/** The evidence of each signal as it may be shown to others. */
export const maskedSignals = (check: CodeCheck): readonly Signal[] =>
  check.signals.map(({ code, evidence }) => ({ code, evidence: maskSecrets(evidence, check) }))
