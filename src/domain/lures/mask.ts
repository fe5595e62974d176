/**
 * Takes out of a text what opens something: passwords, one-time passwords, passcodes, tokens, bank cards. A user code
 * stays: it is dead after 15 minutes, and the security team finds the others who got it by it.
 *
 * Rather one number too many than one secret: a report is evidence of a lure, not an archive. Linear cost.
 */
import type { CodeCheck } from '../codeCheck/index.js'
import {
  BANK_CARD,
  BARE_PARAMETER,
  BEARER,
  DIGITS_THEN_LABEL,
  ENTRA_SECRET,
  FEW_DIGITS,
  FIELD,
  HEADER,
  HEX,
  JWT,
  KEY,
  LABELLED,
  LABELLED_DIGITS,
  OPAQUE,
  PARAMETER,
  RECOVERY_KEY,
  SIX_DIGITS,
  USER_INFO,
  WHOLE_LINE,
  WRAPPED_PARAMETER,
  withoutPrivateKeys,
} from './maskPatterns.js'

export const MASK = '•••'

const PIECE_MIN = 3

/** Masks `text`, which is a part of the message that `check` judged, or all of it. */
export function maskSecrets(text: string, { signals, artifacts }: Pick<CodeCheck, 'signals' | 'artifacts'>): string {
  const userCodes = artifacts.codes.map(({ value }) => bare(value))
  // A code that stands in pieces is one all the same.
  const isUserCode = (value: string): boolean =>
    bare(value).length >= PIECE_MIN && userCodes.some((code) => code.includes(bare(value)))
  const unlessUserCode = (value: string): string => (isUserCode(value) ? value : MASK)
  const afterLead = (_: string, lead: string, value: string): string => `${lead}${unlessUserCode(value)}`
  const speaksOfOneTimePassword = signals.some(({ code }) => code === 'one-time-password')
  const masked = withoutPrivateKeys(text, MASK)
    .replace(PARAMETER, afterLead)
    .replace(WRAPPED_PARAMETER, afterLead)
    .replace(BARE_PARAMETER, afterLead)
    .replace(USER_INFO, afterLead)
    .replace(HEADER, `$1${MASK}`)
    .replace(FIELD, afterLead)
    .replace(JWT, MASK)
    .replace(BEARER, (_, lead: string, value: string) => (isOpaque(value) ? `${lead}${MASK}` : `${lead}${value}`))
    .replace(KEY, MASK)
    .replace(ENTRA_SECRET, MASK)
    .replace(OPAQUE, (value) => (isOpaque(value) ? MASK : value))
    .replace(HEX, (value) => (isOpaque(value) ? MASK : value))
    .replace(RECOVERY_KEY, MASK)
    .replace(WHOLE_LINE, `$1${MASK}`)
    .replace(LABELLED, afterLead)
    .replace(LABELLED_DIGITS, afterLead)
    .replace(DIGITS_THEN_LABEL, afterLead)
    .replace(BANK_CARD, (value) => (isCardNumber(value) ? `${MASK}${value.slice(-4)}` : value))
    .replace(SIX_DIGITS, unlessUserCode)
    .replace(speaksOfOneTimePassword ? FEW_DIGITS : /(?!)/g, unlessUserCode)
  return artifacts.meetings
    .filter(({ kind, value }) => kind === 'passcode' && !isUserCode(value))
    .reduce((shown, { value }) => shown.replaceAll(value, MASK), masked)
}

/** As a code is compared: capitals and digits. */
const bare = (value: string): string => value.toUpperCase().replace(/[^A-Z0-9]/g, '')

const isOpaque = (value: string): boolean => /\d/.test(value) && /[a-z]/i.test(value)

/** The check digit of Luhn (ISO/IEC 7812-1). */
function isCardNumber(value: string): boolean {
  const digits = Array.from(value.replace(/\D/g, ''), Number).reverse()
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : doubled(digit)), 0)
  return sum % 10 === 0 && new Set(digits).size > 1
}

const doubled = (digit: number): number => (digit < 5 ? digit * 2 : digit * 2 - 9)
