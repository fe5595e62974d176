/**
 * Errors in words for the terminal: what is wrong and what to do next. Settings are listed one a line; a fault of
 * Postern itself shows its stack, since the person at the terminal is the one who can report it.
 */
import { ERROR_CODES, type ErrorCode, isPosternError } from '../domain/errors.js'
import { fileFaultOf } from './fileFault.js'
import { printable } from './printable.js'

const NEXT_STEP: Partial<Record<ErrorCode, string>> = {
  'config-invalid': 'Mend these settings (env/.env.example explains each) and start again:',
  'config-unsafe': 'Postern does not start like this, since anybody could speak to it:',
  'store-locked': 'Another Postern uses this data folder. Stop it, or give this one a POSTERN_DATA_DIR of its own.',
  'store-not-durable':
    'This system does not write the embedded database through to the disk. Use a local disk, or set DATABASE_URL to a PostgreSQL server.',
  'store-unavailable': 'The database cannot be reached. Check DATABASE_URL and that the server runs.',
  'store-migration-failed': 'The database has a state that this version does not know. Was it used by a newer Postern?',
  'store-format': 'This is not an export that this version can read, or the store is not empty.',
  'input-invalid': 'The input does not have the expected shape.',
  'input-too-large': 'The input is larger than the limit.',
  'entra-refused': 'Entra did not accept the app. Check its id, tenant, and secret or certificate.',
  'entra-unavailable': 'The login service of Entra cannot be reached from here.',
  'graph-unauthorized': 'Graph did not accept the app. Check its id, tenant, and secret or certificate.',
  'graph-forbidden': 'A permission is missing. Run: postern doctor',
  'graph-unavailable': 'Microsoft Graph cannot be reached from here.',
}

/** Long enough for a sentence of ours, or a line of a stack. */
const SENTENCE_MAX = 500

/** Facts of an error, and the message of one that is not ours, may repeat what stood in a file. */
export function sayError(error: unknown): string[] {
  if (isPosternError(error)) {
    const { faults, ...facts } = error.detail
    const shown = Object.entries(facts).flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${name}: ${printable(String(value))}`],
    )
    const listed = Array.isArray(faults) ? faults.map((fault: string) => `  - ${printable(fault, SENTENCE_MAX)}`) : []
    return [NEXT_STEP[error.code] ?? `Postern stopped: ${ERROR_CODES[error.code]}.`, ...listed, ...shown]
  }
  const file = fileFaultOf(error)
  if (file !== null) return [sayFileFault(file)]
  const lines = (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n')
  return ['Postern stopped over a fault of its own:', ...lines.map((line) => `  ${printable(line, SENTENCE_MAX)}`)]
}

function sayFileFault({ code, path }: NonNullable<ReturnType<typeof fileFaultOf>>): string {
  if (path === null) return `Standard input cannot be read (${code}).`
  return code === 'ENOENT' ? `There is no file ${printable(path)}.` : `${printable(path)} cannot be read (${code}).`
}
