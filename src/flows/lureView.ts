/** A reported lure as its card shows it: the first report that has its text, and how many others there are. */
import type { ReportView } from '../domain/lureNotices.js'
import { personView } from './alertView.js'
import type { Lure, Ports } from './ports.js'
import { warningView } from './warningView.js'

export type LureViewPorts = Pick<Ports, 'clock' | 'directory' | 'store'>

/** `textUntil`: when the text that the view shows has to go; null where it shows none. */
export async function lureView(
  ports: LureViewPorts,
  lure: Lure,
): Promise<{ readonly view: ReportView; readonly textUntil: Date | null }> {
  const { lureId, reports, reporters, likenesses, firstAt, lastAt } = lure
  const shown = await ports.store.shownReport(lureId, ports.clock.now())
  const reporter = shown === null ? null : await personView(ports, shown.by)
  const { check = null, text = null, expiresAt = null } = shown ?? {}
  const newest = await ports.store.newestWarning(lureId)
  const warning = newest === null ? null : await warningView(ports, newest)
  const view = { checkId: lureId, reporter, check, text, reports, reporters, by: likenesses, firstAt, lastAt, warning }
  return { view, textUntil: text === null ? null : expiresAt }
}
