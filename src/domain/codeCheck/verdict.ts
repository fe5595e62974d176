/**
 * The decision: an ordered list of rules, the first that holds decides.
 *
 * The order follows the question behind each verdict: does somebody else want the reader to sign something in; did the
 * reader start it himself; does the text only teach; is there something that cannot be verified; is it an ordinary
 * meeting. Where a text gives no ground for either side, the answer is `suspicious`: unknown is never green.
 */
import type { Findings } from './findings.js'
import type { SignalCode } from './signals.js'
import type { Confidence, Verdict } from './types.js'

export interface Judgement {
  readonly verdict: Verdict
  readonly confidence: Confidence
  readonly because: readonly SignalCode[]
}

type Rule = (facts: Facts) => Judgement | undefined

/** A text this short is a bare string with a question, not a message. */
const BARE_WORDS_MAX = 14
/** Someone who tells of a device in the corridor is brief. */
const UNATTENDED_WORDS_MAX = 60
/** Share of the letters that a genuine prompt shares with the vocabulary of prompts. */
const PROMPT_COVERAGE_MIN = 0.72

/** Plain answers to the questions that the rules ask. */
export interface Facts extends Findings {
  readonly hasCode: boolean
  readonly hasStrongCode: boolean
  readonly hasPage: boolean
  readonly hasPageLikeLink: boolean
  /** Somebody writes to the reader or wants something of him: no tool and no device does. */
  readonly isSomebodys: boolean
  readonly isToolOutput: boolean
  readonly isDeviceScreen: boolean
  readonly isOwnInitiative: boolean
  /** The code or the page is written so that a program does not see it: tools and devices have no reason to. */
  readonly isDisguised: boolean
  readonly hasPretext: boolean
  readonly hasUnlistedLink: boolean
  readonly hasMeetingData: boolean
}

export function factsOf(findings: Findings): Facts {
  const { phrases, codes, links, page, meetings } = findings
  const isSomebodys =
    phrases.has('otherParty') ||
    phrases.has('askBack') ||
    phrases.has('codeLater') ||
    phrases.has('letterForm') ||
    phrases.has('urgency') ||
    links.some((link) => link.isDisguised)
  const isPromptOnly = findings.promptCoverage >= PROMPT_COVERAGE_MIN && !isSomebodys
  const isShell = findings.shell !== undefined && (phrases.has('toolCommand') || findings.promptCoverage >= 0.5)
  const speaksAsPrompt = phrases.has('promptSentence') || phrases.has('machineMark')
  return {
    ...findings,
    hasCode: codes.length > 0 || links.some((link) => link.carriedCode !== undefined),
    hasStrongCode: codes.some((code) => code.form === 'entra'),
    hasPage: page !== undefined,
    hasPageLikeLink: links.some((link) => link.kind === 'device-page-lookalike'),
    isSomebodys,
    isToolOutput: !isSomebodys && (isShell || (isPromptOnly && speaksAsPrompt) || (phrases.has('machineMark') && phrases.has('promptSentence'))),
    isDeviceScreen:
      isPromptOnly &&
      !findings.isQuestion &&
      (phrases.has('screenMark') || (page !== undefined && phrases.has('productName') && findings.source.text.includes('\n'))),
    isOwnInitiative: (phrases.has('ownInitiative') || (phrases.has('toolCommand') && findings.shell === undefined)) && !isSomebodys,
    isDisguised:
      (page?.kind === 'named' || findings.source.isRefanged || findings.source.unseenInWords > 0) ||
      codes.some((code) => code.disguise !== undefined) ||
      links.some((link) => link.kind === 'device-page' && (link.isDisguised || link.isObscured || link.mixesScripts || link.through.length > 0)),
    hasPretext: phrases.has('meeting') || phrases.has('accountLure'),
    hasUnlistedLink: links.some((link) => (link.kind === 'unlisted' || link.kind === 'lookalike') && link.isFollowable),
    hasMeetingData: links.some((link) => link.kind === 'meeting') || meetings.some((one) => one.kind !== 'passcode' && one.kind !== 'meet-code'),
  }
}

const judge = (verdict: Verdict, confidence: Confidence, ...because: SignalCode[]): Judgement => ({ verdict, confidence, because })

const handedBack: Rule = ({ phrases, isSomebodys, isQuestion }) => {
  if (phrases.has('askBack')) return judge('phishing', 'likely', 'code-asked-back')
  if (phrases.has('linkDevice')) {
    const isAskedOfReader = isSomebodys || (!isQuestion && phrases.words > BARE_WORDS_MAX)
    return isAskedOfReader ? judge('phishing', 'likely', 'device-link-requested') : undefined
  }
  return undefined
}

const prefilled: Rule = ({ links, hasPage }) =>
  hasPage && links.some((link) => link.carriedCode !== undefined && link.service?.startsWith('microsoft'))
    ? judge('phishing', 'likely', 'prefilled-code', 'device-page')
    : undefined

const unattended: Rule = (facts) => {
  const { phrases, hasCode } = facts
  if (!hasCode || phrases.words > UNATTENDED_WORDS_MAX || phrases.has('letterForm') || phrases.has('urgency')) return undefined
  const isUnattended = phrases.count('unattendedDevice') >= (facts.isSomebodys || phrases.has('enterCode') ? 2 : 1)
  return isUnattended ? judge('suspicious', 'unsure', 'unattended-device', ...codeAndPage(facts)) : undefined
}

const ownSignIn: Rule = (facts) => {
  if (!facts.hasCode && !facts.hasPage && !facts.links.some((link) => link.kind === 'sign-in-page') && !isPromptWithoutPage(facts)) return undefined
  if (facts.links.some((link) => link.isDisguised || link.kind === 'lookalike' || link.kind === 'device-page-lookalike')) return undefined
  const because: SignalCode | undefined = facts.isToolOutput
    ? 'tool-output'
    : facts.isOwnInitiative
      ? 'own-initiative'
      : facts.isDeviceScreen && facts.hasCode
        ? 'device-screen'
        : undefined
  if (because === undefined) return undefined
  if (!facts.hasCode && because === 'own-initiative' && facts.phrases.words < 8) return undefined
  if (facts.writtenBySomeoneElse) return judge('suspicious', 'unsure', 'from-someone-else', because)
  return judge('legitimate-device-login', because === 'device-screen' ? 'unsure' : 'likely', because, ...codeAndPage(facts))
}

const isPromptWithoutPage = ({ phrases }: Facts): boolean => phrases.has('machineMark') && phrases.has('promptSentence')

const codeAndPage = ({ hasCode, hasPage }: Facts): SignalCode[] => {
  if (hasCode && hasPage) return ['code-with-device-page']
  if (hasCode) return ['device-code']
  return hasPage ? ['device-page'] : []
}

/** Teaching needs no working code; a text that has one wears the coat of teaching or quotes carelessly. */
const teaching: Rule = ({ phrases, hasCode, hasPage, isQuoted, links }) => {
  if (phrases.count('awareness') < 1) return undefined
  if (!hasCode && !hasPage && !links.some((link) => link.isFollowable && link.kind !== 'genuine') && (phrases.count('awareness') > 1 || phrases.words > 20)) {
    return phrases.has('devicePageWord') || phrases.has('codeWord') ? judge('unrelated', 'unsure', 'awareness') : undefined
  }
  return hasCode && isQuoted && phrases.count('awareness') > 1 ? judge('suspicious', 'unsure', 'awareness', 'device-code') : undefined
}

const codeOnPage: Rule = (facts) => {
  if (!facts.hasCode || !facts.hasPage) return undefined
  if (facts.writtenBySomeoneElse) return judge('phishing', 'likely', 'code-with-device-page', 'from-someone-else')
  if (facts.isDisguised) return judge('phishing', 'certain', 'code-with-device-page')
  if (facts.isSomebodys || facts.hasPretext || facts.phrases.has('enterCode')) {
    // words of entering alone are what a prompt has as well
    const isPromptLike = facts.promptCoverage >= PROMPT_COVERAGE_MIN && !facts.isSomebodys
    if (!isPromptLike) return judge('phishing', facts.isSomebodys ? 'certain' : 'likely', 'code-with-device-page')
  }
  if (facts.phrases.words < 4 || facts.promptCoverage >= PROMPT_COVERAGE_MIN) return judge('suspicious', 'unsure', 'code-with-device-page')
  return judge('phishing', 'likely', 'code-with-device-page')
}

const pageAlone: Rule = (facts) => {
  if (!facts.hasPage || facts.hasCode) return undefined
  const { phrases } = facts
  if (phrases.has('ownDeviceOnly') && !phrases.has('codeLater')) {
    return judge('legitimate-device-login', 'unsure', 'own-device-only', 'device-page')
  }
  if (phrases.has('codeLater')) return judge('phishing', 'likely', 'code-announced', 'device-page')
  if (facts.links.some((link) => link.kind === 'device-page' && (link.isDisguised || link.through.length > 0))) {
    return judge('phishing', 'likely', 'device-page-requested', 'disguised-link')
  }
  if (phrases.words > BARE_WORDS_MAX && !facts.isQuestion && facts.isSomebodys && facts.hasPretext && phrases.count('awareness') < 2) {
    return judge('phishing', 'unsure', 'device-page-requested')
  }
  return judge('suspicious', 'unsure', 'device-page')
}

/** No page of a provider, but a code that is to be entered: on a described, unknown or unnamed page. */
const codeToEnter: Rule = (facts) => {
  if (!facts.hasCode || facts.hasPage) return undefined
  const { phrases } = facts
  const enters = phrases.has('enterCode')
  const describesPage = phrases.has('devicePageWord')
  if (facts.hasPageLikeLink) return judge('phishing', 'likely', 'code-on-unknown-page')
  if (facts.hasStrongCode && (enters || describesPage) && (facts.isSomebodys || facts.hasPretext || describesPage || facts.hasUnlistedLink)) {
    return judge('phishing', 'likely', 'code-to-enter')
  }
  if (facts.hasStrongCode && facts.links.some((link) => link.kind === 'lookalike' || link.isDisguised)) {
    return judge('phishing', 'likely', 'code-on-unknown-page', 'lookalike-host')
  }
  if (enters && describesPage && facts.isSomebodys) return judge('phishing', 'likely', 'code-to-enter')
  return judge('suspicious', 'unsure', 'device-code')
}

/** Neither code nor address, but the act is described. */
const toldInWords: Rule = (facts) => {
  const { phrases } = facts
  if (facts.hasCode || facts.hasPage) return undefined
  const describesPage = phrases.has('devicePageWord') || facts.hasPageLikeLink
  if (phrases.has('codeLater') && (phrases.has('enterCode') || describesPage) && phrases.count('awareness') < 2) {
    return judge('phishing', 'likely', 'code-announced')
  }
  if (phrases.has('otherParty') && phrases.has('enterCode') && phrases.has('codeWord') && phrases.has('devicePageWord')) {
    return judge('phishing', 'unsure', 'device-page-described', 'other-party')
  }
  const hasNumber = /(?<!\d)\d{6,9}(?!\d)/.test(facts.source.text)
  if (hasNumber && phrases.has('otherParty') && phrases.has('enterCode') && phrases.has('codeWord') && !facts.hasMeetingData) {
    return judge('phishing', 'unsure', 'approval-by-phone', 'other-party')
  }
  return undefined
}

const disguisedLink: Rule = ({ links }) => {
  const link = links.find((one) => one.isDisguised && one.kind !== 'genuine')
  if (link !== undefined) return judge('suspicious', 'likely', 'disguised-link')
  if (links.some((one) => one.kind === 'lookalike' && one.isFollowable)) return judge('suspicious', 'likely', 'lookalike-host')
  return links.some((one) => one.kind === 'sign-in-page') ? judge('suspicious', 'unsure', 'unexplained-sign-in') : undefined
}

const meeting: Rule = (facts) => {
  const joins = facts.links.filter((link) => link.kind === 'meeting')
  const isIdOnly = joins.length === 0
  if (isIdOnly && facts.hasUnlistedLink && (facts.hasMeetingData || facts.phrases.has('meeting'))) {
    return judge('suspicious', 'likely', 'unlisted-host', 'meeting-pretext')
  }
  if (joins.length > 0) return judge('legitimate-meeting', 'likely', 'meeting-link')
  if (!facts.hasMeetingData) {
    return facts.meetings.some((one) => one.kind === 'meet-code') ? judge('legitimate-meeting', 'unsure', 'meeting-id') : undefined
  }
  const isDialIn = facts.meetings.some((one) => one.kind === 'dial-in')
  return judge('legitimate-meeting', isDialIn ? 'likely' : 'unsure', isDialIn ? 'dial-in' : 'meeting-id')
}

const unverifiable: Rule = (facts) => {
  const { phrases } = facts
  if (phrases.has('addressesChecker') || facts.hiddenPhrases?.has('addressesChecker')) {
    return facts.links.length > 0 ? judge('suspicious', 'unsure', 'addresses-checker') : undefined
  }
  if (phrases.has('unverifiableContact') || phrases.has('codeLater')) return judge('suspicious', 'unsure', 'unverifiable-contact')
  if (phrases.has('unexplainedSignIn') && !phrases.has('oneTimePassword')) return judge('suspicious', 'unsure', 'unexplained-sign-in')
  if (facts.hasUnlistedLink && (facts.hasPretext || facts.phrases.words <= BARE_WORDS_MAX) && facts.otherNumbers.length === 0) {
    const isAskedAbout = facts.phrases.words <= BARE_WORDS_MAX && facts.isQuestion
    if (isAskedAbout || phrases.has('accountLure') || phrases.has('otherParty') || phrases.words <= 3) return judge('suspicious', 'unsure', 'unlisted-host')
  }
  return undefined
}

const nothing: Rule = ({ phrases, otherNumbers }) => {
  if (otherNumbers.length > 0) return judge('unrelated', 'unsure', 'other-number')
  if (phrases.has('oneTimePassword')) return judge('unrelated', 'likely', 'one-time-password')
  return judge('unrelated', phrases.words > 0 ? 'likely' : 'unsure', 'nothing-found')
}

/** In the order of `LABELS`: somebody else's wish, one's own sign-in, teaching, the unverifiable, meetings, the rest. */
const RULES: readonly Rule[] = [
  unattended,
  handedBack,
  prefilled,
  ownSignIn,
  teaching,
  codeOnPage,
  pageAlone,
  codeToEnter,
  toldInWords,
  disguisedLink,
  meeting,
  unverifiable,
  nothing,
]

export function decide(facts: Facts): Judgement {
  for (const rule of RULES) {
    const judgement = rule(facts)
    if (judgement !== undefined) return facts.source.truncated ? withUnreadRest(judgement) : judgement
  }
  return judge('unrelated', 'unsure', 'nothing-found')
}

/** What was not read cannot be called harmless. */
function withUnreadRest(judgement: Judgement): Judgement {
  if (judgement.verdict === 'phishing' || judgement.verdict === 'suspicious') return judgement
  return judge('suspicious', 'unsure', 'truncated', ...judgement.because)
}
