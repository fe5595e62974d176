/** What every command ends with: 0, 1 and 2 are answers, 64 and above are faults of the call or the program. */
import { type ErrorCode, isPosternError } from '../domain/errors.js'
import { fileFaultOf } from './fileFault.js'

/** From 64 on as in BSD's sysexits.h. */
export const EXIT = {
  ok: 0,
  /** Not all lines could be read; not blocked; something is missing. */
  notOk: 1,
  unknown: 2,
  usage: 64,
  data: 65,
  noInput: 66,
  internal: 70,
  /** Whoever read the output went away before its end. */
  output: 74,
} as const

const OF_DATA: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'input-invalid',
  'input-too-large',
  'id-invalid',
  'store-format',
])
const OF_USAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['config-invalid', 'config-unsafe'])

/** The status for an error that ended a command. */
export function exitStatusOf(error: unknown): number {
  if (fileFaultOf(error) !== null) return EXIT.noInput
  if (!isPosternError(error)) return EXIT.internal
  if (OF_USAGE.has(error.code)) return EXIT.usage
  return OF_DATA.has(error.code) ? EXIT.data : EXIT.internal
}
