/** Tells the security channel that a source has a fault, or has it no longer. A message of its own: an edit rings nowhere. */
import type { SourceFaultId } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

export const tellSource: JobFlow<SourceFaultId> = async (ports, job, begin) => {
  const fault = await ports.store.sourceFaultById(job.subject)
  // Over before anybody was told: nothing was missed that the next reading does not bring.
  if (fault === null || (fault.until !== null && fault.toldCode === null)) return
  const channel = await securityChannel(ports)
  await takeTurn(ports, channel)
  if (!(await begin())) return
  const { source, code, since, until, detail } = fault
  await sendNotice(ports, channel, { kind: 'source-fault', fault: { source, code, since, until, detail } })
  await prove(ports, job, (tx) => tx.markSourceFaultTold(fault.faultId, code))
}
