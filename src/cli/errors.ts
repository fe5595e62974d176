/**
 * Errors in words for the terminal: what is wrong and what to do next. Settings are listed one a line; a fault of
 * Postern itself shows its stack, since the person at the terminal is the one who can report it.
 */
import { type ErrorCode, PosternError } from '../domain/errors.js'

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
  'graph-unauthorized': 'Entra did not accept the app. Check its id, tenant, and secret or certificate.',
  'graph-forbidden': 'A permission is missing. Run: postern doctor',
  'graph-unavailable': 'Microsoft Graph cannot be reached from here.',
}

export function sayError(error: unknown): string[] {
  if (error instanceof PosternError) {
    const { faults, ...facts } = error.detail
    const shown = Object.entries(facts).flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${name}: ${String(value)}`],
    )
    const listed = Array.isArray(faults) ? faults.map((fault: string) => `  - ${fault}`) : []
    return [NEXT_STEP[error.code] ?? `Postern stopped: ${error.message}`, ...listed, ...shown]
  }
  if (isMissingFile(error)) return [`There is no file ${error.path}.`]
  return [
    'Postern stopped over a fault of its own:',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]
}

const isMissingFile = (error: unknown): error is { path: string } =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ENOENT' &&
  'path' in error &&
  typeof error.path === 'string'
