/**
 * Reads the tenant where that is due, and has it judged before anybody asks: of a large one the first answer takes the
 * longest, and later ones come from it.
 */
import type { KeptPolicies } from './keptPolicies.js'
import type { Ports } from './ports.js'

export async function judgeAhead(
  { clock, judge }: Pick<Ports, 'clock'> & { readonly judge: Pick<Ports['judge'], 'judge'> },
  policies: Pick<KeptPolicies, 'refresh'>,
  everyMs: number,
): Promise<void> {
  const snapshot = await policies.refresh({ everyMs })
  if (snapshot !== null) await judge.judge('policy', snapshot, clock.now(), { kind: 'status' })
}
