/** Rules for lures without code and address: the act itself is described, or announced. */
import type { Facts } from './facts.js'
import { judge, type Rule } from './judgement.js'
import { isOneTimePassword } from './kinRules.js'
import type { Topic } from './language/phrases.js'

/** Fewer words only name the page. */
const SPOKEN_WORDS_MIN = 8
/** Somebody presses, greets, begs or is told of: no product speaks so of itself. */
const OF_SOMEBODY: readonly Topic[] = ['favour', 'letterForm', 'urgency', 'otherParty']

export const toldInWords: Rule = (facts) => {
  if (facts.hasCode || facts.hasPage) return undefined
  if (facts.hasPageLikeLink) return judge('phishing', 'likely', 'device-page-requested', 'lookalike-host')
  if (facts.isTaught && !facts.isReported) return undefined
  const { phrases } = facts
  if (phrases.has('codeLater') && (phrases.has('enterCode') || phrases.has('devicePageWord')))
    return judge('phishing', 'likely', 'code-announced')
  if (isOneTimePassword(facts)) return undefined
  return onDescribedPage(facts) ?? atMicrosoft(facts) ?? spokenOf(facts)
}

/** Such a page is spoken of, and nothing says why: unknown is never green. */
function spokenOf({ phrases, isQuestion }: Facts): ReturnType<Rule> {
  if (!phrases.hasOutside(['devicePageWord'], ['captivePortal'])) return undefined
  if (phrases.has('awareness') || phrases.has('ownDeviceOnly')) return undefined
  const isTold = phrases.has('enterCode') || (!isQuestion && phrases.words >= SPOKEN_WORDS_MIN)
  return isTold ? judge('suspicious', 'unsure', 'device-page-described') : undefined
}

/** "The page where devices are connected": a code belongs there, and somebody wants it there. */
function onDescribedPage(facts: Facts): ReturnType<Rule> {
  const { phrases } = facts
  if (!phrases.has('devicePageWord')) return undefined
  if (phrases.has('otherParty') && !facts.isThings && (phrases.has('enterCode') || phrases.has('codeWord')))
    return judge('phishing', 'unsure', 'device-page-described', 'other-party')
  if (!entersCode(facts) || phrases.has('ownDeviceOnly') || facts.isOwnInitiative) return undefined
  const isAsked = phrases.has('request') ? facts.isSomebodys || facts.hasPretext : facts.isSomebodys && facts.hasPretext
  return isAsked ? judge('phishing', 'unsure', 'device-page-described') : undefined
}

/** A code for Microsoft, or for a page of nobody we know under Microsoft's or another name. */
function atMicrosoft(facts: Facts): ReturnType<Rule> {
  const { phrases } = facts
  if (!entersCode(facts) || facts.isQuestion || phrases.has('ownInitiative')) return undefined
  if (phrases.has('microsoft') && OF_SOMEBODY.some((topic) => phrases.has(topic)))
    return judge('phishing', 'unsure', 'device-page-described')
  const isLedThere = facts.hasUnlistedLink && phrases.has('productName') && phrases.has('accountLure')
  return isLedThere ? judge('phishing', 'unsure', 'code-to-enter', 'unlisted-host') : undefined
}

const entersCode = ({ phrases }: Facts): boolean => phrases.has('enterCode') && phrases.has('codeWord')
