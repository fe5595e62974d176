/**
 * What goes into and comes out of a column.
 *
 * PostgreSQL's text and jsonb cannot hold U+0000, and jsonb refuses a lone surrogate. Both can be in what others
 * wrote (a device name, a user agent), and one such value must not keep a whole batch of sign-ins from being stored:
 * they become U+FFFD, the replacement character.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import type { Param, Result } from './engine.js'

/**
 * `JSON.stringify` writes both as escapes. An escape is one only after an even number of backslashes; the look-behind
 * lets each run of backslashes be read once, so that the cost stays linear.
 */
const UNSTORABLE_ESCAPE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g

/** A value for a jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE_ESCAPE, '$1\ufffd')
}

/** A parameter as both engines take it. */
export function bindable(value: Param): string | number | boolean | null {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new PosternError('input-invalid', { why: 'not a date' })
    return value.toISOString()
  }
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value
}

/** Text that was checked when it was written: an id with its brand, or a word of a closed list. */
export const word = <T extends string>() => z.custom<T>((value) => typeof value === 'string')
/** JSON as it was written. */
export const stored = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

/** The rows of a result as `schema` says they are; anything else is a fault of ours. */
export function readRows<T>(schema: z.ZodType<T>, result: Result): readonly T[] {
  const read = z.array(schema).safeParse(result.rows)
  if (read.success) return read.data
  const columns = read.error.issues.map((issue) => issue.path.join('.'))
  throw new PosternError('internal', { why: 'a row does not have the shape that was written', columns })
}

export function readRow<T>(schema: z.ZodType<T>, result: Result): T | null {
  return readRows(schema, result)[0] ?? null
}
