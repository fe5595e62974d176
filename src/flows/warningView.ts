/** A warning as its cards show it. */
import type { WarningView } from '../domain/lureNotices.js'
import { canDecide } from '../domain/warnings/index.js'
import { personView } from './alertView.js'
import type { Ports, Warning } from './ports.js'

export async function warningView(
  ports: Pick<Ports, 'clock' | 'directory' | 'store'>,
  warning: Warning,
): Promise<WarningView> {
  const { warningId, lureId, state, group, gaps, left, marks, startedBy, startedAt, version } = warning
  const counts = await ports.store.warnedCounts(warningId)
  const isOpen = state === 'preview' || state === 'needs-group'
  return {
    warningId,
    lureId,
    state,
    isExpired: isOpen && !canDecide(warning, ports.clock.now()),
    group,
    gaps,
    counts: {
      reachable: counts.planned + counts.owed + counts.sent,
      sent: counts.sent,
      unreachable: counts['no-chat'] + counts.unreachable + counts.failed,
      ...left,
    },
    marks,
    startedBy: startedBy === null ? null : await personView(ports, startedBy),
    startedAt,
    version,
  }
}
