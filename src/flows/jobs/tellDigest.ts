/** Posts the digest of a day, or says in the log and on `/readyz` that there was nothing to post. */
import { DIGEST, digestView, isQuiet } from '../digest.js'
import type { DigestDue } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'

/** Tried again for long, it would be of another day. */
const STALE_MS = 24 * 60 * 60 * 1000

export const tellDigest: JobFlow<DigestDue> = async (ports, job, begin) => {
  const due = new Date(job.subject)
  const at = ports.clock.now()
  if (at.getTime() - due.getTime() >= STALE_MS) return
  const digest = await digestView(ports, due)
  const isSkipped = isQuiet(digest)
  if (!isSkipped) {
    const channel = await securityChannel(ports)
    await takeTurn(ports)
    if (!(await begin())) return
    await sendNotice(ports, channel, { kind: 'digest', digest })
  }
  ports.log.info('daily digest', { due: job.subject, posted: !isSkipped })
  const detail = { due: job.subject, posted: !isSkipped }
  await ports.store.markHealth({ name: DIGEST, ok: true, code: null, at, detail })
}
