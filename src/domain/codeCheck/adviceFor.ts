/**
 * What to tell the reader first: by the situation he is in, then by the verdict. Each row of the label guide's table
 * *The answer is not the label* is a branch here; the order of the branches says which situation counts for more.
 */
import type { AdviceCode } from './advice.js'
import type { Facts } from './facts.js'
import { BARE_WORDS_MAX, type Judgement } from './judgement.js'
import type { SignalCode } from './signals.js'

/** First what to do, then what helps. Never empty. */
type Advice = readonly [AdviceCode, ...AdviceCode[]]

/** Commands that run on another machine or pull in somebody else's code: the sign-in may serve the far side. */
const FAR_SIDE =
  /\b(?:ssh|mosh|Enter-PSSession|Invoke-Command|(?:docker|podman|kubectl) exec|devcontainer|git (?:clone|pull|fetch|submodule)|Cloning into)\b|^\[?[\w.-]{1,60}@[\w.-]{1,60}[:~ ]|^\[[\w.-]{1,60}\]: PS /m

/** Nobody asks a favour or tells what he did at length: a longer text is a letter, somebody's report or a contract. */
const STORY_WORDS_MAX = 60

/** A one-time password, where the words around it are not those of its sender. */
const OTP_DIGITS = /(?<!\d)\d{4,8}(?!\d)/

export function adviceFor(judgement: Judgement, facts: Facts): AdviceCode[] {
  const because = new Set(judgement.because)
  switch (judgement.verdict) {
    case 'phishing':
      return [...onPhishing(because, facts)]
    case 'suspicious':
      return [...onSuspicious(because, facts)]
    case 'legitimate-device-login':
      return [...onDeviceLogin(because, facts)]
    case 'legitimate-meeting':
      return ['format-fits']
    case 'unrelated':
      return [...onUnrelated(because, facts)]
  }
}

function onPhishing(because: ReadonlySet<SignalCode>, facts: Facts): Advice {
  if (facts.phrases.has('alreadyEntered')) return ['revoke-now', 'report']
  if (because.has('code-asked-back')) return ['hand-nothing-over', 'report']
  if (because.has('device-link-requested')) return ['do-not-link', 'report']
  if (isFavour(facts)) return ['own-account-only', 'do-not-enter', 'report']
  return ['do-not-enter', 'report']
}

/** A colleague, by the asker's word or by what is asked: a way into an account, in a few words, and for no meeting. */
function isFavour({ phrases }: Facts): boolean {
  if (phrases.has('meeting') || phrases.words > STORY_WORDS_MAX) return false
  // "check this for me" is said to the bot
  return phrases.has('colleague') || phrases.hasOutside(['favour'], ['checkRequest'])
}

function onSuspicious(because: ReadonlySet<SignalCode>, facts: Facts): Advice {
  const { phrases } = facts
  if (phrases.has('alreadyEntered') && speaksOfSignIn(facts)) return ['revoke-now', 'report']
  if (because.has('unattended-device')) return ['leave-device', 'report']
  if (because.has('code-asked-back')) return ['hand-nothing-over', 'report']
  if (because.has('from-someone-else')) return ['did-you-start-it', facts.hasCode ? 'enter-nowhere' : 'about-the-page']
  if (facts.hasCode) return onCodeAlone(facts)
  if (hidesItsTarget(because, facts)) return ['do-not-open', 'report']
  if (isUnderAttack(because, facts)) return ['deny-and-report', 'report']
  if (because.has('device-page')) return onPageAlone(facts)
  if (facts.links.some((link) => link.kind === 'sign-in-page' && link.isFollowable)) return ['do-not-open', 'report']
  if (facts.hasUnlistedLink || because.has('addresses-checker')) return ['do-not-open', 'verify-elsewhere']
  return ['verify-elsewhere', 'report']
}

function onCodeAlone(facts: Facts): Advice {
  if (isFavour(facts)) return ['own-account-only', 'enter-nowhere', 'report']
  return isUnbidden(facts) ? ['enter-nowhere', 'deny-and-report', 'report'] : ['enter-nowhere', 'verify-elsewhere']
}

const hidesItsTarget = (because: ReadonlySet<SignalCode>, { scriptLink, links }: Facts): boolean =>
  scriptLink !== undefined ||
  because.has('disguised-link') ||
  because.has('lookalike-host') ||
  links.some((link) => link.isDisguised && link.kind !== 'genuine')

/** A window, a prompt or a page that the asker did not call up: somebody else is at work right now. */
const isUnderAttack = (because: ReadonlySet<SignalCode>, facts: Facts): boolean =>
  isUnbidden(facts) && (because.has('unexplained-sign-in') || because.has('device-page'))

/** In one phrase, or a sign-in of some kind and, apart from it, that nobody asked for it. */
const isUnbidden = ({ phrases }: Facts): boolean =>
  phrases.has('unexplainedSignIn') || (phrases.has('signInPrompt') && phrases.has('notRequested'))

/** Asked what the page is, we answer; sent there by somebody, we say stop first. */
function onPageAlone(facts: Facts): Advice {
  const isAsked = facts.isQuestion || facts.phrases.words <= BARE_WORDS_MAX
  return !isAsked && (facts.isSomebodys || facts.phrases.has('request'))
    ? ['do-not-enter', aboutPage(facts), 'report']
    : [aboutPage(facts), 'did-you-start-it']
}

function aboutPage({ page }: Facts): AdviceCode {
  const service = page?.kind === 'link' ? page.link.service : 'microsoft'
  return service === undefined || service.startsWith('microsoft') ? 'about-the-page' : 'about-another-page'
}

function onDeviceLogin(because: ReadonlySet<SignalCode>, facts: Facts): Advice {
  if (because.has('own-device-only')) return [aboutPage(facts), 'did-you-start-it']
  const isFar = FAR_SIDE.test(facts.source.text) || facts.phrases.has('farSide')
  return isFar ? ['did-you-start-it', 'trust-the-far-side'] : ['did-you-start-it']
}

function onUnrelated(because: ReadonlySet<SignalCode>, facts: Facts): Advice {
  const { phrases } = facts
  const isOwnStory = phrases.words <= STORY_WORDS_MAX
  // The code itself was not pasted, but its owner tells that it is gone.
  if (isOwnStory && phrases.has('alreadyEntered') && speaksOfSignIn(facts)) return ['revoke-now', 'report']
  const isUnasked = isOwnStory && phrases.has('notRequested')
  const isOtp = phrases.has('oneTimePassword') || because.has('one-time-password')
  if (isUnasked && (isOtp || (phrases.has('codeWord') && OTP_DIGITS.test(facts.source.text))))
    return ['change-password', 'report']
  if (isOtp) return ['never-share-otp', 'not-checked-here']
  if (isOwnStory && facts.links.length === 0 && isUnbidden(facts)) return ['deny-and-report', 'report']
  if (because.has('awareness')) return ['about-the-page', 'not-checked-here']
  if (phrases.has('aboutFlow') && (facts.isQuestion || phrases.words <= BARE_WORDS_MAX))
    return ['about-the-page', 'not-checked-here']
  return ['not-checked-here']
}

/** What was entered or approved was a sign-in, as far as the text says. */
const speaksOfSignIn = ({ hasCode, hasPage, phrases }: Facts): boolean =>
  hasCode ||
  hasPage ||
  phrases.has('codeWord') ||
  phrases.has('devicePageWord') ||
  phrases.has('oneTimePassword') ||
  phrases.has('unexplainedSignIn') ||
  phrases.has('qrCode')
