/**
 * *Report to security*: the findings of a check go to the security channel, once for each reporter and check.
 * One person can report a bounded number an hour, so that nobody drowns the channel.
 */
import type { CheckId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import type { Ports, StoredCheck } from './ports.js'

export const REPORTS_PER_HOUR_MAX = 10
const HOUR_MS = 60 * 60 * 1000

export type ReportOutcome = 'reported' | 'already-reported' | 'too-many' | 'no-channel' | 'gone'
export type ReportPorts = Pick<Ports, 'clock' | 'log' | 'store' | 'settings'>

export interface ReportResult {
  readonly outcome: ReportOutcome
  /** The check, for its own asker; null where there is none to show. */
  readonly check: StoredCheck['check'] | null
}

/** `gone`: no such check of this person, or its time has passed. A check can be reported only by who made it. */
export async function reportCheck(ports: ReportPorts, actor: Actor, checkId: CheckId): Promise<ReportResult> {
  if (ports.settings.securityChannelId === null) return { outcome: 'no-channel', check: null }
  const at = ports.clock.now()
  const { outcome, check } = await ports.store.transaction<ReportResult>(async (tx) => {
    const stored = await tx.checkById(checkId)
    // Somebody else's check looks the same as none: a forged id learns nothing.
    if (stored === null || stored.userId !== actor.userId) return { outcome: 'gone', check: null }
    const recent = await tx.reportsSince(actor.userId, new Date(at.getTime() - HOUR_MS))
    if (recent >= REPORTS_PER_HOUR_MAX) return { outcome: 'too-many', check: stored.check }
    if (!(await tx.addReport(checkId, actor.userId, at))) return { outcome: 'already-reported', check: stored.check }
    await tx.addJob({
      key: `check:${checkId}:report`,
      kind: 'report-team',
      subject: checkId,
      priority: stored.check.verdict === 'phishing' ? 2 : 3,
      runAt: at,
    })
    return { outcome: 'reported', check: stored.check }
  })
  ports.log.info('check reported', { checkId, outcome })
  return { outcome, check }
}
