/**
 * Whose fault it is that an event is not taken: the receiver's, and then everything waits and nothing is lost, or that
 * of the event, and then it must not hold the others. Told by those behind it, where there are any: a receiver that
 * takes one of them is there and knows us.
 */
import { goesOut } from '../domain/events/index.js'
import { type DeliverPorts, deliverEvent, type Refused } from './deliverEvent.js'
import type { EventTrouble, ListedEntry, Ports } from './ports.js'

type FaultPorts = DeliverPorts & Pick<Ports, 'clock'>

/** A restart, a rule that is being changed, a full disk: what ends by itself is given this long, and so many tries. */
const PATIENCE_MS = 10 * 60_000
const TRIES_MIN = 5
/** Of those behind; where an event is refused by name, its kin may be refused too. */
const PROBES = { event: 10, passing: 3, settings: 3 } as const
/** The receiver asks for a pause, or wants no events at all (Standard Webhooks: 410 ends the subscription). */
const NEVER_ITS_OWN: ReadonlySet<number | null> = new Set([410, 429])

/** @param entries the one in trouble and those behind it. @returns true also where it was taken after all: see `sent` */
export async function isItsOwnFault(
  ports: FaultPorts,
  answer: Refused,
  { tries, since }: EventTrouble,
  [entry, ...behind]: readonly ListedEntry[],
  { isOurTurn, sent }: { readonly isOurTurn: () => Promise<boolean>; readonly sent: Set<number> },
): Promise<boolean> {
  if (entry === undefined || answer.kind === 'gone' || NEVER_ITS_OWN.has(answer.status)) return false
  const isPatient = answer.kind !== 'event' && (tries < TRIES_MIN || ageMs(ports, since) < PATIENCE_MS)
  if (isPatient) return false
  for (const other of behind.filter(({ event }) => goesOut(event)).slice(0, PROBES[answer.kind])) {
    if (!(await isOurTurn())) return false
    if ((await deliverEvent(ports, other)) !== null) continue
    sent.add(other.position)
    // The receiver may have come back in between.
    if (answer.kind !== 'event' && (await deliverEvent(ports, entry)) === null) sent.add(entry.position)
    return true
  }
  return false
}

const ageMs = ({ clock }: FaultPorts, at: Date): number => clock.now().getTime() - at.getTime()
