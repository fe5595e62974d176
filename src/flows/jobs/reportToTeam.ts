/** Posts an employee's report in the security channel: the findings, never the text. */
import type { CheckId } from '../../domain/ids.js'
import { personView } from '../alertView.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'

export const reportToTeam: JobFlow<CheckId> = async (ports, job, begin) => {
  const stored = await ports.store.checkById(job.subject)
  if (stored === null) return
  const to = await securityChannel(ports)
  const reporter = await personView(ports, stored.userId)
  await takeTurn(ports)
  if (!(await begin())) return
  const { checkId, check, at } = stored
  await sendNotice(ports, to, { kind: 'team-report', report: { checkId, reporter, check, at } })
}
