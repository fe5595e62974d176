/**
 * The ask-back on a device-login prompt: did the person start this sign-in, or did somebody send it?
 * Nobody can see that from the text. *Sent* makes the check a phishing one, for the advice and for the sign-in watch;
 * *mine* changes nothing, since it is what an attacker tells his victim to say.
 */
import { PosternError } from '../domain/errors.js'
import type { CheckId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import { jobOf } from './jobs.js'
import { openCheck } from './openCheck.js'
import type { Ports, StoredCheck } from './ports.js'
import { openWatch } from './watches.js'

export async function answerCheckOrigin(
  ports: Pick<Ports, 'clock' | 'sealer' | 'settings' | 'store'>,
  actor: Actor,
  checkId: CheckId,
  origin: 'mine' | 'sent',
  key: string | null = null,
): Promise<{ readonly check: StoredCheck['check'] }> {
  const stored = await ports.store.checkById(checkId)
  if (stored === null || stored.userId !== actor.userId) throw new PosternError('not-yours', { checkId })
  const { check: shown } = (await openCheck(ports, actor, checkId, key)) ?? stored
  const now = ports.clock.now()
  const said = {
    event: 'check-origin-answered',
    what: origin,
    actor: actor.userId,
    at: now,
    details: { checkId },
  } as const
  if (origin === 'mine' || stored.check.verdict === 'phishing') {
    await ports.store.addAudit(said)
    return { check: shown }
  }
  const check: StoredCheck['check'] = {
    ...shown,
    verdict: 'phishing',
    confidence: 'likely',
    advice: ['do-not-enter'],
  }
  await ports.store.transaction(async (tx) => {
    await tx.saveCheck({ ...stored, check })
    await tx.addAudit(said)
    await tx.addJob(jobOf.reassess(actor.userId, checkId, now))
    // Anew from now on: only now does the person know, and what they do in the next minutes counts.
    await openWatch(ports, tx, actor, { checkId, check, from: stored.at, now })
  })
  return { check }
}
