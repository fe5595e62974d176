/** Values in a Kusto query. Source: Microsoft Learn, "The string data type" and "String literals" (Kusto). */
import { PosternError } from './errors.js'

/**
 * A string literal. A backslash and a quote are escaped; what is not printable ASCII is refused: nothing that is searched
 * for has it.
 * @throws PosternError `input-invalid`
 */
export function kqlString(value: string): string {
  if (!/^[\x20-\x7e]{1,600}$/.test(value)) throw new PosternError('input-invalid', { what: 'hunting trace' })
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

export const isKqlText = (value: string): boolean => /^[\x20-\x7e]{1,600}$/.test(value)

/** In UTC, to the second. */
export const kqlInstant = (at: Date): string => `datetime(${at.toISOString().slice(0, 19)}Z)`
