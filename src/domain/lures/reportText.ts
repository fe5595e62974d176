/** What a report sends of a message: masked, defanged, and as much as a card can show. The preview shows the same. */
import type { CodeCheck, CodeCheckInput, Signal } from '../codeCheck/index.js'
import { defang } from './defang.js'
import { excerpt } from './excerpt.js'
import { MASK, maskSecrets } from './mask.js'
import { plainText } from './plainText.js'

/** At most about 11 KB in UTF-8, one paragraph a line. Empty where the message had no text. */
export function reportText(input: CodeCheckInput, check: CodeCheck): string {
  const codes = check.artifacts.codes.map(({ value }) => value)
  const matters = (line: string): boolean => line.includes('[.]') || codes.some((code) => line.includes(code))
  return excerpt(defang(maskSecrets(plainText(input), check)), matters)
}

/** The evidence of each signal as it may be shown to others: what its place in the text shows to be a secret goes too. */
export function maskedSignals(input: CodeCheckInput, check: CodeCheck): readonly Signal[] {
  const plain = plainText(input)
  const masked = maskSecrets(plain, check)
  return check.signals.map(({ code, evidence }) => {
    const shown = maskSecrets(evidence, check)
    const isSecret = shown === evidence && plain.includes(evidence) && !masked.includes(evidence)
    return { code, evidence: isSecret ? MASK : shown }
  })
}
