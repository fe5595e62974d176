/**
 * Who speaks: a tool, a device, the reader of himself, or somebody who wants something of the reader. The verdict turns on
 * it, and all of it can be imitated, so a voice that is not plain counts as somebody's.
 */
import type { Findings } from './findings.js'
import { isGiven, isPersonBeforeCode } from './giver.js'
import type { Topic } from './language/phrases.js'
import { hasDeviceCode, hasLogLine } from './layout/machine.js'
import { addressesDoer, isThings } from './promptSource.js'

/** Share of the letters that a genuine prompt shares with the vocabulary of prompts. */
const PROMPT_COVERAGE_MIN = 0.72
/** The same where a machine speaks for certain ("Press Enter to open …") and may say more, such as licence terms. */
const MACHINE_COVERAGE_MIN = 0.45
/** The same where the lines are laid out as devices do it, with a name of its own in the title. */
const SCREEN_COVERAGE_MIN = 0.3
const SCREEN_COVERAGE_PLAIN = 0.5
/** What stands before a command on the first line: user, host, folder. */
const SHELL_PROMPT_LENGTH_MAX = 80

/** No program speaks so. */
const PERSONAL: readonly Topic[] = ['askBack', 'codeLater', 'letterForm', 'urgency', 'favour']
const PRETEXTS: readonly Topic[] = ['meeting', 'accountLure']
/** Devices and tools speak of meetings and files too, in sentences and names of their own. */
const OF_MACHINES: readonly Topic[] = ['promptSentence', 'screenMark', 'productName']

export interface Voice {
  /** Somebody writes to the reader or wants something of him: no tool and no device does. */
  readonly isSomebodys: boolean
  /** Says nothing but how to sign in. */
  readonly isPromptOnly: boolean
  readonly isToolOutput: boolean
  readonly isDeviceScreen: boolean
  readonly isOwnInitiative: boolean
  /** A device or a program shows it, by the reader's word, and nobody else is spoken of. */
  readonly isThings: boolean
  /** Somebody gave the reader the code. */
  readonly isGiven: boolean
  /** The reader is told to do it, or it is done for him. */
  readonly addressesDoer: boolean
  /** Speaks of a meeting, a document, an account or pay. */
  readonly hasPretext: boolean
  /** Warns about such things rather than asking for one. */
  readonly isTaught: boolean
  /** The reader tells of somebody who wants it of him right now. */
  readonly isReported: boolean
}

export function voiceOf(findings: Findings): Voice {
  const { phrases } = findings
  const isOfGiver = isGiven(findings)
  const isSomebodys = isOfGiver || addressesReader(findings)
  const isOfThing = !isOfGiver && isThings(phrases)
  const hasPretext = phrases.hasOutside(PRETEXTS, OF_MACHINES)
  const isPromptOnly = findings.promptCoverage >= PROMPT_COVERAGE_MIN && !isSomebodys && !hasPretext
  return {
    isSomebodys,
    isPromptOnly,
    isToolOutput:
      isTranscript(findings, hasPretext) ||
      (!isSomebodys &&
        ((findings.shell !== undefined && !hasPretext) ||
          (isPromptOnly && speaksAsPrompt(findings)) ||
          isMachines(findings) ||
          isLogged(findings, hasPretext))),
    isDeviceScreen: !isSomebodys && (isLaidOutAsScreen(findings) || (isPromptOnly && speaksAsScreen(findings))),
    isOwnInitiative: !isOfGiver && speaksOfHimself(findings, isOfThing),
    isThings: isOfThing,
    isGiven: isOfGiver,
    addressesDoer: addressesDoer(phrases),
    hasPretext,
    isTaught: phrases.count('awareness') > 1,
    isReported:
      findings.isQuestion &&
      phrases.has('otherParty') &&
      !isOfThing &&
      (phrases.has('enterCode') || phrases.has('devicePageWord')),
  }
}

/** `@Priya`: somebody is spoken to. Not `user@host`, and no package or decorator (`@scope/name`, `@Test(`). */
const MENTION = /(?:^|[\s(])@\p{Lu}\p{Ll}{1,30}(?=[\s,.:!?]|$)/u

function addressesReader({ phrases, links, source }: Findings): boolean {
  return (
    phrases.hasOutside(['otherParty'], ['promptSentence', 'machineMark']) ||
    phrases.has('askBack') ||
    phrases.has('codeLater') ||
    phrases.has('letterForm') ||
    phrases.has('urgency') ||
    links.some((link) => link.isDisguised) ||
    MENTION.test(source.text)
  )
}

/**
 * "I just ran az login, and it shows …". A greeting is for the checker, and a thing that "tells me to" is no other party;
 * two traces of one are where nothing says that it is a thing. Told as an order ("I ran az login, enter …") it is somebody else's own.
 */
function speaksOfHimself(findings: Findings, isOfThing: boolean): boolean {
  const { phrases, isQuestion, links, codes } = findings
  // what people do all day ("opened", "pressed") starts a sign-in where a thing answers it
  const namesTool = phrases.has('toolCommand')
  // who typed a code did not start what the code is for
  const isTold = namesTool ? phrases.has('ownInitiative') : phrases.hasOutside(['ownInitiative'], ['alreadyEntered'])
  const isStarted = isTold || (isOfThing && isQuestion && phrases.has('ownAct'))
  if (!isStarted || addressesDoer(phrases)) return false
  if (phrases.has('askBack') || phrases.has('urgency')) return false
  // a new telephone is a reason for a favour, and for a sign-in of one's own
  if (isOfThing ? phrases.hasOutside(['favour'], ['thing']) : phrases.has('favour')) return false
  // "nine characters" announce a code, unless it is there
  if (phrases.has('codeLater') && !(isOfThing && codes.length > 0)) return false
  if (links.some((link) => link.isDisguised)) return false
  // somebody is spoken of, and no thing that could show the code
  if (!namesTool && (isOfThing ? isPersonBeforeCode(findings) : phrases.has('person'))) return false
  const others = phrases.count('otherParty')
  if (!isOfThing && others > (namesTool ? 1 : 0)) return false
  if (phrases.has('letterForm') && !isQuestion) return false
  return !phrases.has('enterCode') || isQuestion
}

const hasLines = ({ source }: Findings): boolean => source.text.trim().includes('\n')

/** On one line, "to sign in" alone is anybody's; the tools say what for as well. */
function speaksAsPrompt(findings: Findings): boolean {
  const { phrases } = findings
  const sentences = phrases.count('promptSentence')
  return sentences > 1 || (hasLines(findings) && (sentences > 0 || phrases.has('machineMark')))
}

const isMachines = ({ phrases, promptCoverage }: Findings): boolean =>
  phrases.has('machineMark') && phrases.has('promptSentence') && promptCoverage >= MACHINE_COVERAGE_MIN

function isLogged({ phrases, promptCoverage, source }: Findings, hasPretext: boolean): boolean {
  if (hasPretext) return false
  const isLog = hasLogLine(source.text) && phrases.has('promptSentence') && promptCoverage >= MACHINE_COVERAGE_MIN
  return isLog || hasDeviceCode(source.text)
}

/** What stands under a command that was typed is its output, however it speaks ("Waiting for you …"). */
function isTranscript({ shell, source, phrases, links }: Findings, hasPretext: boolean): boolean {
  if (shell === undefined || phrases.has('request') || hasPretext) return false
  if (source.text.slice(0, shell.start).trim().length > SHELL_PROMPT_LENGTH_MAX) return false
  // a terminal quotes nobody: who tells of somebody beside it is a person
  if (MENTION.test(source.text) || phrases.hasOutside(['otherParty'], ['promptSentence', 'machineMark'])) return false
  return !links.some((link) => link.isDisguised) && !PERSONAL.some((topic) => phrases.has(topic))
}

function isLaidOutAsScreen({ screen, phrases, page, links, meetings, isQuestion, promptCoverage }: Findings): boolean {
  if (screen === undefined || links.length === 0 || meetings.length > 0) return false
  if (isQuestion || phrases.has('request') || promptCoverage < SCREEN_COVERAGE_MIN) return false
  const isOfAnotherProvider = page?.kind === 'link' && page.link.service !== 'microsoft'
  const isNamed = phrases.has('screenMark') || phrases.has('productName') || screen.hasTimer || isOfAnotherProvider
  const isAllPrompt = promptCoverage >= SCREEN_COVERAGE_PLAIN
  // a room's panel says in its title what room it is; a lure speaks of the meeting where it names the code
  const pretexts: readonly Topic[] = isAllPrompt ? ['meeting'] : PRETEXTS
  return (isNamed || isAllPrompt) && !phrases.hasAfter(pretexts, screen.titleEnd, OF_MACHINES)
}

function speaksAsScreen(findings: Findings): boolean {
  const { phrases, page, isQuestion } = findings
  if (isQuestion) return false
  return phrases.has('screenMark') || (page !== undefined && hasLines(findings) && phrases.has('productName'))
}
