/** Check digits of the numbers that have them. Each takes the number without separators, in capitals. */
import numbers from '../data/numbers.json' with { type: 'json' }

const digitsOf = (text: string): number[] => Array.from(text, Number)

const weighted = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(text[index] ?? 0), 0)

/** ISO/IEC 7812: cards, IMEI, SIREN, Swedish numbers. */
export function isLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** ISO 7064 mod 97-10 over letters as 10 to 35: IBAN, LEI, RF references, after moving what leads to the end. */
function isMod97(text: string): boolean {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    if (Number.isNaN(value)) return false
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
  }
  return rest === 1
}

const IBAN_LENGTHS: Readonly<Record<string, number | string>> = numbers.ibanLengths
export const isIban = (text: string): boolean =>
  IBAN_LENGTHS[text.slice(0, 2)] === text.length && isMod97(text.slice(4) + text.slice(0, 4))
export const isCreditorReference = (text: string): boolean => isMod97(text.slice(4) + text.slice(0, 4))
export const isLei = (text: string): boolean => isMod97(text)

/** The form of the schemes and Luhn. */
export const isCard = (digits: string): boolean =>
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14})$/.test(
    digits,
  ) && isLuhn(digits)

export const isIsbn10 = (text: string): boolean =>
  /^\d{9}[\dX]$/.test(text) &&
  Array.from(text).reduce((sum, one, index) => sum + (10 - index) * (one === 'X' ? 10 : Number(one)), 0) % 11 === 0

/** GS1 mod 10: EAN-8, UPC-A, EAN-13 and so ISBN-13, GTIN-14, SSCC. */
export function isGs1(digits: string): boolean {
  const sum = digitsOf(digits)
    .reverse()
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0)
  return /^(?:\d{8}|\d{12,14}|\d{18})$/.test(digits) && sum % 10 === 0
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
/** ISO 3779 with the check digit of North America and China, in the ninth place. */
export function isVin(text: string): boolean {
  const sum = VIN_WEIGHTS.reduce(
    (total, weight, index) => total + weight * (VIN_VALUES.indexOf(text[index] ?? '') % 10),
    0,
  )
  return text[8] === (sum % 11 === 10 ? 'X' : String(sum % 11))
}

/** UPS: letters count as (code − 63) mod 10, every second place twice. */
export function isUps(text: string): boolean {
  const values = Array.from(text.slice(2, 17), (one) => (/\d/.test(one) ? Number(one) : (one.charCodeAt(0) - 63) % 10))
  const sum = values.reduce((total, value, index) => total + (index % 2 === 0 ? value : value * 2), 0)
  return String((10 - (sum % 10)) % 10) === text[17]
}

/** UPU S10: two letters, eight digits, check digit, country. */
export function isUpu(text: string): boolean {
  const rest = 11 - (weighted(text.slice(2, 10), [8, 6, 4, 2, 3, 5, 9, 7]) % 11)
  return Number(text[10]) === (rest === 10 ? 0 : rest === 11 ? 5 : rest)
}

/** ISO 6346: containers. */
export function isContainer(text: string): boolean {
  const value = (one: string): number => {
    if (/\d/.test(one)) return Number(one)
    const index = one.charCodeAt(0) - 55
    return index + Math.floor((index - 1) / 10)
  }
  const sum = Array.from(text.slice(0, 10)).reduce((total, one, index) => total + value(one) * 2 ** index, 0)
  return Number(text[10]) === (sum % 11) % 10
}

/** ISO 6166: letters written as two digits, then Luhn. */
export const isIsin = (text: string): boolean =>
  isLuhn(Array.from(text, (one) => String(Number.parseInt(one, 36))).join(''))

/** ISO 7064 mod 11,10: German tax id and VAT number, Croatian OIB. */
export function isMod1110(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
export const isSpanishNif = (text: string): boolean =>
  /^[XYZ\d]\d{7}[A-Z]$/.test(text) &&
  NIF_LETTERS[Number(text.slice(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2')) % 23] === text[8]

const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
export function isCodiceFiscale(text: string): boolean {
  const sum = Array.from(text.slice(0, 15)).reduce((total, one, index) => {
    const value = /\d/.test(one) ? Number(one) : one.charCodeAt(0) - 65
    return total + (index % 2 === 0 ? (CF_ODD[value] ?? 0) : value)
  }, 0)
  return String.fromCharCode(65 + (sum % 26)) === text[15]
}

export const isBsn = (digits: string): boolean => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
export const isPesel = (digits: string): boolean => weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
export const isNip = (digits: string): boolean =>
  weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9])

export function isTckn(digits: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0] = digitsOf(digits)
  const tenth = ((a + c + e + g + i) * 7 - (b + d + f + h)) % 10
  return (tenth + 10) % 10 === j && (a + b + c + d + e + f + g + h + i + j) % 10 === k
}

function brazilian(digits: string, length: number): boolean {
  if (/^(\d)\1*$/.test(digits)) return false
  return [length - 2, length - 1].every((count) => {
    const weights = Array.from({ length: count }, (_, index) =>
      length === 11 ? count + 1 - index : ((count - 1 - index) % 8) + 2,
    )
    const rest = weighted(digits, weights) % 11
    return Number(digits[count]) === (rest < 2 ? 0 : 11 - rest)
  })
}
export const isCpf = (digits: string): boolean => brazilian(digits, 11)
export const isCnpj = (digits: string): boolean => brazilian(digits, 14)

/** Luhn in base 36. */
export function isGstin(text: string): boolean {
  const sum = Array.from(text.slice(0, 14)).reduce((total, one, index) => {
    const product = Number.parseInt(one, 36) * (index % 2 === 0 ? 1 : 2)
    return total + Math.floor(product / 36) + (product % 36)
  }, 0)
  return (36 - (sum % 36)) % 36 === Number.parseInt(text[14] ?? '', 36)
}

/** Check digits of the VAT numbers that are plain to compute; `undefined` where this country has another rule. */
export function isVat(text: string): boolean | undefined {
  const rest = text.slice(2)
  switch (text.slice(0, 2)) {
    case 'DE':
      return isMod1110(rest)
    case 'BE':
      return 97 - (Number(rest.slice(0, 8)) % 97) === Number(rest.slice(8))
    case 'IT':
      return isLuhn(rest)
    case 'FR':
      return isLuhn(rest.slice(2))
    case 'PL':
      return isNip(rest)
    case 'LU':
      return Number(rest.slice(0, 6)) % 89 === Number(rest.slice(6))
    case 'SE':
      return isLuhn(rest.slice(0, 10))
    case 'DK':
      return weighted(rest, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
    case 'HR':
      return isMod1110(rest)
    default:
      return undefined
  }
}

export const isIpv4 = (text: string): boolean =>
  text
    .split('/', 1)[0]
    ?.split('.')
    .every((part) => Number(part) <= 255) === true
