/**
 * What an invitation gives to join with: ids, passcodes, dial-in numbers.
 *
 * A Teams meeting id is digits only, in threes (10 to 15 seen); Zoom writes 3-4-4 or 3-3-4, Webex 4-3-4; a dial-in line
 * ends in `,,<conference id>#`. A passcode may be all capitals and digits: it is one because it stands beside such an
 * id, not because of its form.
 */
export interface MeetingReference {
  readonly kind: 'meeting-id' | 'passcode' | 'dial-in' | 'meet-code'
  readonly value: string
  readonly start: number
  readonly end: number
}

const REFERENCES_MAX = 60
const GROUPED_ID =
  /(?<![\d+,*#.-]|[\d)] |\+\d{1,4} )(?=[1-9])(?:\d{3}(?: \d{3}){2,4}(?: \d{1,3})?|\d{3}[ -]\d{4}[ -]\d{4}|\d{4} \d{3} \d{4})(?!\d|,,|-\d| \d)/g
const DIAL_IN = /\+?\d[\d ()-]{5,24},{1,4}\d{6,14}#|\b\d{3} ?\d{3} ?\d{3}#|PIN: ?\d[\d ]{5,18}#/g
const MEET_CODE = /(?<![\w-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-])/g
const PASSCODE_REACH = 60
const PASSCODE = /(?<![\p{L}\p{N}-])[A-Za-z0-9]{4,12}(?![\p{L}\p{N}-])/gu

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
    return { kind: 'passcode', value: match[0], start, end: start + match[0].length }
  }
  return undefined
}

/** Every meeting reference in the text outside `links`, in order. */
export function findMeetingReferences(
  text: string,
  links: readonly { start: number; end: number }[],
): MeetingReference[] {
  const found: MeetingReference[] = []
  const add = (reference: MeetingReference): void => {
    const isFree = ![...links, ...found].some((other) => other.start < reference.end && reference.start < other.end)
    if (isFree && found.length < REFERENCES_MAX) found.push(reference)
  }
  const addAll = (kind: MeetingReference['kind'], pattern: RegExp): void => {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= REFERENCES_MAX) return
      add({ kind, value: match[0], start: match.index, end: match.index + match[0].length })
    }
  }
  addAll('dial-in', DIAL_IN)
  addAll('meeting-id', GROUPED_ID)
  addAll('meet-code', MEET_CODE)
  for (const id of found.filter((one) => one.kind === 'meeting-id')) {
    const passcode = passcodeAfter(text, id.end)
    if (passcode !== undefined) add(passcode)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The passcode beside a join link, where the invitation gives no id. */
export function passcodeBeside(text: string, linkEnd: number): MeetingReference | undefined {
  return passcodeAfter(text, linkEnd)
}
