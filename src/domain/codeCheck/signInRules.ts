/** Rules about codes and device sign-in pages: whose sign-in is it? */
import { isTelevisionLink } from './artifacts/devicePage.js'
import type { Facts } from './facts.js'
import { BARE_WORDS_MAX, judge, type Rule } from './judgement.js'
import type { SignalCode } from './signals.js'

/** Fewer words than this beside a code and a page say nothing about who wants what. */
const BARE_PAIR_WORDS_MIN = 4
/** Fewer words than this tell nobody to do anything. */
const TOLD_WORDS_MIN = 8
/** Someone who tells of a device in the corridor is brief. */
const UNATTENDED_WORDS_MAX = 60

export const prefilled: Rule = ({ links, hasPage }) =>
  hasPage && links.some((link) => link.carriedCode !== undefined && link.service?.startsWith('microsoft'))
    ? judge('phishing', 'likely', 'prefilled-code', 'device-page')
    : undefined

export const unattended: Rule = (facts) => {
  const { phrases, hasCode } = facts
  // what somebody handed over is no find
  if (!hasCode || facts.isGiven || phrases.words > UNATTENDED_WORDS_MAX || phrases.has('urgency')) return undefined
  const isAsked = asksOfThing(facts)
  // a greeting is for the checker where nobody is told to do anything
  if (phrases.has('letterForm') && !isAsked) return undefined
  const mayBeOther = isAsked ? facts.isOwnInitiative : facts.isSomebodys || phrases.has('enterCode')
  const isUnattended = phrases.count('unattendedDevice') >= (mayBeOther ? 2 : 1)
  return isUnattended ? judge('suspicious', 'unsure', 'unattended-device', ...codeAndPage(facts)) : undefined
}

/** "The panel outside shows …, is that right?" Nobody is told to do anything, and nobody is to have it done. */
function asksOfThing({ phrases, isThings, isQuestion, addressesDoer }: Facts): boolean {
  if (!isThings || !isQuestion || addressesDoer || phrases.words > UNATTENDED_WORDS_MAX) return false
  return !(['urgency', 'favour', 'askBack', 'sendMe'] as const).some((topic) => phrases.has(topic))
}

export const ownSignIn: Rule = (facts) => {
  if (
    !facts.hasCode &&
    !facts.hasPage &&
    !facts.links.some((link) => link.kind === 'sign-in-page') &&
    !isPromptWithoutPage(facts) &&
    !isAtTelevision(facts)
  )
    return undefined
  if (
    facts.links.some((link) => link.isDisguised || link.kind === 'lookalike' || link.kind === 'device-page-lookalike')
  )
    return undefined
  const because: SignalCode | undefined = facts.isToolOutput
    ? 'tool-output'
    : facts.isOwnInitiative || namesOnlyTool(facts)
      ? 'own-initiative'
      : facts.isDeviceScreen && facts.hasCode
        ? 'device-screen'
        : undefined
  if (because === undefined) return undefined
  // a code alone says nothing of where it is to go; who names his tool or his device does
  if (because === 'own-initiative' && !facts.hasPage && !facts.phrases.has('toolCommand') && !isShownByThing(facts))
    return undefined
  if (!facts.hasCode && because === 'own-initiative' && facts.phrases.words < 8) return undefined
  if (facts.writtenBySomeoneElse) return judge('suspicious', 'unsure', 'from-someone-else', because)
  return judge(
    'legitimate-device-login',
    because === 'device-screen' ? 'unsure' : 'likely',
    because,
    ...codeAndPage(facts),
  )
}

/** A service of nobody we know, where televisions send people, and the reader's own television sends him there. */
const isAtTelevision = ({ links, isThings, isOwnInitiative }: Facts): boolean =>
  isThings && isOwnInitiative && links.some(isTelevisionLink)

/** A code on a note is nobody's act. */
const isShownByThing = (facts: Facts): boolean =>
  isAtTelevision(facts) ||
  (facts.isThings && facts.hasCode && facts.phrases.has('ownAct') && !facts.hasUnlistedLink && !facts.hasPageLikeLink)

/** "az login shows X": who brings a code to somebody names the page, and a reason. */
const namesOnlyTool = ({ phrases, hasCode, hasPage, isSomebodys, hasPretext }: Facts): boolean =>
  phrases.has('toolCommand') && hasCode && !hasPage && !isSomebodys && !hasPretext && !phrases.has('request')

const isPromptWithoutPage = ({ phrases }: Facts): boolean => phrases.has('machineMark') && phrases.has('promptSentence')

const codeAndPage = ({ hasCode, hasPage }: Facts): SignalCode[] => {
  if (hasCode && hasPage) return ['code-with-device-page']
  if (hasCode) return ['device-code']
  return hasPage ? ['device-page'] : []
}

/** Teaching needs no working code; a text that has one wears the coat of teaching or quotes carelessly. */
export const teaching: Rule = (facts) => {
  const { phrases, hasCode, hasPage, isQuoted, links } = facts
  if (phrases.has('ownDeviceOnly') && !hasCode && !hasPage && !facts.isReported && !phrases.has('oneTimePassword'))
    return phrases.has('awareness')
      ? judge('unrelated', 'unsure', 'awareness', 'own-device-only')
      : judge('legitimate-device-login', 'unsure', 'own-device-only')
  // somebody wants it right now: whoever asks whether that is phishing has a live attempt before him
  if (phrases.count('awareness') < 1 || facts.isReported) return undefined
  if (
    !hasCode &&
    !hasPage &&
    !links.some((link) => link.isFollowable && link.kind !== 'genuine') &&
    (phrases.count('awareness') > 1 || phrases.words > 20)
  ) {
    return phrases.has('devicePageWord') || phrases.has('codeWord')
      ? judge('unrelated', 'unsure', 'awareness')
      : undefined
  }
  return hasCode && isQuoted && phrases.count('awareness') > 1
    ? judge('suspicious', 'unsure', 'awareness', 'device-code')
    : undefined
}

export const codeOnPage: Rule = (facts) => {
  if (!facts.hasCode || !facts.hasPage) return undefined
  if (facts.writtenBySomeoneElse) return judge('phishing', 'likely', 'code-with-device-page', 'from-someone-else')
  if (facts.isDisguised) return judge('phishing', 'certain', 'code-with-device-page')
  if (asksOfThing(facts) && !facts.phrases.has('letterForm') && !facts.phrases.has('accountLure'))
    return judge('suspicious', 'unsure', 'code-with-device-page', 'unattended-device')
  if (facts.isSomebodys || facts.hasPretext)
    return judge('phishing', facts.isSomebodys ? 'certain' : 'likely', 'code-with-device-page')
  const isOrdered = facts.addressesDoer || (facts.phrases.has('enterCode') && !facts.isQuestion)
  const mayBeOwn = (facts.phrases.has('ownInitiative') && !isOrdered) || facts.phrases.has('toolCommand')
  // no prompt tells of its start and of whom it serves: somebody started it, and has it finished
  const isClaimed = facts.addressesDoer && (facts.phrases.has('ownAct') || facts.phrases.has('ownInitiative'))
  if (facts.phrases.words < BARE_PAIR_WORDS_MIN || (facts.isPromptOnly && !isClaimed) || mayBeOwn) {
    return judge('suspicious', 'unsure', 'code-with-device-page')
  }
  return judge('phishing', 'likely', 'code-with-device-page')
}

export const pageAlone: Rule = (facts) => {
  if (!facts.hasPage || facts.hasCode) return undefined
  const { phrases } = facts
  if (phrases.has('ownDeviceOnly') && !phrases.has('codeLater')) {
    return judge('legitimate-device-login', 'unsure', 'own-device-only', 'device-page')
  }
  if (facts.page?.kind === 'named' && facts.page.isHidden)
    return judge('phishing', 'likely', 'device-page-requested', 'device-page')
  if (phrases.has('codeLater')) return judge('phishing', 'likely', 'code-announced', 'device-page')
  if (facts.links.some((link) => link.kind === 'device-page' && (link.isDisguised || link.through.length > 0))) {
    return judge('phishing', 'likely', 'device-page-requested', 'disguised-link')
  }
  if (facts.isTaught) return judge('suspicious', 'unsure', 'device-page')
  const isNamed = phrases.has('enterCode') || phrases.has('request') || phrases.has('codeWord')
  if (phrases.has('otherParty') && !facts.isThings && isNamed && phrases.words >= TOLD_WORDS_MIN)
    return judge('phishing', 'likely', 'device-page-requested', 'other-party')
  const isAsked = facts.isSomebodys && (facts.hasPretext || phrases.has('request') || phrases.has('enterCode'))
  if (!facts.isQuestion && phrases.words >= TOLD_WORDS_MIN && (isAsked || phrases.has('request')))
    return judge('phishing', 'unsure', 'device-page-requested')
  return judge('suspicious', 'unsure', 'device-page')
}

/** Every service that has meeting ids has them in digits: letters under that label are a code from somewhere else. */
export const codeCalledMeetingId: Rule = (facts) => {
  if (facts.mislabelledIds.length === 0 || facts.hasPage || facts.isOwnInitiative) return undefined
  if (facts.links.some((link) => link.kind === 'meeting')) return undefined
  return facts.phrases.has('enterCode') || facts.phrases.has('devicePageWord')
    ? judge('phishing', 'likely', 'code-to-enter', 'code-called-meeting-id')
    : judge('suspicious', 'likely', 'code-called-meeting-id')
}

/** No page of a provider, but a code that is to be entered: on a described, unknown or unnamed page. */
export const codeToEnter: Rule = (facts) => {
  if (!facts.hasCode || facts.hasPage) return undefined
  const { phrases } = facts
  const enters = phrases.has('enterCode')
  const describesPage = phrases.has('devicePageWord')
  if (facts.hasPageLikeLink) return judge('phishing', 'likely', 'code-on-unknown-page')
  if (facts.isOwnInitiative && !facts.hasUnlistedLink)
    return judge('suspicious', 'unsure', 'own-initiative', 'device-code')
  if (asksOfThing(facts) && !phrases.has('letterForm') && !facts.hasPretext && !facts.hasUnlistedLink)
    return judge('suspicious', 'unsure', 'device-code')
  if (
    facts.hasStrongCode &&
    (enters || describesPage) &&
    (facts.isSomebodys || facts.hasPretext || describesPage || facts.hasUnlistedLink)
  ) {
    return judge('phishing', 'likely', 'code-to-enter')
  }
  if (facts.hasStrongCode && facts.links.some((link) => link.kind === 'lookalike' || link.isDisguised)) {
    return judge('phishing', 'likely', 'code-on-unknown-page', 'lookalike-host')
  }
  if (enters && describesPage && facts.isSomebodys) return judge('phishing', 'likely', 'code-to-enter')
  const isForMicrosoft = /microsoft/i.test(facts.source.text) && phrases.words > BARE_WORDS_MAX
  if (facts.hasStrongCode && enters && isForMicrosoft) return judge('phishing', 'unsure', 'code-to-enter')
  if (
    facts.hasStrongCode &&
    facts.hasUnlistedLink &&
    (facts.isSomebodys || phrases.has('request')) &&
    !facts.isQuestion
  )
    return judge('phishing', 'unsure', 'code-on-unknown-page', 'unlisted-host')
  if (enters && phrases.has('otherParty') && !facts.hasMeetingData)
    return judge('phishing', 'unsure', 'code-to-enter', 'other-party')
  return judge('suspicious', 'unsure', 'device-code')
}
