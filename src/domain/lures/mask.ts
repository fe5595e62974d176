/**
 * Takes out of a text what opens something: passwords, one-time passwords, passcodes, tokens, bank cards. A user code
 * stays: it is dead after 15 minutes, and the security team finds the others who got it by it.
 *
 * Rather one number too many than one secret: a report is evidence of a lure, not an archive. Linear cost.
 */
import type { CodeCheck } from '../codeCheck/index.js'
import labels from './data/secretLabels.json' with { type: 'json' }

export const MASK = '•••'

/** `code` and `state` are those of OAuth redirects; `otc` and `user_code` carry a user code and stay. */
const PARAMETER =
  /([?&#;](?:code|state|session_state|nonce|token|[a-z]{2,12}_token|client_secret|secret|password|passwd|pwd|pass|otp|pin|sig|signature|key|api_?key|assertion|samlresponse|auth|ticket|sid|p)=)([^\s&#"'<>()[\]]+)/gi
/** Who signs in, and with what, before the host. */
const USER_INFO = /(:\/\/[^\s/:@?#]{0,64}:)([^\s/@?#]{1,256})(?=@)/g
/** The same names in JSON, forms and headers. */
const FIELD =
  /(?<![\p{L}\p{N}_])((?:access_token|refresh_token|id_token|client_secret|session_state|api_?key|x-api-key|cookie|set-cookie|authorization)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?)([^\s"',;<>]{4,8192}(?: [^\s"',;<>]{16,8192})?)/giu
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{2,}(?:\.[\w-]*)*/g
const BEARER = /(?<![\p{L}\p{N}])(bearer[ \t]{1,3})([\w.~+/=-]{8,})/giu
/** Longer than any word or code: a key, a refresh token. */
const OPAQUE = /(?<![\w+=-])[\w+=-]{48,}/g
const LABELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])((?:${labels.join('|')})(?:[ \\t]{0,3}(?:[:：=は是为]|(?:is|ist|lautet|est|es|è|é|to|jest|är)(?!\\p{L}))[ \\t]{0,3}){1,2}\\n?)([^\\s,;<>]{3,64})`,
  'giu',
)
const CARD = /(?<!\d|\d[ -])\d(?:[ -]?\d){13,18}(?![ -]?\d)/g
const SIX_DIGITS = /(?<![\p{L}\p{N}_./:#+-]|\d[ -])((?:G-)?\d{3}[ -]?\d{3})(?![\p{L}\p{N}_]|[ -]?\d)/gu
const FEW_DIGITS = /(?<![\p{L}\p{N}_./:#+-]|\d[ -])((?:[A-Z]-)?\d{4,8})(?![\p{L}\p{N}_]|[ -]\d|[.:]\d)/gu

/** Masks `text`, which is a part of the message that `check` judged, or all of it. */
export function maskSecrets(text: string, { signals, artifacts }: Pick<CodeCheck, 'signals' | 'artifacts'>): string {
  const userCodes = new Set(artifacts.codes.map(({ value }) => bare(value)))
  const unlessUserCode = (value: string): string => (userCodes.has(bare(value)) ? value : MASK)
  const afterLead = (_: string, lead: string, value: string): string => `${lead}${unlessUserCode(value)}`
  const speaksOfOneTimePassword = signals.some(({ code }) => code === 'one-time-password')
  const masked = text
    .replace(PARAMETER, afterLead)
    .replace(USER_INFO, afterLead)
    .replace(FIELD, afterLead)
    .replace(JWT, MASK)
    .replace(BEARER, (_, lead: string, value: string) => (isOpaque(value) ? `${lead}${MASK}` : `${lead}${value}`))
    .replace(OPAQUE, (value) => (isOpaque(value) ? MASK : value))
    .replace(LABELLED, afterLead)
    .replace(CARD, (value) => (isCardNumber(value) ? `${MASK}${value.slice(-4)}` : value))
    .replace(SIX_DIGITS, unlessUserCode)
    .replace(speaksOfOneTimePassword ? FEW_DIGITS : /(?!)/g, unlessUserCode)
  return artifacts.meetings
    .filter(({ kind, value }) => kind === 'passcode' && !userCodes.has(bare(value)))
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
