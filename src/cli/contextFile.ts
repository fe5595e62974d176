/** The file with what is known of a tenant beside its log (`--context`). */
import { PosternError } from '../domain/errors.js'
import { type AssessmentContext, readContext } from '../domain/signInAlert/index.js'
import type { CliIo } from './io.js'
import { readText } from './lines.js'

/** In UTF-16 units. */
const CONTEXT_LENGTH_MAX = 256 * 1024 * 1024

/** Errors: `input-invalid`, what reading a file throws. */
export async function readContextFile(io: CliIo, path: string): Promise<unknown> {
  const text = (await readText(io.openFile(path), CONTEXT_LENGTH_MAX)).trim()
  try {
    return JSON.parse(text)
  } catch {
    throw noContext()
  }
}

export function contextOf(known: unknown): AssessmentContext {
  const context = readContext(known)
  if (context === undefined) throw noContext()
  return context
}

const noContext = (): PosternError => new PosternError('input-invalid', { what: 'context: it must be one JSON object' })
