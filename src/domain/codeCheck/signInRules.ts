/** Rules about codes and device sign-in pages: whose sign-in is it? */
import type { Facts } from './facts.js'
import { BARE_WORDS_MAX, judge, type Rule } from './judgement.js'
import type { Topic } from './language/phrases.js'
import type { SignalCode } from './signals.js'

/** Fewer words than this beside a code and a page say nothing about who wants what. */
const BARE_PAIR_WORDS_MIN = 4
/** Fewer words than this tell nobody to do anything. */
const TOLD_WORDS_MIN = 8
/** Someone who tells of a device in the corridor is brief. */
const UNATTENDED_WORDS_MAX = 60

/** After a sign-in that ends at an address of the reader's own machine, that address carries the secret (ConsentFix). */
const OWN_ADDRESS = /\b(?:localhost|127\.0\.0\.1)(?::\d{2,5})?\b/i

export const handedBack: Rule = (facts) => {
  const { phrases, isSomebodys } = facts
  if (phrases.hasUnwarned('askBack', 'awareness') && !phrases.has('ownDeviceOnly') && !isTaught(facts))
    return judge('phishing', 'likely', 'code-asked-back')
  if (asksForSecret(facts)) return judge('phishing', 'likely', 'code-asked-back', 'one-time-password')
  const isPassedOn = phrases.has('sendMe') || phrases.has('otherParty')
  if (
    phrases.hasUnwarned('addressBar', 'awareness') &&
    isPassedOn &&
    !isTaught(facts) &&
    facts.shell === undefined &&
    !phrases.has('ownInitiative')
  )
    return judge('phishing', 'likely', 'code-asked-back', 'address-asked-back')
  if (facts.links.some((link) => link.carriesAuthCode) && !(facts.isOwnInitiative && facts.isQuestion))
    return phrases.has('sendMe') || phrases.has('request') || phrases.has('otherParty') || isSomebodys
      ? judge('phishing', 'likely', 'code-asked-back')
      : judge('suspicious', 'unsure', 'code-asked-back')
  const deviceLink = facts.links.find((link) => link.kind === 'linked-device' && link.isFollowable)
  if (deviceLink !== undefined && !phrases.has('ownInitiative')) {
    const isAsked = isSomebodys || phrases.has('request') || phrases.has('enterCode') || phrases.words > BARE_WORDS_MAX
    return judge(isAsked || facts.hasPretext ? 'phishing' : 'suspicious', 'likely', 'device-link-requested')
  }
  if (
    OWN_ADDRESS.test(facts.source.text) &&
    facts.shell === undefined &&
    (phrases.has('sendMe') || phrases.has('request'))
  )
    return judge('phishing', 'likely', 'code-asked-back')
  if (
    OWN_ADDRESS.test(facts.source.text) &&
    facts.shell === undefined &&
    !facts.isOwnInitiative &&
    !phrases.has('toolCommand')
  ) {
    const isToPaste = isPassedOn || phrases.has('enterCode') || phrases.has('request')
    return judge(isToPaste ? 'phishing' : 'suspicious', 'unsure', 'code-asked-back', 'address-asked-back')
  }
  const isLinking =
    phrases.has('messenger') && (facts.codes.some((code) => code.form !== 'entra') || phrases.has('qrCode'))
  if (isLinking && !facts.hasPage && !facts.hasMeetingData && !facts.isOwnInitiative && !isTaught(facts)) {
    const isAsked = isSomebodys || phrases.has('enterCode') || phrases.has('request')
    return judge(isAsked ? 'phishing' : 'suspicious', 'unsure', 'device-link-requested')
  }
  if (phrases.has('linkDevice')) {
    const isAskedOfReader =
      isSomebodys ||
      facts.hasCode ||
      phrases.has('request') ||
      phrases.has('enterCode') ||
      phrases.words > BARE_WORDS_MAX
    return isAskedOfReader && !facts.isOwnInitiative && !isTaught(facts)
      ? judge('phishing', 'likely', 'device-link-requested')
      : undefined
  }
  return undefined
}

/** A one-time password is spoken of and not shown, and somebody wants it. One that is shown is the genuine message. */
function asksForSecret(facts: Facts): boolean {
  const { phrases } = facts
  if (!speaksOfSecret(facts) || isTaught(facts)) return false
  if (phrases.hasUnwarned('sendMe', 'awareness')) return true
  // one word of that kind is in many texts; a question needs two, since its reader asks too
  const wants = WANTING.filter((topic) => phrases.has(topic)).length
  return (
    wants > (facts.isQuestion ? 1 : 0) &&
    !phrases.has('awareness') &&
    !SHOWN_PASSWORD.test(facts.source.text) &&
    !facts.hasMeetingData
  )
}

/** "The code from the text", "six digits": of several figures without a word of what they are. */
const speaksOfSecret = ({ phrases }: Facts): boolean => phrases.has('oneTimePassword') || phrases.has('digits')

const WANTING: readonly Topic[] = ['request', 'urgency', 'letterForm', 'favour', 'otherParty']
const SHOWN_PASSWORD = /(?<!\d)\d{4,8}(?!\d)/

/** The reader tells of somebody who wants it of him. */
const isTold = ({ phrases, isQuestion }: Facts): boolean =>
  isQuestion && phrases.has('otherParty') && (phrases.has('enterCode') || phrases.has('devicePageWord'))

/** Warned about, not asked for. */
const isTaught = ({ phrases }: Facts): boolean => phrases.count('awareness') > 1

export const prefilled: Rule = ({ links, hasPage }) =>
  hasPage && links.some((link) => link.carriedCode !== undefined && link.service?.startsWith('microsoft'))
    ? judge('phishing', 'likely', 'prefilled-code', 'device-page')
    : undefined

export const unattended: Rule = (facts) => {
  const { phrases, hasCode } = facts
  if (!hasCode || phrases.words > UNATTENDED_WORDS_MAX || phrases.has('letterForm') || phrases.has('urgency'))
    return undefined
  const isUnattended = phrases.count('unattendedDevice') >= (facts.isSomebodys || phrases.has('enterCode') ? 2 : 1)
  return isUnattended ? judge('suspicious', 'unsure', 'unattended-device', ...codeAndPage(facts)) : undefined
}

export const ownSignIn: Rule = (facts) => {
  if (
    !facts.hasCode &&
    !facts.hasPage &&
    !facts.links.some((link) => link.kind === 'sign-in-page') &&
    !isPromptWithoutPage(facts)
  )
    return undefined
  if (
    facts.links.some((link) => link.isDisguised || link.kind === 'lookalike' || link.kind === 'device-page-lookalike')
  )
    return undefined
  const because: SignalCode | undefined = facts.isToolOutput
    ? 'tool-output'
    : facts.isOwnInitiative
      ? 'own-initiative'
      : facts.isDeviceScreen && facts.hasCode
        ? 'device-screen'
        : undefined
  if (because === undefined) return undefined
  // a code alone says nothing of where it is to go; who names his tool does
  if (because === 'own-initiative' && !facts.hasPage && !facts.phrases.has('toolCommand')) return undefined
  if (!facts.hasCode && because === 'own-initiative' && facts.phrases.words < 8) return undefined
  if (facts.writtenBySomeoneElse) return judge('suspicious', 'unsure', 'from-someone-else', because)
  return judge(
    'legitimate-device-login',
    because === 'device-screen' ? 'unsure' : 'likely',
    because,
    ...codeAndPage(facts),
  )
}

const isPromptWithoutPage = ({ phrases }: Facts): boolean => phrases.has('machineMark') && phrases.has('promptSentence')

const codeAndPage = ({ hasCode, hasPage }: Facts): SignalCode[] => {
  if (hasCode && hasPage) return ['code-with-device-page']
  if (hasCode) return ['device-code']
  return hasPage ? ['device-page'] : []
}

/** Teaching needs no working code; a text that has one wears the coat of teaching or quotes carelessly. */
export const teaching: Rule = (facts) => {
  const { phrases, hasCode, hasPage, isQuoted, links } = facts
  if (phrases.has('ownDeviceOnly') && !hasCode && !hasPage && !isTold(facts) && !phrases.has('oneTimePassword'))
    return phrases.has('awareness')
      ? judge('unrelated', 'unsure', 'awareness', 'own-device-only')
      : judge('legitimate-device-login', 'unsure', 'own-device-only')
  // somebody wants it right now: whoever asks whether that is phishing has a live attempt before him
  if (phrases.count('awareness') < 1 || isTold(facts)) return undefined
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
  if (facts.isSomebodys || facts.hasPretext)
    return judge('phishing', facts.isSomebodys ? 'certain' : 'likely', 'code-with-device-page')
  const isOrdered =
    facts.phrases.hasOutside(['request'], ['checkRequest']) || (facts.phrases.has('enterCode') && !facts.isQuestion)
  const mayBeOwn = (facts.phrases.has('ownInitiative') && !isOrdered) || facts.phrases.has('toolCommand')
  if (facts.phrases.words < BARE_PAIR_WORDS_MIN || facts.isPromptOnly || mayBeOwn) {
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
  if (isTaught(facts)) return judge('suspicious', 'unsure', 'device-page')
  const isNamed = phrases.has('enterCode') || phrases.has('request') || phrases.has('codeWord')
  if (phrases.has('otherParty') && isNamed && phrases.words >= TOLD_WORDS_MIN)
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

/** Neither code nor address, but the act is described. */
export const toldInWords: Rule = (facts) => {
  const { phrases } = facts
  if (facts.hasCode || facts.hasPage || (isTaught(facts) && !isTold(facts))) return undefined
  const describesPage = phrases.has('devicePageWord') || facts.hasPageLikeLink
  if (facts.hasPageLikeLink) return judge('phishing', 'likely', 'device-page-requested', 'lookalike-host')
  const enters = phrases.has('enterCode') && phrases.has('codeWord')
  if (phrases.has('codeLater') && (phrases.has('enterCode') || describesPage))
    return judge('phishing', 'likely', 'code-announced')
  if (
    phrases.has('otherParty') &&
    (phrases.has('enterCode') || phrases.has('codeWord')) &&
    phrases.has('devicePageWord') &&
    !isOneTimePassword(facts)
  )
    return judge('phishing', 'unsure', 'device-page-described', 'other-party')
  const isOwn = phrases.has('ownInitiative') && !phrases.has('otherParty')
  if (enters && phrases.has('devicePageWord') && !phrases.has('ownDeviceOnly') && !isOwn) {
    if (facts.isSomebodys && (facts.hasPretext || phrases.has('request')))
      return judge('phishing', 'unsure', 'device-page-described')
    if (facts.hasPretext && phrases.has('request')) return judge('phishing', 'unsure', 'device-page-described')
  }
  const isUrged =
    phrases.has('favour') || phrases.has('letterForm') || phrases.has('urgency') || phrases.has('otherParty')
  if (enters && phrases.has('microsoft') && isUrged && !facts.isQuestion && !isOwn && !isOneTimePassword(facts))
    return judge('phishing', 'unsure', 'device-page-described')
  const isLedThere = facts.hasUnlistedLink && phrases.has('productName') && phrases.has('accountLure')
  if (enters && isLedThere && !facts.isQuestion) return judge('phishing', 'unsure', 'code-to-enter', 'unlisted-host')
  return numberMatching(facts) ?? toldByPhone(facts)
}

/** Approving a sign-in by typing the number that it shows: whoever sends the number started it. */
function numberMatching(facts: Facts): ReturnType<Rule> {
  const { phrases, source } = facts
  if (!/authenticator/i.test(source.text) || !/(?<!\d)\d{2}(?!\d)/.test(source.text)) return undefined
  if (!phrases.has('enterCode') || phrases.has('ownInitiative')) return undefined
  return facts.isQuestion && !phrases.has('otherParty')
    ? judge('suspicious', 'unsure', 'unexplained-sign-in')
    : judge('phishing', 'unsure', 'approval-by-phone')
}

/** A genuine one carries its digits, and says to keep them. */
const isOneTimePassword = ({ phrases, source }: Facts): boolean =>
  phrases.has('oneTimePassword') && phrases.has('awareness') && SHOWN_PASSWORD.test(source.text)

/** A number to type or approve, dictated by somebody else: a connected app, remote support, number matching. */
function toldByPhone(facts: Facts): ReturnType<Rule> {
  const { phrases } = facts
  if (facts.hasMeetingData || !phrases.has('otherParty') || isOneTimePassword(facts)) return undefined
  // asked whether to hand it over: the digits themselves are not shown to us
  const isWithheld = speaksOfSecret(facts) && facts.isQuestion && !SHOWN_PASSWORD.test(facts.source.text)
  if (isWithheld) return judge('phishing', 'unsure', 'code-asked-back', 'other-party')
  if (!phrases.has('enterCode')) return undefined
  const hasNumber = /(?<!\d)\d{6,9}(?!\d)/.test(facts.source.text)
  if ((hasNumber && phrases.has('codeWord')) || (phrases.has('oneTimePassword') && phrases.has('codeWord')))
    return judge('phishing', 'unsure', 'approval-by-phone', 'other-party')
  return undefined
}
