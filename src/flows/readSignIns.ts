/** Windows of the sign-in log → people's cases. Each page is worked with as it comes; reading a row again changes nothing. */
import { CorrelationSieve, readRecords, type SignInRecord, type Window } from '../domain/signInAlert/index.js'
import { newRound } from './assessmentContext.js'
import type { AssessPorts } from './assessPerson.js'
import { ingestSignIns } from './ingestSignIns.js'
import type { Ports } from './ports.js'
import { markSetAside, setRowsAside } from './setAside.js'

export type ReadPorts = AssessPorts & Pick<Ports, 'signIns'>

export interface WindowRead {
  rows: number
  alerts: number
  /** Rows that could not be read at all, or belong to no case although they may be device code. */
  unreadable: number
  /** Rows of which nobody can say whether they are device code: neither field is there. */
  undecidable: number
  failedPeople: number
  /** The newest row of all, and of each stream; null where there was none. */
  newestMs: number | null
  interactiveMs: number | null
  nonInteractiveMs: number | null
}

/**
 * One window after the other, into one count. A row that two windows hold is counted twice.
 * @param stillOurs asked with every page; throws where somebody else reads now
 */
export async function readWindows(
  ports: ReadPorts,
  windows: readonly Window[],
  stillOurs: () => Promise<void>,
): Promise<WindowRead> {
  const read: WindowRead = {
    rows: 0,
    alerts: 0,
    unreadable: 0,
    undecidable: 0,
    failedPeople: 0,
    newestMs: null,
    interactiveMs: null,
    nonInteractiveMs: null,
  }
  const round = newRound(ports)
  for (const { fromMs, toMs } of windows) {
    // Newest first within each, so a sieve of its own: what it holds back is let go in the order of the log.
    const sieve = new CorrelationSieve()
    for await (const page of ports.signIns.read({ from: new Date(fromMs), to: new Date(toMs) })) {
      await stillOurs()
      const { records, errors } = readRecords({ value: page })
      count(read, page.length, records, errors.length)
      const rows = sieve.take(records)
      const done = await ingestSignIns(ports, rows, round)
      // Nobody else's rows wait for one person's.
      if (done.failed > 0) await setRowsAside(ports, rows, done.failedPeople)
      read.alerts += done.alerts
      read.unreadable += done.unplaced
      read.failedPeople += done.failed
    }
  }
  if (read.failedPeople > 0) await markSetAside(ports)
  return read
}

function count(read: WindowRead, rows: number, records: readonly SignInRecord[], unreadable: number): void {
  read.rows += rows
  read.unreadable += unreadable
  for (const { protocol, transferMethod, atMs, interactive } of records) {
    if (protocol === undefined && transferMethod === undefined) read.undecidable++
    if (atMs === undefined) continue
    read.newestMs = later(read.newestMs, atMs)
    if (interactive === true) read.interactiveMs = later(read.interactiveMs, atMs)
    if (interactive === false) read.nonInteractiveMs = later(read.nonInteractiveMs, atMs)
  }
}

const later = (one: number | null, other: number): number => (one === null ? other : Math.max(one, other))
