/**
 * The decision: an ordered list of rules, the first that holds decides.
 *
 * The order follows the question behind each verdict: does somebody else want the reader to sign something in; did the
 * reader start it himself; does the text only teach; is there something that cannot be verified; is it an ordinary
 * meeting. Where a text gives no ground for either side, the answer is `suspicious`: unknown is never green.
 */
import type { Facts } from './facts.js'
import { type Judgement, judge, type Rule } from './judgement.js'
import { addressAskedBack, codeAskedBack, deviceToLink, numberByPhone, numberToApprove } from './kinRules.js'
import { disguisedLink, meeting, nothing, unverifiable } from './otherRules.js'
import {
  codeCalledMeetingId,
  codeOnPage,
  codeToEnter,
  ownSignIn,
  pageAlone,
  prefilled,
  teaching,
  unattended,
} from './signInRules.js'
import { toldInWords } from './toldRules.js'

/** The last one always answers. */
const RULES: readonly Rule[] = [
  unattended,
  codeAskedBack,
  addressAskedBack,
  deviceToLink,
  prefilled,
  ownSignIn,
  teaching,
  codeOnPage,
  pageAlone,
  codeCalledMeetingId,
  codeToEnter,
  toldInWords,
  numberToApprove,
  numberByPhone,
  disguisedLink,
  meeting,
  unverifiable,
  nothing,
]

export function decide(facts: Facts): Judgement {
  for (const rule of RULES) {
    const judgement = rule(facts)
    if (judgement !== undefined)
      return facts.source.truncated ? withUnreadRest(judgement) : withHiddenText(judgement, facts.source.hidden)
  }
  return judge('unrelated', 'unsure', 'nothing-found')
}

/** A device page, or a code, where people see nothing, or only some of them do. */
const HIDDEN_LURE =
  /device ?login|oauth2\/deviceauth|login\.microsoft\.com\/device|(?<![A-Za-z0-9])(?=[A-Z]*[2-9][2-9A-Z]*)(?=[2-9]*[A-Z])[2-9A-HJ-NP-Z]{9}(?![A-Za-z0-9])/

/** Nobody hides such a thing without a reason, and mail programs differ in what they hide. */
function withHiddenText(judgement: Judgement, hidden: string): Judgement {
  if (judgement.verdict !== 'unrelated' && judgement.verdict !== 'legitimate-meeting') return judgement
  return HIDDEN_LURE.test(hidden) ? judge('suspicious', 'unsure', 'hidden-text', ...judgement.because) : judgement
}

/** What was not read cannot be called harmless. */
function withUnreadRest(judgement: Judgement): Judgement {
  if (judgement.verdict === 'phishing' || judgement.verdict === 'suspicious') return judgement
  return judge('suspicious', 'unsure', 'truncated', ...judgement.because)
}
