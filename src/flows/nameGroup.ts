/** The logs do not tell who received a lure, so somebody of the security team names a group that may have. */
import { PosternError } from '../domain/errors.js'
import type { WarningId } from '../domain/ids.js'
import type { GroupView } from '../domain/lureNotices.js'
import { canDecide } from '../domain/warnings/index.js'
import type { Actor } from './actor.js'
import { jobOf } from './jobs.js'
import { mustActOnAlerts } from './mayAct.js'
import type { Ports } from './ports.js'

export type GroupPorts = Pick<Ports, 'audience' | 'clock' | 'directory' | 'log' | 'settings' | 'store'>

/** Groups that a card lists. */
export const GROUP_CHOICES_MAX = 8

/** `too-many`: more groups have this name than a card lists. `moved-on`: it was decided, changed, or its time is over. */
export type GroupOutcome =
  | { readonly outcome: 'finding' | 'none' | 'too-many' | 'moved-on' }
  | { readonly outcome: 'several'; readonly groups: readonly GroupView[] }

/** @throws PosternError `not-allowed`, and what Graph throws */
export async function nameGroup(
  ports: GroupPorts,
  actor: Actor,
  press: { readonly warningId: WarningId; readonly version: number; readonly called: string },
): Promise<GroupOutcome> {
  await mustActOnAlerts(ports, actor, 'name-group')
  const { warningId, version } = press
  const found = await ports.audience.groups(press.called)
  const [group] = found
  if (group === undefined) return { outcome: 'none' }
  if (found.length > GROUP_CHOICES_MAX) return { outcome: 'too-many' }
  if (found.length > 1) return { outcome: 'several', groups: found }
  const at = ports.clock.now()
  const isTaken = await ports.store.transaction(async (tx) => {
    await tx.lockReports()
    const warning = await tx.warningById(warningId)
    if (warning === null || warning.version !== version || !canDecide(warning, at)) return false
    if (!(await tx.changeWarning(warningId, version, { state: 'finding', since: at, group, gaps: [] }))) {
      throw new PosternError('internal', { why: 'a warning changed under its lock' })
    }
    const { lureId } = warning
    await tx.addWarningStep({ warningId, lureId, event: 'group-named', actor: actor.userId, at, people: null })
    await tx.addJob(jobOf.findRecipients(warningId, version + 1, at))
    await tx.addJob(jobOf.showWarning(warningId, version + 1, at))
    return true
  })
  return { outcome: isTaken ? 'finding' : 'moved-on' }
}
