/**
 * *Warn people* is pressed on the case of a reported lure: somebody sets out to find who may have received it. Nobody
 * is told anything by it. The search takes longer than a press may, so it is a job; the preview comes into the thread.
 */
import type { CheckId } from '../domain/ids.js'
import { isUnderWay } from '../domain/warnings/index.js'
import type { Actor } from './actor.js'
import { jobOf } from './jobs.js'
import { mustActOnAlerts } from './mayAct.js'
import type { Ports } from './ports.js'

export type WarnPorts = Pick<Ports, 'clock' | 'directory' | 'ids' | 'log' | 'settings' | 'store'>

/** `gone`: no such case, its time has passed, or it is no phishing. `under-way`: somebody was faster. */
export type WarnOutcome = 'finding' | 'under-way' | 'gone' | 'no-channel'

export const NOBODY_LEFT = { already: 0, guests: 0, disabled: 0, unknown: 0 } as const

/** @throws PosternError `not-allowed`, and what Graph throws where the role cannot be read */
export async function warnPeople(ports: WarnPorts, actor: Actor, lureId: CheckId): Promise<WarnOutcome> {
  await mustActOnAlerts(ports, actor, 'warn-people')
  const warningId = ports.ids.warningId()
  const at = ports.clock.now()
  if (ports.settings.securityChannelId === null) return 'no-channel'
  const outcome = await ports.store.transaction(async (tx): Promise<WarnOutcome> => {
    // One at a time: two presses make one warning.
    await tx.lockReports()
    const lure = await tx.lureById(lureId)
    const shown = lure === null ? null : await tx.shownReport(lureId, at)
    if (shown?.check.verdict !== 'phishing') return 'gone'
    const newest = await tx.newestWarning(lureId)
    if (newest !== null && isUnderWay(newest, at)) return 'under-way'
    await tx.addWarning({
      warningId,
      lureId,
      state: 'finding',
      since: at,
      group: null,
      gaps: [],
      left: NOBODY_LEFT,
      marks: { sender: null, host: null },
      startedBy: null,
      startedAt: null,
    })
    await tx.addWarningStep({ warningId, lureId, event: 'asked', actor: actor.userId, at, people: null })
    await tx.addJob(jobOf.findRecipients(warningId, 1, at))
    return 'finding'
  })
  ports.log.info('security team sets out to warn', { lureId, by: actor.userId, outcome })
  return outcome
}
