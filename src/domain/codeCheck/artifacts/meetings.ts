/**
 * What an invitation gives to join with: ids, passcodes, dial-in numbers.
 *
 * A Teams meeting id is digits only, in threes (10 to 15 seen); Zoom writes 3-4-4 or 3-3-4, Webex 4-3-4; a dial-in line
 * ends in `,,<conference id>#`. A passcode may be all capitals and digits: it is one because it stands beside such an
 * id, not because of its form. Behind a label ("Meeting ID:") the digits may stand in any grouping or none.
 */
import { plainDigits } from './digits.js'
import { findMeetingLabels, type MeetingLabel } from './meetingLabels.js'
import { isMeetingIdOf } from './meetingLinks.js'
import { findServiceNames, nameBefore, type ServiceName } from './meetingNames.js'

export interface MeetingReference {
  readonly kind: 'meeting-id' | 'passcode' | 'dial-in' | 'meet-code'
  readonly value: string
  /** The service whose id it is, by the link or the name beside it, else by its grouping; absent where nothing tells. */
  readonly service: string | undefined
  /** For an id, whether it has the form of that service's ids; true for the other kinds. */
  readonly isWellFormed: boolean
  readonly start: number
  readonly end: number
}

/** What a line calls a meeting's id though no service gives ids of letters. */
export interface MislabelledId {
  readonly value: string
  readonly start: number
  readonly end: number
}

interface Range {
  readonly start: number
  readonly end: number
}

interface NearLink extends Range {
  readonly kind?: string
  readonly service?: string | undefined
  readonly meeting?: { readonly id: string | undefined } | undefined
}

const REFERENCES_MAX = 60
const NAME_REACH = 400
const GROUPED_ID =
  /(?<![\d+,*#.-]|[\d)] |\+\d{1,4} )(?=[1-9])(?:\d{3}(?: \d{3}){2,4}(?: \d{1,3})?|\d{3}[ -]\d{4}[ -]\d{4}|\d{4} \d{3} \d{4})(?!\d|,,|-\d| \d)/g
const DIAL_IN =
  /\+?\d[\d ()-]{5,24},{1,4}\d{6,14}#|\b\d{3} ?\d{3} ?\d{3}#|(?<=[:：] ?)\d[\d ]{5,18}#|PIN ?[:：] ?\d[\d ]{5,18}#/g
const MEET_CODE = /(?<![\w-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-])/g
const PASSCODE_REACH = 60
const PASSCODE = /(?<![\p{L}\p{N}-])[A-Za-z0-9]{4,12}(?![\p{L}\p{N}-])/gu
/** Between a label and what it labels. */
const AFTER_LABEL = /[\s:：=#*_|()[\]>–-]{0,12}/y
const LABELLED_DIGITS = /\d(?:[ .-]?\d){8,15}(?![\d,.-]?\d|[ .-]?\d{2}|[A-Za-z#])/y
const LABELLED_LETTERS = /[A-Z0-9](?:[ -]?[A-Z0-9]){5,14}(?![A-Za-z0-9])/y
const LABELLED_PASSCODE = /[ \t]{0,3}[:：][ \t*_]{0,4}([A-Za-z0-9]{4,12})(?![A-Za-z0-9@.-])/y
const LABELLED_WORD = /[A-Za-z0-9-]{6,16}(?![A-Za-z0-9-])/y

/** Letters and digits mixed, or capitals within small letters, or digits: not a word of a language. */
function isPasscodeLike(token: string): boolean {
  if (/^\d{4,10}$/.test(token)) return true
  if (/\d/.test(token) && /[a-z]/i.test(token)) return true
  return /[a-z][A-Z]/.test(token) || (token.length >= 6 && /^[A-Z]+$/.test(token) && !/[AEIOUY]/.test(token))
}

/** The passcode that goes with an id: the next such token, on the same line or the next one. */
function passcodeAfter(text: string, end: number): MeetingReference | undefined {
  const reach = text.slice(end, end + PASSCODE_REACH)
  const secondBreak = reach.indexOf('\n', reach.indexOf('\n') + 1)
  const near = reach.includes('\n') && secondBreak !== -1 ? reach.slice(0, secondBreak) : reach
  for (const match of near.matchAll(PASSCODE)) {
    if (!isPasscodeLike(match[0])) continue
    // a token cut off by the end of the reach is not the whole token
    if (end + match.index + match[0].length === end + PASSCODE_REACH) return undefined
    const start = end + match.index
    return reference('passcode', match[0], start)
  }
  return undefined
}

function reference(kind: MeetingReference['kind'], value: string, start: number): MeetingReference {
  return { kind, value, service: undefined, isWellFormed: true, start, end: start + value.length }
}

function behindLabel(text: string, label: MeetingLabel, pattern: RegExp): MeetingReference | undefined {
  AFTER_LABEL.lastIndex = label.end
  const start = label.end + (AFTER_LABEL.exec(text)?.[0].length ?? 0)
  pattern.lastIndex = start
  const value = pattern.exec(text)?.[0]
  return value === undefined ? undefined : reference('meeting-id', value, start)
}

/** Behind "Passcode:" with its colon, any run of letters and digits is one. */
function labelledPasscode(text: string, label: MeetingLabel): MeetingReference | undefined {
  LABELLED_PASSCODE.lastIndex = label.end
  const match = LABELLED_PASSCODE.exec(text)
  const value = match?.[1]
  if (match === null || value === undefined) return undefined
  return reference('passcode', value, match.index + match[0].length - value.length)
}

const compact = (value: string): string => value.replace(/[^0-9A-Za-z]/g, '')

/** Grouping is a habit of the services, not a rule: it decides only where nothing else does. */
function serviceByGrouping(value: string): string | undefined {
  if (/^\d{3} \d{3} \d{3}(?: \d{1,3}){0,3}$/.test(value)) return 'teams'
  if (/^\d{3}[ -]\d{4}[ -]\d{4}$/.test(value)) return 'zoom'
  return /^\d{4} \d{3} \d{4}$/.test(value) ? 'webex' : undefined
}

function withService(
  one: MeetingReference,
  links: readonly NearLink[],
  names: readonly ServiceName[],
): MeetingReference {
  if (one.kind === 'meet-code') return { ...one, service: 'meet' }
  if (one.kind !== 'meeting-id') return one
  const digits = compact(one.value)
  const joins = links.filter((link) => link.kind === 'meeting')
  const own = joins.find((link) => link.meeting?.id === digits)
  const only = joins.every((link) => link.service === joins[0]?.service) ? joins[0]?.service : undefined
  const service =
    own?.service ?? only ?? nameBefore(names, one.start, NAME_REACH)?.service ?? serviceByGrouping(one.value)
  return { ...one, service, isWellFormed: service === undefined || (isMeetingIdOf(service, digits) ?? true) }
}

/** Every meeting reference in the text outside `links`, in order. */
export function findMeetingReferences(
  text: string,
  links: readonly NearLink[],
  allLabels: readonly MeetingLabel[] = findMeetingLabels(text),
): MeetingReference[] {
  const plain = plainDigits(text)
  const labels = allLabels.filter((label) => label.kind === 'id')
  const passcodeLabels = allLabels.filter((label) => label.kind === 'passcode')
  const found: MeetingReference[] = []
  const add = (one: MeetingReference): void => {
    const isFree = ![...links, ...found].some((other) => other.start < one.end && one.start < other.end)
    if (isFree && found.length < REFERENCES_MAX) found.push(one)
  }
  const addAll = (kind: MeetingReference['kind'], pattern: RegExp): void => {
    for (const match of plain.matchAll(pattern)) {
      if (found.length >= REFERENCES_MAX) return
      add(reference(kind, match[0], match.index))
    }
  }
  addAll('dial-in', DIAL_IN)
  addAll('meeting-id', GROUPED_ID)
  for (const label of labels.slice(0, 4 * REFERENCES_MAX)) {
    const id = behindLabel(plain, label, LABELLED_DIGITS)
    if (id !== undefined) add(id)
  }
  addAll('meet-code', MEET_CODE)
  for (const id of found.filter((one) => one.kind === 'meeting-id')) {
    const passcode = passcodeAfter(plain, id.end)
    if (passcode !== undefined) add(passcode)
  }
  const firstId = Math.min(...[...found, ...links.filter((link) => link.kind === 'meeting')].map((one) => one.start))
  for (const label of passcodeLabels.slice(0, 4 * REFERENCES_MAX)) {
    const passcode = label.start > firstId ? labelledPasscode(plain, label) : undefined
    if (passcode !== undefined) add(passcode)
  }
  if (found.length === 0) return found
  const names = findServiceNames(text)
  return found.map((one) => withService(one, links, names)).sort((a, b) => a.start - b.start)
}

/** The passcode beside a join link, where the invitation gives no id. */
export function passcodeBeside(text: string, linkEnd: number): MeetingReference | undefined {
  return passcodeAfter(text, linkEnd)
}

/**
 * What stands behind "Meeting ID:" and holds letters and digits. Meet's own codes (`abc-defg-hij`) are none. Kept apart
 * from the references: it is what a lure calls its device code.
 */
export function findMislabelledIds(
  text: string,
  labels: readonly MeetingLabel[] = findMeetingLabels(text),
): MislabelledId[] {
  const plain = plainDigits(text)
  const found: MislabelledId[] = []
  for (const label of labels) {
    if (label.kind !== 'id' || found.length >= REFERENCES_MAX) continue
    const word = behindLabel(plain, label, LABELLED_WORD) ?? behindLabel(plain, label, LABELLED_LETTERS)
    if (word === undefined) continue
    const value = compact(word.value)
    if (/[A-Z]/i.test(value) && /\d/.test(value)) found.push({ value, start: word.start, end: word.end })
  }
  return found
}
