/** What a report sends of a message: masked, defanged, and as much as a card can show. The preview shows the same. */
import { describedPage } from '../codeCheck/artifacts/devicePage.js'
import type { CodeCheck, CodeCheckInput, Signal } from '../codeCheck/index.js'
import { defang } from './defang.js'
import { excerpt } from './excerpt.js'
import { MASK, maskSecrets } from './mask.js'
import { plainText } from './plainText.js'

/** At most about 11 KB in UTF-8, one paragraph a line. Empty where the message had no text. */
export function reportText(input: CodeCheckInput, check: CodeCheck): string {
  const shown = (text: string): string => defang(maskSecrets(text, check))
  const codes = check.artifacts.codes.map(({ value }) => lettersOf(value)).filter((code) => code.length >= CODE_MIN)
  const evidence = check.signals
    .map(({ evidence: found }) => shown(found).trim())
    .filter((found) => found.length >= EVIDENCE_MIN)
  const pages = check.artifacts.links.filter(({ kind }) => LURING.has(kind)).map(({ written }) => shown(written))
  const seen = new Set<string>()
  const weightOf = (line: string): number => {
    const letters = lettersOf(line)
    const hasCode = codes.some((code) => letters.includes(code))
    const isEvidence = evidence.some((found) => line.includes(found))
    const isPage = describedPage(line, []) !== undefined || pages.some((page) => line.includes(page))
    const isLink = line.includes('[.]')
    const weight = (hasCode || isPage ? 4 : 0) + (isEvidence ? 2 : 0) + (isLink ? 1 : 0)
    // The same again tells nothing new.
    if (seen.has(line)) return Math.min(weight, 1)
    seen.add(line)
    return weight
  }
  return excerpt(shown(plainText(input)), weightOf)
}

const LURING: ReadonlySet<string> = new Set(['device-page', 'device-page-lookalike', 'linked-device', 'lookalike'])
/** Shorter ones stand in any line. */
const CODE_MIN = 6
const EVIDENCE_MIN = 4

const lettersOf = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')

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
