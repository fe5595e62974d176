/** Carries out an approved change of policy, and tells the security channel how each change stands. */
import type { PolicyWriteId } from '../../domain/ids.js'
import { isEnded } from '../../domain/policyStatus/index.js'
import { jobOf } from '../jobs.js'
import { carryOut } from '../policyWrites/carryOut.js'
import { giveUp } from '../policyWrites/giveUp.js'
import { viewOfWrite } from '../policyWrites/view.js'
import type { Ports } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

export const writePolicy: JobFlow<PolicyWriteId> = async (ports, job, begin) => {
  if (await begin()) await carryOut(ports, job.subject)
}

/** Nobody comes back for it: the next change must not wait for it, and the channel hears how it stands. */
export async function giveUpWriting(ports: Ports, writeId: PolicyWriteId): Promise<void> {
  for (let stored = await ports.store.policyWriteById(writeId); stored !== null && !isEnded(stored.state); ) {
    stored = await giveUp(ports, stored, { isLast: true })
  }
}

export const tellPolicyWrite: JobFlow<PolicyWriteId> = async (ports, job, begin) => {
  const stored = await ports.store.policyWriteById(job.subject)
  if (stored === null) return
  // What came after it has a message of its own, and the buttons of what is over would only be refused.
  if (job.key !== jobOf.tellPolicyWrite(stored.writeId, stored.state, job.runAt).key) return
  const write = await viewOfWrite(ports, stored)
  const channel = await securityChannel(ports)
  await takeTurn(ports, channel)
  if (!(await begin())) return
  await sendNotice(ports, channel, { kind: 'policy-write', write })
  await prove(ports, job, async () => undefined)
}
