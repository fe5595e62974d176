/**
 * Plain answers to the questions that the rules of the verdict ask, each with its reason where it is not plain.
 */
import type { Findings } from './findings.js'
import type { Topic } from './language/phrases.js'
import { hasDeviceCode, hasLogLine } from './layout/machine.js'

/** Share of the letters that a genuine prompt shares with the vocabulary of prompts. */
const PROMPT_COVERAGE_MIN = 0.72
/** The same where a machine speaks for certain ("Press Enter to open …") and may say more, such as licence terms. */
const MACHINE_COVERAGE_MIN = 0.45
/** The same where the lines are laid out as devices do it, with a name of its own in the title. */
const SCREEN_COVERAGE_MIN = 0.3
/** What stands before a command on the first line: user, host, folder. */
const PROMPT_LENGTH_MAX = 80

/** No program speaks so. */
const PERSONAL: readonly Topic[] = ['askBack', 'codeLater', 'letterForm', 'urgency', 'favour']

/** Plain answers to the questions that the rules ask. */
export interface Facts extends Findings {
  readonly hasCode: boolean
  readonly hasStrongCode: boolean
  readonly hasPage: boolean
  readonly hasPageLikeLink: boolean
  /** Somebody writes to the reader or wants something of him: no tool and no device does. */
  readonly isSomebodys: boolean
  /** Says nothing but how to sign in. */
  readonly isPromptOnly: boolean
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
    phrases.hasOutside(['otherParty'], ['promptSentence', 'machineMark']) ||
    phrases.has('askBack') ||
    phrases.has('codeLater') ||
    phrases.has('letterForm') ||
    phrases.has('urgency') ||
    links.some((link) => link.isDisguised)
  const isClosedVocabulary = findings.promptCoverage >= PROMPT_COVERAGE_MIN
  const hasPretext = phrases.hasOutside(['meeting', 'accountLure'], ['promptSentence', 'screenMark', 'productName'])
  const isPromptOnly = isClosedVocabulary && !isSomebodys && !hasPretext
  const hasLines = findings.source.text.trim().includes('\n')
  const promptSentences = phrases.count('promptSentence')
  // on one line, "to sign in" alone is anybody's; the tools say what for as well
  const speaksAsPrompt = promptSentences > 1 || (hasLines && (promptSentences > 0 || phrases.has('machineMark')))
  const isMachines =
    phrases.has('machineMark') && promptSentences > 0 && findings.promptCoverage >= MACHINE_COVERAGE_MIN
  const isLogged =
    !hasPretext &&
    ((hasLogLine(findings.source.text) && promptSentences > 0 && findings.promptCoverage >= MACHINE_COVERAGE_MIN) ||
      hasDeviceCode(findings.source.text))
  const asks = phrases.has('request')
  // what stands under a command that was typed is its output, however it speaks ("Waiting for you …")
  const isTranscript =
    findings.shell !== undefined &&
    findings.source.text.slice(0, findings.shell.start).trim().length <= PROMPT_LENGTH_MAX &&
    phrases.has('toolCommand') &&
    !asks &&
    !hasPretext &&
    !links.some((link) => link.isDisguised) &&
    !PERSONAL.some((topic) => phrases.has(topic))
  const isLaidOutAsScreen =
    findings.screen !== undefined &&
    links.length > 0 &&
    meetings.length === 0 &&
    !isSomebodys &&
    !asks &&
    !findings.isQuestion &&
    findings.promptCoverage >= SCREEN_COVERAGE_MIN &&
    (phrases.has('screenMark') || phrases.has('productName') || findings.screen.hasTimer) &&
    // a room's panel says in its title what room it is; a lure speaks of the meeting where it names the code
    !phrases.hasAfter(['meeting', 'accountLure'], findings.screen.titleEnd, [
      'promptSentence',
      'screenMark',
      'productName',
    ])
  return {
    ...findings,
    hasCode: codes.length > 0 || links.some((link) => link.carriedCode !== undefined),
    hasStrongCode: codes.some((code) => code.form === 'entra'),
    hasPage: page !== undefined,
    hasPageLikeLink: links.some((link) => link.kind === 'device-page-lookalike'),
    isSomebodys,
    isPromptOnly,
    isToolOutput:
      isTranscript ||
      (!isSomebodys && (findings.shell !== undefined || (isPromptOnly && speaksAsPrompt) || isMachines || isLogged)),
    isDeviceScreen:
      isLaidOutAsScreen ||
      (isPromptOnly &&
        !findings.isQuestion &&
        (phrases.has('screenMark') || (page !== undefined && hasLines && phrases.has('productName')))),
    isOwnInitiative:
      !isSomebodys && !asks && phrases.has('ownInitiative') && !(phrases.has('enterCode') && !findings.isQuestion),
    isDisguised:
      page?.kind === 'named' ||
      findings.source.isRefanged ||
      findings.source.unseenInWords > 0 ||
      codes.some((code) => code.disguise !== undefined) ||
      links.some(
        (link) =>
          link.kind === 'device-page' &&
          (link.isDisguised || link.isObscured || link.mixesScripts || link.through.length > 0),
      ),
    hasPretext,
    hasUnlistedLink: links.some((link) => (link.kind === 'unlisted' || link.kind === 'lookalike') && link.isFollowable),
    hasMeetingData:
      links.some((link) => link.kind === 'meeting') ||
      meetings.some((one) => one.kind !== 'passcode' && one.kind !== 'meet-code' && one.isWellFormed !== false),
  }
}
