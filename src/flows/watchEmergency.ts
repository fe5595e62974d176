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
    const failures: unknown[] = []
    let reached = now
    for (const account of settings.emergencyAccounts) {
      const theirs = await readOn(ports, account, window, now).catch((error: unknown) => {
        if (errorCodeOf(error).startsWith('store-')) throw error
        // The others are looked at all the same.
        log.warn('sign-ins of an emergency account not read', { userId: account, code: errorCodeOf(error) })
        failures.push(error)
        return window.from
      })
      if (theirs < reached) reached = theirs
    }
    // The next look begins where every account was read to, and never before the last one.
    await store.setWatermark(EMERGENCY, reached, epoch)
    const detail = { isComplete: reached.getTime() === now.getTime(), failed: failures.length }
    const [failure] = failures
    const code = failure === undefined ? null : errorCodeOf(failure)
    // `watchSources` tells the channel of it.
    await store.markHealth({ name: EMERGENCY, ok: code === null, code, at: now, detail })
    // A fault of ours stands in the log with its place.
    const fault = failures.find((error) => !isPosternError(error))
    if (fault !== undefined) throw fault
  } finally {
    await store.releaseLease(EMERGENCY, owner)
  }
}

/** How often one account is asked for in a round, in spans that are halved until one is read whole. */
const SPANS_MAX = 20
const SPAN_MIN_MS = 1000

/**
 * The newest first, since they are what is told; where those are not all, on from the oldest. Answers until when nothing
 * is missing.
 */
async function readOn(
  ports: EmergencyPorts,
  account: UserId,
  { from, to }: { readonly from: Date; readonly to: Date },
  now: Date,
): Promise<Date> {
  const isWholeIn = async (window: { readonly from: Date; readonly to: Date }): Promise<boolean> => {
    const { signIns, isComplete } = await ports.emergencySignIns.signInsOf(account, window)
    await keep(ports, account, signIns, now)
    return isComplete
  }
  if (await isWholeIn({ from, to })) return to
  let reached = from
  let spanMs = (to.getTime() - from.getTime()) / 2
  for (let reads = 0; reads < SPANS_MAX && reached < to; reads++) {
    const until = new Date(Math.min(Math.ceil(reached.getTime() + spanMs), to.getTime()))
    if (await isWholeIn({ from: reached, to: until })) reached = until
    else if (spanMs > SPAN_MIN_MS) spanMs /= 2
    else {
      ports.log.warn('an emergency account signs in more often than is read', { userId: account })
      reached = until
    }
  }
  return reached
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
