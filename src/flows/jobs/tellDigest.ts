/** Posts the digest of a day, or says in the log and on `/readyz` that there was nothing to post. */
import { DIGEST, digestView, isQuiet } from '../digest.js'
import type { DigestDue } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

/** Tried again for long, it would be of another day. */
const STALE_MS = 24 * 60 * 60 * 1000

export const tellDigest: JobFlow<DigestDue> = async (ports, job, begin) => {
  const due = new Date(job.subject)
  const at = ports.clock.now()
  if (at.getTime() - due.getTime() >= STALE_MS) return
  const digest = await digestView(ports, due)
  const posted = !isQuiet(digest)
  if (posted) {
    const channel = await securityChannel(ports)
    await takeTurn(ports, channel)
    if (!(await begin())) return
    await sendNotice(ports, channel, { kind: 'digest', digest })
  }
  const detail = { due: job.subject, posted }
  await prove(ports, job, (tx) => tx.markHealth({ name: DIGEST, ok: true, code: null, at, detail }))
  ports.log.info('daily digest', detail)
}
