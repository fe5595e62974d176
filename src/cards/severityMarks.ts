/** A mark beside the word of a severity: colour never speaks alone. */
import type { Severity } from '../domain/signInAlert/index.js'

export const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  high: '🟠',
  elevated: '🟡',
  low: '🔵',
  expected: '⚪',
}
