/**
 * *Report to security*: the findings of a check go to the security channel, once for each reporter and check.
 * One person can report a bounded number an hour, so that nobody drowns the channel.
 */
import type { CheckId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import type { Ports } from './ports.js'

export const REPORTS_PER_HOUR_MAX = 10
const HOUR_MS = 60 * 60 * 1000

export type ReportOutcome = 'reported' | 'already-reported' | 'too-many' | 'no-channel' | 'gone'
export type ReportPorts = Pick<Ports, 'clock' | 'log' | 'store' | 'settings'>

/** `gone`: no such check of this person, or its time has passed. A check can be reported only by who made it. */
export async function reportCheck(
  ports: ReportPorts,
  actor: Actor,
  checkId: CheckId,
): Promise<{ readonly outcome: ReportOutcome }> {
  if (ports.settings.securityChannelId === null) return { outcome: 'no-channel' }
  const at = ports.clock.now()
  const outcome = await ports.store.transaction<ReportOutcome>(async (tx) => {
    const stored = await tx.checkById(checkId)
    // Somebody else's check looks the same as none: a forged id learns nothing.
    if (stored === null || stored.userId !== actor.userId) return 'gone'
    const recent = await tx.reportsSince(actor.userId, new Date(at.getTime() - HOUR_MS))
    if (recent >= REPORTS_PER_HOUR_MAX) return 'too-many'
    if (!(await tx.addReport(checkId, actor.userId, at))) return 'already-reported'
    await tx.addJob({
      key: `check:${checkId}:report`,
      kind: 'report-team',
      subject: checkId,
      priority: stored.check.verdict === 'phishing' ? 2 : 3,
      runAt: at,
    })
    return 'reported'
  })
  ports.log.info('check reported', { checkId, outcome })
  return { outcome }
}
