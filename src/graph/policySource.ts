/**
 * The tenant's Conditional Access as a snapshot in memory: for a command, and for a process whose database is out of
 * reach. The bot keeps its snapshots (`flows/keptPolicies.ts`).
 */
import { type PolicySnapshot, SnapshotBuilder } from '../domain/policyStatus/index.js'
import type { PolicySource, ReadThing, TenantReader } from '../flows/ports.js'
import type { Timing } from './timing.js'

export function createPolicySource(reader: TenantReader, timing: Timing): PolicySource {
  let kept: { readonly snapshot: PolicySnapshot; readonly atMs: number } | undefined
  let reading: Promise<PolicySnapshot> | undefined

  async function readSnapshot(): Promise<PolicySnapshot> {
    const takenAt = timing.now()
    const things = new Map<string, ReadThing>()
    for await (const step of reader.read(null, { patient: false })) {
      for (const thing of step.things) things.set(`${thing.kind} ${thing.key}`, thing)
      if (step.end === null) continue
      const builder = new SnapshotBuilder()
      for (const { kind, value } of things.values()) builder.add(kind, value)
      const snapshot = builder.build({ ...step.end.header, takenAt: takenAt.toISOString() })
      // What failed for a passing reason is read again at the next question.
      kept = step.end.isSettled ? { snapshot, atMs: takenAt.getTime() } : undefined
      return snapshot
    }
    throw new TypeError('a reading without an end')
  }

  return {
    async snapshot({ maxAgeMs }) {
      const ageMs = kept === undefined ? Number.POSITIVE_INFINITY : timing.now().getTime() - kept.atMs
      if (kept !== undefined && ageMs <= maxAgeMs) return kept.snapshot
      // Two questions at once share one reading.
      reading ??= readSnapshot().finally(() => {
        reading = undefined
      })
      return reading
    },
  }
}
