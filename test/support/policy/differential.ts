/** Runs the product's evaluator and the second one over the same generated sign-ins. */
import {
  compileTenant,
  evaluateStatus,
  evaluateWhatIf,
  type SignIn,
  type Tenant,
} from '../../../src/domain/policyStatus/index.js'
import { Chance } from './chance.js'
import { DEVICE_GRID, generateBlocks, generateSignIn, generateTenant } from './generateTenants.js'
import { naiveWhatIf } from './naiveEvaluator.js'
import { naiveStatus } from './naiveStatus.js'

export interface Difference {
  readonly tenant: Tenant
  readonly signIn: SignIn
  readonly product: unknown
  readonly naive: unknown
}

/** @returns the sign-ins the two disagree on, and how the outcomes were spread. */
export function whatIfDifferences(seed: number, tenants: number, signInsEach: number) {
  const differences: Difference[] = []
  const outcomes: Record<string, number> = {}
  for (let at = 0; at < tenants; at++) {
    const chance = new Chance(seed * 100_003 + at)
    const tenant = generateTenant(chance, 1 + chance.below(12))
    const compiled = compileTenant(tenant)
    for (let one = 0; one < signInsEach; one++) {
      const signIn = generateSignIn(chance)
      const product = evaluateWhatIf(compiled, signIn)
      const naive = naiveWhatIf(tenant, signIn)
      outcomes[naive.outcome] = (outcomes[naive.outcome] ?? 0) + 1
      const sorted = {
        outcome: product.outcome,
        applied: [...product.applied].sort(),
        reportOnly: [...product.reportOnly].sort(),
        controls: [...product.controls].sort(),
      }
      if (JSON.stringify(sorted) !== JSON.stringify(naive)) differences.push({ tenant, signIn, product: sorted, naive })
    }
  }
  return { differences, outcomes }
}

/** The gap codes that come from conditions and policies; the rest are about the tenant and need no search. */
const COMPARED = new Set([
  'no-block-policy',
  'incidental-blocks-only',
  'report-only',
  'disabled',
  'not-all-users',
  'excluded-users',
  'excluded-groups',
  'excluded-roles',
  'excludes-non-emergency-users',
  'guests-not-covered',
  'not-all-resources',
  'excluded-apps',
  'not-any-location',
  'excluded-untrusted-location',
  'client-app-limited',
  'platform-limited',
  'device-filter-limited',
  'risk-limited',
])

export function statusDifferences(seed: number, tenants: number) {
  const differences: { at: number; tenant: Tenant; product: unknown; naive: unknown }[] = []
  const answers: Record<string, number> = {}
  let withGaps = 0
  for (let at = 0; at < tenants; at++) {
    const tenant = generateBlocks(new Chance(seed * 100_003 + at))
    const status = evaluateStatus(tenant)
    const naive = naiveStatus(tenant, DEVICE_GRID)
    if (naive.gaps !== null) withGaps += 1
    answers[naive.blocked] = (answers[naive.blocked] ?? 0) + 1
    const product = {
      blocked: status.blocked,
      gaps: naive.gaps === null ? null : status.gaps.filter((code) => COMPARED.has(code)).sort(),
      openUsers: status.openUsers,
    }
    if (JSON.stringify(product) !== JSON.stringify(naive)) differences.push({ at, tenant, product, naive })
  }
  return { differences, answers, withGaps }
}
