/** An emergency access account has signed in: the security channel hears of it in a card of its own. */
import type { UserId } from '../../domain/ids.js'
import { securityChannel } from '../securityChannel.js'
import { sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

export const tellEmergency: JobFlow<UserId> = async (ports, job, begin) => {
  const { store, clock } = ports
  const kept = await store.emergencySignIns(job.subject, clock.now())
  const untold = kept.flatMap(({ signIn, toldAt }) => (toldAt === null ? [signIn] : []))
  if (untold.length === 0) return
  const channel = await securityChannel(ports)
  // Whom the directory does not name just now is shown by the id; the card does not wait for a name.
  const found = await ports.directory.person(job.subject).catch(() => null)
  const person = {
    userId: job.subject,
    displayName: found?.displayName ?? null,
    userPrincipalName: found?.userPrincipalName ?? null,
  }
  await takeTurn(ports, channel)
  if (!(await begin())) return
  await sendNotice(ports, channel, { kind: 'emergency-sign-in', emergency: { person, signIns: untold } })
  const ids = untold.map(({ signInId }) => signInId)
  await prove(ports, job, (tx) => tx.markEmergencyTold(ids, clock.now()))
}
