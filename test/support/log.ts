/** A log that keeps its lines, for tests of what is and what is not written. */
import type { Log } from '../../src/flows/ports.js'

export interface KeptLog extends Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: unknown }[]
}

export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = []
  const at = (level: string) => (message: string, fields?: unknown) => void lines.push({ level, message, fields })
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
