/** Events that are out of the feed: set aside, sent again, or gone from the trail before they could be sent. */
import { type DeliverPorts, deliverEvent, type Refused } from './deliverEvent.js'
import type { EventTrouble, Ports } from './ports.js'

type TroublePorts = DeliverPorts & Pick<Ports, 'clock' | 'log' | 'store'>

/** The names of the marks. */
export const EVENTS_SET_ASIDE = 'webhook-set-aside'
export const EVENTS_LOST = 'webhook-lost'

export const TROUBLES_MAX = 1000
const AGAIN_MAX = 50

/** What somebody wants sent again, once each. Answers the first refusal: the rest waits for the next round. */
export async function resendEvents(
  ports: TroublePorts,
  troubles: readonly EventTrouble[],
  isOurTurn: () => Promise<boolean>,
): Promise<Refused | null> {
  const { clock, log, store } = ports
  for (const { position } of troubles.filter(({ state }) => state === 'again').slice(0, AGAIN_MAX)) {
    if (!(await isOurTurn())) return null
    const [entry] = await store.auditAfter(position - 1, 1)
    const isThere = entry?.position === position
    if (!isThere) await markLostEvents(ports, position, position)
    const answer = isThere ? await deliverEvent(ports, entry) : null
    if (answer === null) await store.settleEvent(position)
    else if (answer.kind !== 'event') return answer
    else {
      log.error('an event is refused again', { position, status: answer.status })
      await store.noteEventTrouble({ position, state: 'set-aside', status: answer.status, at: clock.now() })
    }
  }
  return null
}

/** A fault until each was sent again: with how many there are, which is the first, and why it was refused. */
export async function markSetAsideEvents({ clock, store }: Pick<Ports, 'clock' | 'store'>): Promise<void> {
  const aside = (await store.eventTroubles(TROUBLES_MAX)).filter(({ state }) => state !== 'held')
  const [first] = aside
  const known = (await store.health()).some(({ name, ok }) => name === EVENTS_SET_ASIDE && !ok)
  if (first === undefined && !known) return
  const detail =
    first === undefined
      ? {}
      : { events: aside.length, first: first.position, ...(first.status === null ? {} : { status: first.status }) }
  const code = first === undefined ? null : 'webhook-event-refused'
  await store.markHealth({ name: EVENTS_SET_ASIDE, ok: code === null, code, at: clock.now(), detail })
}

/** Some of them may have been such as stay inside: what is gone cannot be told. */
export async function markLostEvents(
  { clock, log, store }: Pick<Ports, 'clock' | 'log' | 'store'>,
  from: number,
  to: number,
): Promise<void> {
  const before = (await store.health()).find(({ name, ok }) => name === EVENTS_LOST && !ok)?.detail
  const bounds = [from, to, ...[before?.from, before?.to].filter((bound) => typeof bound === 'number')]
  const detail = {
    from: Math.min(...bounds),
    to: Math.max(...bounds),
    atMost: to - from + 1 + (typeof before?.atMost === 'number' ? before.atMost : 0),
  }
  log.error('events were gone from the trail before they could be sent', { from, to })
  await store.markHealth({ name: EVENTS_LOST, ok: false, code: 'webhook-events-lost', at: clock.now(), detail })
}
