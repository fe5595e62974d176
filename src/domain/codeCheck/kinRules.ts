/**
 * The lure's kin, without a device page: a secret that is to be handed over (a one-time password, the address after a
 * sign-in), a device that is to be linked to a messenger account, a number that is to be typed to approve.
 */
import type { Facts } from './facts.js'
import { BARE_WORDS_MAX, judge, type Rule } from './judgement.js'
import type { Topic } from './language/phrases.js'

const ANY_WANT: readonly Topic[] = ['request', 'urgency', 'letterForm', 'favour', 'otherParty']
const SHOWN_PASSWORD = /(?<!\d)\d{4,8}(?!\d)/

/** The code that was sent to the reader. */
export const codeAskedBack: Rule = (facts) => {
  const { phrases } = facts
  if (facts.isTaught) return undefined
  if (phrases.hasUnwarned('askBack', 'awareness') && !phrases.has('ownDeviceOnly'))
    return judge('phishing', 'likely', 'code-asked-back')
  return asksForSecret(facts) ? judge('phishing', 'likely', 'code-asked-back', 'one-time-password') : undefined
}

/** "The code from the text", "six digits": figures without a word of what they are. */
const speaksOfSecret = ({ phrases }: Facts): boolean => phrases.has('oneTimePassword') || phrases.has('digits')
const showsPassword = ({ source }: Facts): boolean => SHOWN_PASSWORD.test(source.text)

/** Spoken of and not shown, and somebody wants it. A message that shows its password is the genuine one. */
function asksForSecret(facts: Facts): boolean {
  const { phrases } = facts
  if (!speaksOfSecret(facts)) return false
  if (phrases.hasUnwarned('sendMe', 'awareness')) return true
  if (phrases.has('awareness') || showsPassword(facts) || facts.hasMeetingData) return false
  // one word of that kind is in many texts; a question needs two, since its reader asks too
  return ANY_WANT.filter((topic) => phrases.has(topic)).length > (facts.isQuestion ? 1 : 0)
}

/** A genuine one-time password carries its digits, and says to keep them. */
export const isOneTimePassword = (facts: Facts): boolean =>
  facts.phrases.has('oneTimePassword') && facts.phrases.has('awareness') && showsPassword(facts)

/** After a sign-in that ends at an address of the reader's own machine, that address carries the secret (ConsentFix). */
const OWN_ADDRESS = /\b(?:localhost|127\.0\.0\.1)(?::\d{2,5})?\b/i

/** The address that a browser shows after a sign-in. */
export const addressAskedBack: Rule = (facts) => {
  const { phrases } = facts
  const isDevelopers = facts.shell !== undefined || phrases.has('toolCommand')
  const isPassedOn = phrases.has('sendMe') || phrases.has('otherParty')
  const isToPaste = isPassedOn || phrases.has('request') || phrases.has('enterCode')
  if (facts.links.some((link) => link.carriesAuthCode) && !(facts.isOwnInitiative && facts.isQuestion))
    return judge(isToPaste || facts.isSomebodys ? 'phishing' : 'suspicious', 'likely', 'address-asked-back')
  if (facts.isTaught || isDevelopers || facts.isOwnInitiative) return undefined
  if (phrases.hasUnwarned('addressBar', 'awareness') && isPassedOn)
    return judge('phishing', 'likely', 'address-asked-back')
  if (!OWN_ADDRESS.test(facts.source.text) || isWarnedOf(facts)) return undefined
  return judge(isToPaste ? 'phishing' : 'suspicious', 'unsure', 'address-asked-back')
}

const isWarnedOf = ({ phrases }: Facts): boolean =>
  phrases.has('addressBar') && !phrases.hasUnwarned('addressBar', 'awareness')

/** A device, or somebody's session, that is to be added to the reader's messenger or account. */
export const deviceToLink: Rule = (facts) => {
  const { phrases } = facts
  if (facts.isOwnInitiative || facts.isTaught) return undefined
  const isAsked = facts.isSomebodys || phrases.has('request') || phrases.has('enterCode')
  const isLong = phrases.words > BARE_WORDS_MAX
  const because = 'device-link-requested'
  if (facts.links.some((link) => link.kind === 'linked-device' && link.isFollowable))
    return judge(isAsked || isLong || facts.hasPretext ? 'phishing' : 'suspicious', 'likely', because)
  if (phrases.has('linkDevice') && (isAsked || isLong || facts.hasCode)) return judge('phishing', 'likely', because)
  const showsLink = facts.codes.some((code) => code.form !== 'entra') || phrases.has('qrCode')
  if (!phrases.has('messenger') || !showsLink || facts.hasPage || facts.hasMeetingData) return undefined
  return judge(isAsked ? 'phishing' : 'suspicious', 'unsure', because)
}

/** Approving a sign-in by typing the number that it shows: whoever sends the number started it. */
export const numberToApprove: Rule = (facts) => {
  const { phrases, source } = facts
  if (facts.hasCode || facts.hasPage || facts.isTaught) return undefined
  if (!(/authenticator/i.test(source.text) || phrases.has('signInPrompt')) || !/(?<!\d)\d{2}(?!\d)/.test(source.text))
    return undefined
  if (!phrases.has('enterCode') || phrases.has('ownInitiative')) return undefined
  const isUnexplained = phrases.has('notRequested') && phrases.count('otherParty') <= 1
  return isUnexplained || (facts.isQuestion && !phrases.has('otherParty'))
    ? judge('suspicious', 'unsure', 'unexplained-sign-in')
    : judge('phishing', 'unsure', 'approval-by-phone')
}

/** A number to type or approve, dictated by somebody else: a connected app, remote support. */
export const numberByPhone: Rule = (facts) => {
  const { phrases, source } = facts
  if (facts.hasCode || facts.hasPage || facts.hasMeetingData) return undefined
  if (!phrases.has('otherParty') || isOneTimePassword(facts)) return undefined
  // asked whether to hand it over: the digits themselves are not shown to us
  if (speaksOfSecret(facts) && facts.isQuestion && !showsPassword(facts))
    return judge('phishing', 'unsure', 'code-asked-back', 'other-party')
  const isHandedOn = phrases.has('sendMe') && phrases.has('codeWord') && !phrases.has('numberLabel')
  if (isHandedOn && facts.isQuestion && !showsPassword(facts))
    return judge('phishing', 'unsure', 'code-asked-back', 'other-party')
  const hasNumber = /(?<!\d)\d{6,9}(?!\d)/.test(source.text)
  const isNamed = phrases.has('enterCode') && phrases.has('codeWord')
  return isNamed && (hasNumber || phrases.has('oneTimePassword')) && !facts.isTaught
    ? judge('phishing', 'unsure', 'approval-by-phone', 'other-party')
    : undefined
}
