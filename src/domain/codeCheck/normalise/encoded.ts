/**
 * Codes and addresses written in numbers: entities, escapes, percent, hexadecimal, decimal, binary, Morse, short Base64.
 * Nobody writes to people like that but to get past programs. What is found is put in the place of its encoding where it
 * is an escape, and beside it where it could be a number in its own right.
 */
import { base64Text } from './transfer.js'

const ENTITY = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi
const ESCAPES = /(?:\\u(?:[0-9a-f]{4}|\{[0-9a-f]{1,6}\})|\\x[0-9a-f]{2}){3,}/gi
const ESCAPE = /\\u\{?([0-9a-f]{1,6})\}?|\\x([0-9a-f]{2})/gi
/** Not within an address, where percent is how addresses are written. */
const PERCENT = /(?<![\w/?&=.#%-])(?:%[0-9a-f]{2}){4,}/gi
const HEX = /(?<![\w-])(?:0x)?[2-7][0-9a-f](?:[ :,-]?(?:0x)?[2-7][0-9a-f]){7,200}(?![\w-])/gi
const DECIMAL = /(?<![\w.-])(?:[3-9]\d|1[01]\d|12[0-6])(?:[ ,;-]{1,2}(?:[3-9]\d|1[01]\d|12[0-6])){7,200}(?![\w-])/g
const BINARY = /(?<!\d)0[01]{7}(?:[ ,-]?0[01]{7}){7,200}(?!\d)/g
const MORSE = /(?<![\w.-])[.\-·–−_]{1,6}(?:(?: {1,3}| ?\/ ?)[.\-·–−_]{1,6}){7,200}(?![\w.-])/g
const BASE64_WORD = /(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{12,15}={0,2}(?![A-Za-z0-9+/_=-])/g

/** What is worth revealing: something to type, or somewhere to go. */
const TELLING = /^[2-9A-HJ-NP-Z]{9}$|^[A-Z0-9]{4}-[A-Z0-9]{4}$|device|:\/\/|\.com|\.ms/i
const PRINTABLE = /^[\x20-\x7e]{6,400}$/

const MORSE_LETTERS = new Map(
  Object.entries({
    '.-': 'A',
    '-...': 'B',
    '-.-.': 'C',
    '-..': 'D',
    '.': 'E',
    '..-.': 'F',
    '--.': 'G',
    '....': 'H',
    '..': 'I',
    '.---': 'J',
    '-.-': 'K',
    '.-..': 'L',
    '--': 'M',
    '-.': 'N',
    '---': 'O',
    '.--.': 'P',
    '--.-': 'Q',
    '.-.': 'R',
    '...': 'S',
    '-': 'T',
    '..-': 'U',
    '...-': 'V',
    '.--': 'W',
    '-..-': 'X',
    '-.--': 'Y',
    '--..': 'Z',
    '.----': '1',
    '..---': '2',
    '...--': '3',
    '....-': '4',
    '.....': '5',
    '-....': '6',
    '--...': '7',
    '---..': '8',
    '----.': '9',
    '-----': '0',
  }),
)

const character = (code: number): string =>
  code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : ' '
const fromHex = (hex: string): string => character(Number.parseInt(hex, 16))

function beside(run: string, told: string): string {
  return PRINTABLE.test(told) && TELLING.test(told) ? `${run} ${told} ` : run
}

function percentText(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}

const hexText = (run: string): string => (run.replace(/0x/gi, '').match(/[0-9a-f]{2}/gi) ?? []).map(fromHex).join('')
const decimalText = (run: string): string => (run.match(/\d+/g) ?? []).map((code) => character(Number(code))).join('')
const binaryText = (run: string): string =>
  (run.match(/[01]{8}/g) ?? []).map((bits) => character(Number.parseInt(bits, 2))).join('')
const morseText = (run: string): string =>
  run
    .replace(/[·]/g, '.')
    .replace(/[–−_]/g, '-')
    .split(/[ /]+/)
    .map((letter) => MORSE_LETTERS.get(letter) ?? ' ')
    .join('')

/** `isHtml`: entities are left to the reader of HTML, for which an escaped tag stays text. */
export function revealEncoded(raw: string, isHtml: boolean): string {
  let text = raw
  if (!isHtml && text.includes('&#'))
    text = text.replace(ENTITY, (_, hex?: string, decimal?: string) =>
      hex === undefined ? character(Number(decimal)) : fromHex(hex),
    )
  if (text.includes('\\'))
    text = text.replace(ESCAPES, (run) =>
      run.replace(ESCAPE, (_, unicode?: string, byte?: string) => fromHex(unicode ?? byte ?? '20')),
    )
  if (text.includes('%')) text = text.replace(PERCENT, percentText)
  text = text.replace(HEX, (run) => beside(run, hexText(run)))
  text = text.replace(DECIMAL, (run) => beside(run, decimalText(run)))
  text = text.replace(BINARY, (run) => beside(run, binaryText(run)))
  text = text.replace(MORSE, (run) => beside(run, morseText(run)))
  return text.replace(BASE64_WORD, (run) => beside(run, base64Text(run) ?? ''))
}
