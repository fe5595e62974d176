/** Rules for messages without a device sign-in: links that pretend, meetings, contacts, and everything else. */

import type { Facts } from './facts.js'
import { BARE_WORDS_MAX, judge, type Rule } from './judgement.js'
import { isMarkedExternal } from './layout/externalMark.js'

export const disguisedLink: Rule = ({ links, scriptLink }) => {
  if (scriptLink !== undefined) return judge('suspicious', 'likely', 'script-link')
  const link = links.find((one) => one.isDisguised && one.kind !== 'genuine')
  if (link !== undefined) return judge('suspicious', 'likely', 'disguised-link')
  if (links.some((one) => one.kind === 'lookalike' && one.isFollowable))
    return judge('suspicious', 'likely', 'lookalike-host')
  return links.some((one) => one.kind === 'sign-in-page')
    ? judge('suspicious', 'unsure', 'unexplained-sign-in')
    : undefined
}

export const meeting: Rule = (facts) => {
  const joins = facts.links.filter((link) => link.kind === 'meeting')
  const isIdOnly = joins.length === 0
  if (isIdOnly && facts.hasUnlistedLink && (facts.hasMeetingData || facts.phrases.has('meeting'))) {
    return judge('suspicious', 'likely', 'unlisted-host', 'meeting-pretext')
  }
  if (facts.mismatches.some((one) => one.kind === 'wrong-host'))
    return judge('suspicious', 'unsure', 'invitation-mismatch', 'meeting-pretext')
  if (joins.length > 0) return judge('legitimate-meeting', 'likely', 'meeting-link')
  if (!facts.hasMeetingData) {
    return facts.meetings.some((one) => one.kind === 'meet-code')
      ? judge('legitimate-meeting', 'unsure', 'meeting-id')
      : undefined
  }
  const isDialIn = facts.meetings.some((one) => one.kind === 'dial-in')
  return judge('legitimate-meeting', isDialIn ? 'likely' : 'unsure', isDialIn ? 'dial-in' : 'meeting-id')
}

/** Told how to get in, later and elsewhere: one such word is in many texts, in an invitation without a link it is a bait. */
const isCourted = ({ phrases, links }: Facts): boolean =>
  links.length === 0 &&
  (phrases.count('wayIn') > 1 || (phrases.has('wayIn') && (phrases.has('meeting') || phrases.has('letterForm'))))

export const unverifiable: Rule = (facts) => {
  const { phrases } = facts
  if (isMarkedExternal(facts.source.text)) return judge('suspicious', 'unsure', 'unverifiable-contact')
  if (phrases.has('addressesChecker') || facts.hiddenPhrases?.has('addressesChecker')) {
    return facts.links.length > 0 ? judge('suspicious', 'unsure', 'addresses-checker') : undefined
  }
  if (
    phrases.has('sendMe') &&
    !phrases.has('numberLabel') &&
    (phrases.has('messenger') || phrases.has('urgency') || phrases.has('otherParty')) &&
    (phrases.has('codeWord') || phrases.has('oneTimePassword')) &&
    !phrases.has('awareness')
  ) {
    return judge('suspicious', 'unsure', 'code-asked-back')
  }
  // whom nobody knows puts a date into the calendar, or sends somewhere
  const isFromStranger = phrases.has('stranger') && (phrases.has('meeting') || facts.hasUnlistedLink)
  if (phrases.has('unverifiableContact') || phrases.has('codeLater') || isFromStranger || isCourted(facts))
    return judge('suspicious', 'unsure', 'unverifiable-contact')
  // a message that shows its digits is the one-time password itself, whatever it says of who asked for it
  const isPasswordText = phrases.has('oneTimePassword') || /(?<!\d)\d{4,8}(?!\d)/.test(facts.source.text)
  const isUnexplained = phrases.has('unexplainedSignIn') || (phrases.has('signInPrompt') && phrases.has('notRequested'))
  if (isUnexplained && !isPasswordText) return judge('suspicious', 'unsure', 'unexplained-sign-in')
  if (
    facts.hasUnlistedLink &&
    (facts.hasPretext || facts.phrases.words <= BARE_WORDS_MAX) &&
    facts.otherNumbers.length === 0
  ) {
    const isAskedAbout = facts.phrases.words <= BARE_WORDS_MAX && facts.isQuestion
    if (isAskedAbout || phrases.has('accountLure') || phrases.has('otherParty') || phrases.words <= 3)
      return judge('suspicious', 'unsure', 'unlisted-host')
  }
  return undefined
}

export const nothing: Rule = ({ phrases, otherNumbers }) => {
  if (otherNumbers.length > 0) return judge('unrelated', 'unsure', 'other-number')
  if (phrases.has('oneTimePassword')) return judge('unrelated', 'likely', 'one-time-password')
  return judge('unrelated', phrases.words > 0 ? 'likely' : 'unsure', 'nothing-found')
}
