/** Digits of all scripts are digits: `٢٣١` and `२३१` are 231. */
import { isAscii } from '../language/folding.js'

/** Zeros of the decimal digits that one UTF-16 unit holds; the other nine follow each. */
const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
]
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu

/** The text with plain digits, unit for unit, so that positions are kept. */
export function plainDigits(text: string): string {
  if (isAscii(text)) return text
  return text.replace(OTHER_DIGITS, (digit) => {
    const unit = digit.charCodeAt(0)
    const zero = digit.length === 1 ? ZEROS.find((start) => unit >= start && unit < start + 10) : undefined
    return zero === undefined ? digit : String(unit - zero)
  })
}
