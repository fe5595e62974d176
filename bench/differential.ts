/** The evaluator beside a second one that prepares nothing: how often they differ, and what the second one costs. */
import { statusDifferences, whatIfDifferences } from '../test/support/policy/differential.js'
import { type Row, thousands } from './row.js'

const TENANTS = 4000
const SIGN_INS_EACH = 60
const STATUS_TENANTS = 4000
const SEED = 2026

export function differentials(): Row[] {
  const startMs = performance.now()
  const signIns = whatIfDifferences(SEED, TENANTS, SIGN_INS_EACH)
  const tenants = statusDifferences(SEED, STATUS_TENANTS)
  const seconds = (performance.now() - startMs) / 1000
  const spread = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([what, count]) => `${what} ${thousands(count)}`)
      .join(', ')
  return [
    {
      what: `${thousands(TENANTS * SIGN_INS_EACH)} sign-ins over ${thousands(TENANTS)} generated tenants, ${thousands(STATUS_TENANTS)} statuses`,
      figure: `${signIns.differences.length} and ${tenants.differences.length} differences in ${thousands(seconds)} s`,
      yardstick: 'an evaluator that prepares nothing, written from the documents',
      ratio: `${spread(signIns.outcomes)}; ${spread(tenants.answers)}`,
      target: '0 differences',
    },
  ]
}
