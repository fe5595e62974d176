/** Posts an employee's report in the security channel: the findings, never the text. */
import type { CheckId } from '../../domain/ids.js'
import { personView } from '../alertView.js'
import type { Job, Ports } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice } from '../sendNotice.js'

export async function reportToTeam(
  ports: Ports,
  job: Job & { readonly subject: CheckId },
  begin: () => Promise<boolean>,
): Promise<void> {
  const stored = await ports.store.checkById(job.subject)
  if (stored === null) return
  const to = await securityChannel(ports)
  const reporter = await personView(ports, stored.userId)
  if (!(await begin())) return
  await sendNotice(ports, to, {
    kind: 'team-report',
    report: { checkId: stored.checkId, reporter, check: stored.check, at: stored.at },
  })
}
