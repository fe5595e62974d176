/** What to tell the reader first: by the situation he is in, then by the verdict. */
import type { AdviceCode } from './advice.js'
import type { Facts } from './facts.js'
import type { Judgement } from './judgement.js'

/** Commands that run on another machine or pull in somebody else's code: the sign-in may serve the far side. */
const FAR_SIDE = /\b(?:ssh|git clone|git pull|git fetch|Cloning into)\b|^[\w.-]{1,60}@[\w.-]{1,60}[:~ ]/m

export function adviceFor(judgement: Judgement, facts: Facts): AdviceCode[] {
  const because = new Set(judgement.because)
  const { phrases } = facts
  switch (judgement.verdict) {
    case 'phishing':
      if (phrases.has('alreadyEntered')) return ['revoke-now', 'report']
      if (because.has('code-asked-back')) return ['hand-nothing-over', 'report']
      if (phrases.has('favour') && !phrases.has('letterForm')) return ['own-account-only', 'do-not-enter', 'report']
      return ['do-not-enter', 'report']
    case 'suspicious':
      if (phrases.has('alreadyEntered') && facts.hasCode) return ['revoke-now', 'report']
      if (because.has('unattended-device')) return ['leave-device', 'report']
      if (phrases.has('unexplainedSignIn') && !facts.hasCode) return ['deny-and-report', 'report']
      if (because.has('from-someone-else')) return ['did-you-start-it', 'enter-nowhere']
      if (facts.hasCode) return ['enter-nowhere', 'verify-elsewhere']
      if (because.has('device-page')) return ['about-the-page', 'did-you-start-it']
      if (facts.hasUnlistedLink || facts.scriptLink !== undefined || facts.links.some((link) => link.isDisguised))
        return ['do-not-open', 'verify-elsewhere']
      return ['verify-elsewhere', 'report']
    case 'legitimate-device-login':
      if (because.has('own-device-only')) return ['about-the-page', 'did-you-start-it']
      return FAR_SIDE.test(facts.source.text) ? ['did-you-start-it', 'trust-the-far-side'] : ['did-you-start-it']
    case 'legitimate-meeting':
      return ['format-fits']
    case 'unrelated':
      if (phrases.has('oneTimePassword') || because.has('one-time-password'))
        return ['never-share-otp', 'not-checked-here']
      if (because.has('awareness')) return ['about-the-page', 'not-checked-here']
      return ['not-checked-here']
  }
}
