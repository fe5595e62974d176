/**
 * Looks whether an emergency access account has signed in, whatever the sign-in: nobody should, but for a test that the
 * team knows of. Each sign-in is kept once, by its id, with the card that is owed.
 *
 * The first is told at once, and so is one from another address; what else an account does in use is told every quarter
 * of an hour, since a session in use writes a row every few minutes.
 */
import { errorCodeOf, isPosternError } from '../domain/errors.js'
import type { UserId } from '../domain/ids.js'
import { jobOf } from './jobs.js'
import type { Ports } from './ports.js'

export const EMERGENCY = 'emergency-sign-ins'
const LEASE_MS = 2 * 60 * 1000
const QUIET_MS = 15 * 60 * 1000
/** What the log keeps. */
const REACH_MS = 30 * 24 * 60 * 60 * 1000

export type EmergencyPorts = Pick<Ports, 'clock' | 'emergencySignIns' | 'log' | 'settings' | 'store'>

export async function watchEmergency(ports: EmergencyPorts, owner: string): Promise<void> {
  const { store, clock, settings, log } = ports
  if (settings.emergencyAccounts.length === 0) return
  const epoch = await store.takeLease(EMERGENCY, owner, LEASE_MS)
  if (epoch === null) return
  const now = clock.now()
  try {
    const looked = await store.watermark(EMERGENCY)
    const from = looked === null ? now.getTime() - settings.firstPollMs : looked.getTime() - settings.pollOverlapMs
    const window = { from: new Date(Math.max(from, now.getTime() - REACH_MS)), to: now }
    let isComplete = true
    for (const account of settings.emergencyAccounts) {
      const read = await ports.emergencySignIns.signInsOf(account, window)
      isComplete &&= read.isComplete
      await keep(ports, account, read.signIns, now)
    }
    await store.setWatermark(EMERGENCY, now, epoch)
    await store.markHealth({ name: EMERGENCY, ok: true, code: null, at: now, detail: { isComplete } })
  } catch (error) {
    const code = errorCodeOf(error)
    if (code.startsWith('store-')) throw error
    log.warn('sign-ins of emergency accounts not read', { code })
    // `watchSources` tells the channel of it, and the next look begins where this one did.
    await store.markHealth({ name: EMERGENCY, ok: false, code, at: now, detail: {} })
    // A fault of ours stands in the log with its place.
    if (!isPosternError(error)) throw error
  } finally {
    await store.releaseLease(EMERGENCY, owner)
  }
}

type SignIns = Awaited<ReturnType<EmergencyPorts['emergencySignIns']['signInsOf']>>['signIns']

async function keep({ store, log }: EmergencyPorts, account: UserId, signIns: SignIns, now: Date): Promise<void> {
  if (signIns.length === 0) return
  const fresh = await store.transaction(async (tx) => {
    const told = await tx.emergencySignIns(account, new Date(now.getTime() - QUIET_MS))
    const added = await tx.addEmergencySignIns(account, signIns, now)
    if (added.length === 0) return 0
    const known = new Set(told.map(({ signIn }) => signIn.from.ipAddress))
    const lastMs = Math.max(...told.map(({ toldAt }) => toldAt?.getTime() ?? Number.NEGATIVE_INFINITY))
    const isNews = added.some(({ from }) => from.ipAddress === null || !known.has(from.ipAddress))
    const runAt = isNews || told.length === 0 ? now : new Date(Math.max(now.getTime(), lastMs + QUIET_MS))
    const owed = jobOf.tellEmergency(account, runAt)
    // One that waits for its quarter of an hour does not have to any more.
    if (isNews) await tx.cancelJob(owed.key)
    await tx.oweAgain(owed)
    return added.length
  })
  if (fresh > 0) log.warn('an emergency access account has signed in', { userId: account, signIns: fresh })
}
