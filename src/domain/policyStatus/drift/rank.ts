/** Changes in the order in which people should look at them. */
import { DRIFT_CODES, type DriftChange } from './shape.js'

const CODES = Object.keys(DRIFT_CODES)

/** What opens comes first, then what may; a sum before its parts, a thing that stands and waits last. */
export const worstFirst = (changes: readonly DriftChange[]): readonly DriftChange[] =>
  [...changes].sort((one, other) => weight(one) - weight(other) || codeOf(one) - codeOf(other))

const weight = ({ opens, isStanding, code }: DriftChange): number => {
  if (opens === true) return 0
  if (opens === 'unknown') return 1
  if (code === 'emergency-reached' || code === 'emergency-missing') return 2
  return isStanding || code === 'managed-policy-pending' || code === 'report-only-long' ? 4 : 3
}

const codeOf = ({ code }: DriftChange): number => CODES.indexOf(code)
