/**
 * Hands the audit trail to the receiver that the operator has named, entry by entry and in its order. The cursor moves
 * once an event was taken: a crash sends it again, and the receiver tells by its id. Where the receiver cannot be
 * reached or refuses us, everything waits in the trail, which is kept far longer than a receiver is down.
 *
 * One event that is refused while others are taken must not hold them for ever (see `isItsOwnFault`): it is set aside
 * with its status, loudly, and `postern events resend` has it sent again.
 */
import { type DeliverPorts, deliverEvent, type Refused } from './deliverEvent.js'
import { isItsOwnFault } from './eventFault.js'
import { markLostEvents, markSetAsideEvents, resendEvents, TROUBLES_MAX } from './eventTroubles.js'
import type { EventTrouble, Ports } from './ports.js'

export type SendEventsPorts = DeliverPorts & Pick<Ports, 'clock' | 'log' | 'settings' | 'store'>

export const WEBHOOK = 'webhook'
const LEASE_MS = 60_000
const AT_ONCE_MAX = 50
const PAUSE_MS = 30_000
const PAUSE_MAX_MS = 5 * 60_000
/** Nobody’s ticket system wants more. */
const PACE = { capacity: 50, perSecond: 50 }

/** `again`: more waits. Never throws for what the receiver does. */
export async function sendEvents(ports: SendEventsPorts, owner: string): Promise<{ readonly again: boolean }> {
  const { store, eventReceiver } = ports
  if (eventReceiver === null || (await store.takeLease(WEBHOOK, owner, LEASE_MS)) === null) return { again: false }
  const isOurTurn = async (): Promise<boolean> =>
    (await store.takeLease(WEBHOOK, owner, LEASE_MS)) !== null && (await store.takeToken(WEBHOOK, PACE)) === 0
  try {
    return await sendNext(ports, isOurTurn)
  } finally {
    await store.releaseLease(WEBHOOK, owner)
  }
}

async function sendNext(
  ports: SendEventsPorts,
  isOurTurn: () => Promise<boolean>,
): Promise<{ readonly again: boolean }> {
  const { store } = ports
  let at = await begin(ports)
  const entries = await store.auditAfter(at, AT_ONCE_MAX)
  const troubles = await store.eventTroubles(TROUBLES_MAX)
  // What was sent behind an event in trouble, to see whose fault it is.
  const sent = new Set<number>()
  for (const [index, entry] of entries.entries()) {
    const { position } = entry
    if (!(await isOurTurn())) return { again: false }
    if (position > at + 1) await markLostEvents(ports, at + 1, position - 1)
    const answer = sent.has(position) ? null : await deliverEvent(ports, entry)
    if (answer !== null) {
      const { status } = answer
      const trouble = await store.noteEventTrouble({ position, state: 'held', status, at: ports.clock.now() })
      if (!(await isItsOwnFault(ports, answer, trouble, entries.slice(index), { isOurTurn, sent })))
        return wait(ports, answer, trouble)
      if (sent.has(position)) await store.settleEvent(position)
      else await setAside(ports, position, status)
    } else if (troubles.some((one) => one.position === position)) await store.settleEvent(position)
    await store.moveCursor(WEBHOOK, position)
    at = position
  }
  const answer = await resendEvents(ports, troubles, isOurTurn)
  await markSetAsideEvents(ports)
  await mark(ports, answer === null ? null : codeOf(answer))
  return { again: entries.length === AT_ONCE_MAX }
}

async function setAside({ clock, log, store }: SendEventsPorts, position: number, status: number | null) {
  log.error('an event is set aside: the receiver takes others', { position, status })
  await store.noteEventTrouble({ position, state: 'set-aside', status, at: clock.now() })
}

async function wait(ports: SendEventsPorts, answer: Refused, { position, tries }: EventTrouble) {
  const code = codeOf(answer)
  ports.log.warn('events wait for the receiver', { code, position, status: answer.status, tries })
  await markSetAsideEvents(ports)
  await mark(ports, code)
  const backoffMs = Math.min(PAUSE_MS * 2 ** Math.min(tries - 1, 10), PAUSE_MAX_MS)
  await ports.store.pauseBucket(WEBHOOK, answer.retryAfterMs ?? backoffMs)
  return { again: false }
}

const codeOf = ({ kind }: Refused) => (kind === 'passing' ? 'webhook-unavailable' : 'webhook-refused')

/** A receiver that is new gets what happens from now on, not the history. */
async function begin({ store }: SendEventsPorts): Promise<number> {
  const at = await store.cursor(WEBHOOK)
  if (at !== null) return at
  const end = (await store.trailEnd())?.position ?? 0
  await store.moveCursor(WEBHOOK, end)
  return end
}

const mark = ({ clock, store }: SendEventsPorts, code: string | null): Promise<void> =>
  store.markHealth({ name: WEBHOOK, ok: code === null, code, at: clock.now(), detail: {} })
