/**
 * Reads the times of sign-in logs. `Date.parse` is not used: it takes a time without a zone for local time, so the
 * answer would depend on the machine, and it accepts far more than ISO 8601.
 */

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,20}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * An ISO 8601 time in milliseconds since 1970 UTC, or `undefined`. Any offset, none meaning UTC; any number of
 * fraction digits, of which three count.
 */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined
  const common = commonInstantOf(value)
  if (common !== undefined) return common
  const match = ISO.exec(value.trim())
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (hour === undefined || minute === undefined || second === undefined) return undefined
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const midnight = new Date(Date.UTC(2000, month - 1, day))
  midnight.setUTCFullYear(year, month - 1, day)
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined
  const fractionMs = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const offset = offsetMinutes(match[8])
  if (offset === undefined) return undefined
  return midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fractionMs
}

const ZERO = 0x30
/** `2026-11-20T10:00:00Z`, with or without a fraction: how nearly every row is written. Days that every month has. */
function commonInstantOf(text: string): number | undefined {
  const last = text.length - 1
  if (last < 19 || last > 40 || text[last] !== 'Z' || text[10] !== 'T' || text[4] !== '-' || text[7] !== '-')
    return undefined
  if (text[13] !== ':' || text[16] !== ':' || (last > 19 && (last === 20 || text[19] !== '.'))) return undefined
  const number = (from: number, to: number): number => {
    let sum = 0
    for (let index = from; index < to; index += 1) {
      const digit = text.charCodeAt(index) - ZERO
      if (digit < 0 || digit > 9) return Number.NaN
      sum = sum * 10 + digit
    }
    return sum
  }
  const [year, month, day] = [number(0, 4), number(5, 7), number(8, 10)]
  const [hour, minute, second] = [number(11, 13), number(14, 16), number(17, 19)]
  const fractionMs = number(20, last) >= 0 ? number(20, Math.min(last, 23)) * 10 ** Math.max(0, 23 - last) : Number.NaN
  const isCommon =
    year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59 && second <= 60
  if (!isCommon || Number.isNaN(fractionMs)) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second) + (last > 19 ? fractionMs : 0)
}

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
