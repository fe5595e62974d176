/** Parts of the log that were gone before they were read: said with their bounds, and kept in sight for a week. */
import type { Window } from '../domain/signInAlert/index.js'
import type { HealthMark, Ports } from './ports.js'

const SAME_HOLE_MS = 24 * 60 * 60 * 1000
export const HOLE_SHOWN_MS = 7 * SAME_HOLE_MS

/** @param source the mark of whoever reads: `sign-in-log`, `sign-in-stream` */
export async function markHole(
  { clock, log, store }: Pick<Ports, 'clock' | 'log' | 'store'>,
  source: string,
  { fromMs, toMs }: Window,
): Promise<void> {
  const at = clock.now()
  const name = `${source}-hole`
  const before = (await store.health()).find((mark) => mark.name === name && !mark.ok)
  const grows = before !== undefined && at.getTime() - before.at.getTime() < SAME_HOLE_MS
  const found = { fromAt: new Date(fromMs).toISOString(), toAt: new Date(toMs).toISOString() }
  // Partitions find theirs in any order. Instants of one form are in order as text.
  const detail = grows ? widest(found, before.detail) : found
  log.error('sign-ins were gone before they were read', { source, ...detail })
  await store.markHealth({ name, ok: false, code: 'sign-in-hole', at, detail })
}

type Bounds = { readonly fromAt: string; readonly toAt: string }

function widest({ fromAt, toAt }: Bounds, before: HealthMark['detail']): Bounds {
  const [from, to] = [String(before.fromAt ?? fromAt), String(before.toAt ?? toAt)]
  return { fromAt: from < fromAt ? from : fromAt, toAt: to > toAt ? to : toAt }
}
