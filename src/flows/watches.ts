/**
 * The watch that a check opens. It is written with the check, marked with the case that falls into it by whoever stores
 * the case, and concluded once the log has been read past its end. What the person is told of it is owed in
 * the same transactions.
 *
 * Calm by design: one card beside the verdict, edited when there is something to say. An edit rings nowhere. "Nothing
 * seen" is not worth a ring and is no all-clear; a sign-in that was seen rings by its own alert.
 */
import { type CodeCheck, isAboutDeviceCode } from '../domain/codeCheck/index.js'
import { isPosternError } from '../domain/errors.js'
import type { CheckId } from '../domain/ids.js'
import type { WatchView } from '../domain/notices.js'
import { legWithin, WATCH_MS } from '../domain/signInAlert/index.js'
import type { Actor } from './actor.js'
import { jobOf } from './jobs.js'
import { logReach } from './logReach.js'
import type { Ports, StoredCase, StoredWatch, StoreTx } from './ports.js'

/** A watch that cannot be concluded is given up after this: the card should not say "nothing so far" for ever. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000
const CONCLUDED_AT_ONCE_MAX = 500

/** A dialog waits, and Teams gives it up after 10 seconds. */
const PATIENCE_MS = 1000

export interface Watchable {
  readonly checkId: CheckId
  readonly check: Pick<CodeCheck, 'verdict' | 'signals'>
  /** When the message was checked. */
  readonly from: Date
  readonly now: Date
}

/** For members of the tenant; whether somebody is its guest is looked up later, when nobody waits. */
export async function openWatch(
  { settings }: Pick<Ports, 'settings'>,
  tx: StoreTx,
  actor: Actor,
  { checkId, check, from, now }: Watchable,
): Promise<void> {
  if (!isAboutDeviceCode(check) || actor.tenantId !== settings.tenantId) return
  const until = new Date(now.getTime() + WATCH_MS)
  await tx.saveWatch({ checkId, userId: actor.userId, from, openedAt: now, until, verdict: check.verdict })
  // A card in the asker's own chat only: a dialog has its line, and others read along elsewhere.
  const chat = await tx.personalConversation(actor.userId)
  if (chat?.conversationId === actor.conversationId) await tx.addJob(jobOf.tellWatch(checkId, now))
  const watch = await tx.watchById(checkId)
  if (watch !== null && watch.card !== null) await tx.addJob(jobOf.refreshWatch(watch, now))
}

/** A case was stored: the watches that it falls into are told, whenever its rows came. */
export async function noteCase(tx: StoreTx, stored: StoredCase, now: Date): Promise<void> {
  const [from, to] = [new Date(stored.case.firstSeenMs), new Date(stored.case.lastSeenMs)]
  for (const watch of await tx.watchesOf(stored.userId, from, to)) {
    const leg = legWithin(stored.case, watch)
    if (leg === undefined) continue
    const seen = { caseId: stored.caseId, seenAt: new Date(leg.record.atMs), at: now }
    if (await tx.markCaseSeen(watch.checkId, seen))
      await tx.addJob(jobOf.refreshWatch({ ...watch, state: 'case-seen' }, now))
  }
}

/**
 * After a round of reading. Nothing is called unseen where no source reads without a fault, or how far is not known. The
 * very first watermark is no measure, since it is written before anything is read.
 */
export async function concludeWatches(ports: Pick<Ports, 'clock' | 'settings' | 'store'>): Promise<void> {
  const { reach, fault } = await logReach(ports)
  const at = ports.clock.now()
  await ports.store.transaction(async (tx) => {
    const limit = CONCLUDED_AT_ONCE_MAX
    const unseen =
      reach === null || fault !== null ? [] : await tx.concludeWatches('nothing-seen', { endedBy: reach, at, limit })
    const endedBy = new Date(at.getTime() - GIVEN_UP_AFTER_MS)
    const unknown = await tx.concludeWatches('not-known', { endedBy, at, limit })
    for (const watch of [...unseen, ...unknown]) if (watch.card !== null) await tx.addJob(jobOf.refreshWatch(watch, at))
  })
}

export type WatchViewPorts = Pick<Ports, 'clock' | 'settings' | 'store'>

export async function watchView(ports: WatchViewPorts, watch: StoredWatch): Promise<WatchView> {
  const { state, until, verdict, seenAt, caseId } = watch
  const [{ reach, fault }, alert] = await Promise.all([
    logReach(ports),
    caseId === null ? null : ports.store.alertByCase(caseId),
  ])
  return { state, until, isPhishing: verdict === 'phishing', seenAt, reach, fault, hasAlert: alert !== null }
}

/** For the line in a dialog; null where nothing is watched, or the asker is not known to be a member. */
export async function watchOfCheck(
  ports: WatchViewPorts & Pick<Ports, 'deadlines' | 'directory'>,
  actor: Actor,
  checkId: CheckId,
): Promise<WatchView | null> {
  const watch = await ports.store.watchById(checkId)
  if (watch === null || watch.userId !== actor.userId) return null
  const isKnownGuest = await Promise.race([isGuest(ports, watch), outOfPatience(ports)])
  return isKnownGuest ? null : watchView(ports, watch)
}

/** Whose directory is slow is told the line as somebody of whom it cannot be asked. */
const outOfPatience = ({ deadlines }: Pick<Ports, 'deadlines'>): Promise<false> =>
  new Promise((resolve) => {
    const signal = deadlines.after(PATIENCE_MS)
    if (signal.aborted) resolve(false)
    signal.addEventListener('abort', () => resolve(false), { once: true })
  })

/** Somebody of whom the directory cannot be asked right now is taken for a member: their own sign-ins are no secret. */
export async function isGuest(
  { directory }: Pick<Ports, 'directory'>,
  { userId, state }: Pick<StoredWatch, 'userId' | 'state'>,
): Promise<boolean> {
  if (state === 'not-watched') return true
  const person = await directory.person(userId).catch((error: unknown) => {
    if (!isPosternError(error)) throw error
    return undefined
  })
  return person === null || person?.isGuest === true
}
