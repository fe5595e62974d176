/**
 * "Is this meeting code legit?" Judges a pasted message from its structure: is there a user code or a device sign-in
 * page, who started it, on whose behalf is it to be typed, what else does the message say.
 *
 * Pure: the same text gets the same answer, at a cost that grows no faster than the text.
 */
import { takeDataPictures } from '../dataPictures.js'
import { adviceFor } from './adviceFor.js'
import { factsOf } from './facts.js'
import { readFindings } from './findings.js'
import { readSignals } from './readSignals.js'
import type { CodeCheck, CodeCheckInput, Signal } from './types.js'

import { withUnread } from './unread.js'
import { decide } from './verdict.js'
import { wholeText } from './wholeText.js'

export { canBeEntered, isAboutDeviceCode, saysEntered } from './aboutDeviceCode.js'
export { ADVICE, type AdviceCode } from './advice.js'
export { fold } from './language/folding.js'
export { LESSONS, type LessonCode, lessonOf } from './lesson.js'
export { SIGNALS, type SignalCode } from './signals.js'
export {
  type Artifacts,
  type CodeCheck,
  type CodeCheckInput,
  type Confidence,
  type Passage,
  type Signal,
  VERDICTS,
  type Verdict,
} from './types.js'
export { asRead } from './wholeText.js'

/**
 * Judges one message. `text` is what was pasted, in any form (plain, HTML, MIME, iCalendar, JSON). Of it and its passages
 * 65,536 UTF-16 units are read, shared fairly. Never throws.
 */
export function checkMessage(input: CodeCheckInput): CodeCheck {
  const facts = factsOf(readFindings(wholeText(input), input.author === 'someone-else'))
  const judgement = decide(facts)
  const check: CodeCheck = {
    verdict: judgement.verdict,
    confidence: judgement.confidence,
    signals: withPictures(readSignals(judgement, facts), input),
    advice: adviceFor(judgement, facts),
    artifacts: { codes: facts.codes, links: facts.links, meetings: facts.meetings },
    truncated: facts.source.truncated,
  }
  // Nobody has taken it out to read it.
  const hasPicture = takeDataPictures(input.text).pictures.length > 0
  return input.hasUnread === true || hasPicture ? withUnread(check) : check
}

/** A QR code that was read speaks in its payload, which the text does not call one. */
function withPictures(signals: readonly Signal[], { passages = [] }: CodeCheckInput): readonly Signal[] {
  const isNew = passages.some(({ from }) => from === 'qr') && !signals.some(({ code }) => code === 'qr-code')
  return isNew ? [...signals, { code: 'qr-code', evidence: '' }] : signals
}
