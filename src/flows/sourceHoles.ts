/** Parts of the log that were gone before they were read: said with their bounds, and kept in sight for a week. */
import type { Window } from '../domain/signInAlert/index.js'
import type { Ports } from './ports.js'

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
  const fromAt = grows ? String(before.detail.fromAt) : new Date(fromMs).toISOString()
  const detail = { fromAt, toAt: new Date(toMs).toISOString() }
  log.error('sign-ins were gone before they were read', { source, ...detail })
  await store.markHealth({ name, ok: false, code: 'sign-in-hole', at, detail })
}
