/**
 * Everything that is known of a message before it is judged: what stands in it, and what the text around says.
 */
import { findCodes, isEntraForm, type UserCode } from './artifacts/codes.js'
import { type DevicePage, describedPage, televisionPage } from './artifacts/devicePage.js'
import { findLinks, type Link } from './artifacts/links.js'
import { type FooterMismatch, findFooterMismatches } from './artifacts/meetingFooter.js'
import { findMeetingLabels } from './artifacts/meetingLabels.js'
import {
  findMeetingReferences,
  findMislabelledIds,
  type MeetingReference,
  passcodeBeside,
} from './artifacts/meetings.js'
import { findOtherNumbers } from './artifacts/numbers.js'
import { findSchemeLinks } from './artifacts/schemes.js'
import { type Phrases, readPhrases } from './language/phrases.js'
import { type Screen, screenLayout } from './layout/screen.js'
import { barePrompt, type ShellLine, shellLine } from './layout/shell.js'
import { type NormalText, normalise } from './normalise/index.js'
import type { WholeText } from './wholeText.js'

export interface Findings {
  readonly source: NormalText
  readonly writtenBySomeoneElse: boolean
  readonly links: readonly Link[]
  /** Device-style codes that count as such here; weak forms only beside what makes them codes. */
  readonly codes: readonly UserCode[]
  /** Strings of the same forms whose label says that they are something else. */
  readonly otherNumbers: readonly { readonly start: number; readonly end: number }[]
  readonly meetings: readonly MeetingReference[]
  /** Letters and digits under the label of a meeting id, which is digits with every service that has ids. */
  readonly mislabelledIds: readonly { readonly start: number; readonly end: number }[]
  /** What contradicts itself in an invitation. */
  readonly mismatches: readonly FooterMismatch[]
  readonly phrases: Phrases
  readonly hiddenPhrases: Phrases | undefined
  readonly page: DevicePage | undefined
  readonly shell: ShellLine | undefined
  /** Laid out as a device lays out its screen. */
  readonly screen: Screen | undefined
  /** Share of the letters that belong to the vocabulary of sign-in prompts, 0 to 1. */
  readonly promptCoverage: number
  /** All codes and pages stand in quoted or fenced lines. */
  readonly isQuoted: boolean
  readonly isQuestion: boolean
  /** A link whose target is code or a page in itself. */
  readonly scriptLink: { readonly start: number; readonly end: number } | undefined
}

/** What makes up a genuine prompt: its sentences and words, and the names of products and tools. */
const PROMPT_TOPICS = [
  'promptWord',
  'promptSentence',
  'productName',
  'screenMark',
  'machineMark',
  'toolCommand',
] as const

/** The label of a code: what the line says just before it. */
const LABEL_REACH = 40

function isLabelled(
  code: UserCode,
  labels: readonly { start: number; end: number }[],
  meetingWords: readonly { start: number; end: number }[],
  text: string,
): boolean {
  const lineStart = text.lastIndexOf('\n', code.start - 1) + 1
  // "conference reference": what a lure calls its code
  if (meetingWords.some((word) => word.start >= lineStart && word.end <= code.start)) return false
  return labels.some((label) => {
    const gap = code.start - label.end
    return gap >= 0 && gap <= LABEL_REACH && !/[\n?!]|\.\s+\S/.test(text.slice(label.end, code.start))
  })
}

/** Whether a form is taken for a code here: the weaker the form, the more must stand beside it. */
function countsAsCode(code: UserCode, page: DevicePage | undefined, words: number, phrases: Phrases): boolean {
  const provider = page?.kind === 'link' ? page.link.service : undefined
  const isMicrosoft = page !== undefined && (provider === 'microsoft' || page.kind === 'named')
  if ((phrases.has('linkDevice') || phrases.has('messenger')) && (code.form === 'hyphenated' || code.form === 'eight'))
    return true
  const isSpokenOf = phrases.has('devicePageWord') || (phrases.has('codeWord') && phrases.has('enterCode'))
  if (code.disguise === 'halves' || code.disguise === 'embedded') return page !== undefined
  if (code.disguise === 'pieces') return page !== undefined || isSpokenOf
  if (code.disguise === 'lower-case') return page !== undefined || words <= 12 || isSpokenOf
  if (code.form === 'entra') return true
  if (code.form === 'short') return page !== undefined && !isMicrosoft
  const isNamed = (phrases.has('codeWord') || phrases.has('digits')) && (words <= 20 || phrases.has('promptSentence'))
  return page !== undefined || isNamed
}

export function readFindings(whole: WholeText, writtenBySomeoneElse: boolean): Findings {
  const source = normalise(whole.parts, whole.isCut)
  const { text } = source
  const schemeLinks = findSchemeLinks(text)
  const links = findLinks(text, schemeLinks)
  const labels = findMeetingLabels(text)
  const references = findMeetingReferences(text, links, labels)
  const joinLink = links.find((link) => link.kind === 'meeting')
  const besideLink =
    joinLink && !references.some((one) => one.kind === 'passcode') ? passcodeBeside(text, joinLink.end) : undefined
  const meetings = besideLink === undefined ? references : [...references, besideLink]
  const known = describedPage(text, links)
  // beside a device page nothing is taken for a passcode: that is what a lure calls its code
  const page = known ?? televisionPage(text, links, meetings)
  const passcodes = meetings.filter((one) => one.kind === 'passcode')
  const numbers = findOtherNumbers(text)
  const taken = [
    ...links,
    ...numbers,
    ...meetings.filter((one) => one.kind !== 'passcode' || (page === undefined && !isEntraForm(one.value))),
  ]
  const candidates = findCodes(text, taken)
  const blanked = [...links, ...candidates].sort((a, b) => a.start - b.start)
  const phrases = readPhrases(text, blanked)
  const isHarmlessPasscode = (code: UserCode): boolean =>
    page === undefined &&
    joinLink !== undefined &&
    !phrases.has('devicePageWord') &&
    passcodes.some((one) => one.start === code.start)
  const counted = candidates.filter(
    (code) => countsAsCode(code, page, phrases.words, phrases) && !isHarmlessPasscode(code),
  )
  const numberLabels = phrases.all('numberLabel')
  // the page of a Wi-Fi opens by itself, and is nobody's page for devices
  const namesDevicePage =
    phrases.hasOutside(['devicePageWord'], ['captivePortal']) ||
    (phrases.has('captivePortal') && phrases.has('microsoft'))
  const mayBeRelabelled =
    page === undefined && !namesDevicePage && !links.some((link) => link.kind === 'device-page-lookalike')
  const relabelled = mayBeRelabelled
    ? counted.filter((code) => isLabelled(code, numberLabels, phrases.all('meeting'), text))
    : []
  const codes = counted.filter((code) => !relabelled.includes(code))
  return {
    source,
    writtenBySomeoneElse,
    links,
    codes,
    otherNumbers: [
      ...relabelled,
      ...numbers.filter((one) => one.isProven || one.isLabelled || one.kind === 'product-key'),
    ],
    meetings,
    mislabelledIds: findMislabelledIds(text, labels),
    mismatches: findFooterMismatches(text, links, meetings),
    phrases,
    hiddenPhrases: source.hidden === '' ? undefined : readPhrases(source.hidden, []),
    page,
    shell: shellLine(text, phrases.all('toolCommand')) ?? barePrompt(text),
    screen: screenLayout(text, codes),
    promptCoverage: phrases.coverage(PROMPT_TOPICS),
    isQuoted: isQuoted(text, [...codes, ...links.filter((link) => link.kind === 'device-page')]),
    isQuestion: hasQuestion(text, links) || phrases.has('asksWhether'),
    scriptLink: schemeLinks.find((link) => link.kind !== 'linked-device'),
  }
}

/** Greek asks with a semicolon, Armenian within the word. */
const QUESTION_MARK = /[?？؟՞]|(?<=[\p{Script=Greek}"»”)])\s?;/gu

/** A question mark of the text, not of a link's parameters. */
function hasQuestion(text: string, links: readonly { start: number; end: number }[]): boolean {
  let link = 0
  for (const { index } of text.matchAll(QUESTION_MARK)) {
    while ((links[link]?.end ?? Number.POSITIVE_INFINITY) <= index) link += 1
    if (index < (links[link]?.start ?? Number.POSITIVE_INFINITY)) return true
  }
  return false
}

/** Every one of the ranges lies in a line that is quoted (`>`, `|`) or within a fence. */
function isQuoted(text: string, ranges: readonly { start: number; end: number }[]): boolean {
  if (ranges.length === 0) return false
  const fences = [...text.matchAll(/^```/gm)].map((match) => match.index)
  return ranges.every(({ start }) => {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
    const fencesBefore = fences.filter((fence) => fence < start).length
    return /^\s{0,4}>/.test(line) || fencesBefore % 2 === 1
  })
}
