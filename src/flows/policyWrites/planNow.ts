/**
 * The plan as the tenant is at this moment: the directory of the kept snapshot, and where policy may be written the
 * policies and networks as Graph has them now. The digest is of all that the plan rests on: a press names the digest it
 * was shown, and another one means that something changed in between.
 */
import { canonical, type PolicyPlan, type PolicySnapshot } from '../../domain/policyStatus/index.js'
import type { KeptImpact, Ports } from '../ports.js'

export type PlanPorts = Pick<
  Ports,
  'clock' | 'judge' | 'policies' | 'policyWriter' | 'settings' | 'store' | 'traceHash'
>

const SNAPSHOT_AGE_MAX_MS = 10 * 60 * 1000

export interface PlanNow {
  readonly plan: PolicyPlan
  readonly snapshot: PolicySnapshot
  readonly impact: KeptImpact | null
  readonly digest: string
}

/** Errors: `graph-*`, `store-*`. */
export async function planNow(ports: PlanPorts): Promise<PlanNow> {
  const { policyWriter, settings, store, traceHash, clock, judge } = ports
  const kept = await ports.policies.snapshot({ maxAgeMs: SNAPSHOT_AGE_MAX_MS })
  const snapshot =
    policyWriter === null
      ? kept
      : { ...kept, policies: await policyWriter.policies(), namedLocations: await policyWriter.namedLocations() }
  const impact = await store.newestImpact()
  const { policyExceptions: exceptions } = settings
  const plan = await judge.judge('plan', snapshot, clock.now(), impact?.impact ?? null, { exceptions })
  const digest = traceHash(
    canonical({
      policies: inOrder(snapshot.policies),
      namedLocations: inOrder(snapshot.namedLocations),
      action: plan.action,
      after: plan.after,
      emergency: plan.emergency,
      weakens: plan.weakens,
      impactAt: plan.impactAt,
      refusals: plan.refusals,
    }),
  )
  return { plan, snapshot, impact, digest }
}

/** Graph promises no order. */
const inOrder = (things: readonly unknown[]): readonly string[] => things.map(canonical).sort()
