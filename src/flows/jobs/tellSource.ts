/** Tells the security channel that a source has a fault, or has it no longer. A message of its own: an edit rings nowhere. */
import { logReach } from '../logReach.js'
import type { SourceFaultId } from '../ports.js'
import { SIGN_IN_LOG } from '../readiness.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import { isStreamMark, SIGN_IN_STREAM } from '../streamMarks.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

const isSource = (name: string): boolean => name === SIGN_IN_LOG || isStreamMark(name)

export const tellSource: JobFlow<SourceFaultId> = async (ports, job, begin) => {
  const fault = await ports.store.sourceFaultById(job.subject)
  // Over before anybody was told: nothing was missed that the next reading does not bring.
  if (fault === null || (fault.until !== null && fault.toldCode === null)) return
  const channel = await securityChannel(ports)
  await takeTurn(ports, channel)
  if (!(await begin())) return
  const { source, code, since, until, detail } = fault
  // The mark of the stream as a whole is made only where there is nothing beside it.
  const isBlind = source === SIGN_IN_STREAM || (isSource(source) && (await logReach(ports)).fault !== null)
  await sendNotice(ports, channel, { kind: 'source-fault', fault: { source, code, since, until, isBlind, detail } })
  await prove(ports, job, (tx) => tx.markSourceFaultTold(fault.faultId, code))
}
