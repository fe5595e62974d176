/**
 * The preview of a warning is sent, or not. What is sent is what was seen: the press names the version of its preview,
 * which is good for half an hour. State first: everybody who is owed a card is written with his job in one transaction,
 * and nobody is owed one for a lure that he was told of.
 */
import { PosternError } from '../domain/errors.js'
import type { WarningId } from '../domain/ids.js'
import { canDecide } from '../domain/warnings/index.js'
import type { Actor } from './actor.js'
import { jobOf, WARNING_PRIORITY } from './jobs.js'
import { mustActOnAlerts } from './mayAct.js'
import type { Ports, StoreTx, Warning } from './ports.js'

export type DecidePorts = Pick<Ports, 'clock' | 'directory' | 'log' | 'settings' | 'store'>

/** `expired`: the preview is too old. `moved-on`: it was decided before, or has changed since. */
export type DecideOutcome = 'sending' | 'nobody' | 'dropped' | 'expired' | 'moved-on'

/** @throws PosternError `not-allowed`, and what Graph throws where the role cannot be read */
export async function decideWarning(
  ports: DecidePorts,
  actor: Actor,
  press: { readonly warningId: WarningId; readonly version: number; readonly decision: 'send' | 'drop' },
): Promise<DecideOutcome> {
  await mustActOnAlerts(ports, actor, 'decide-warning')
  const { warningId, version, decision } = press
  const at = ports.clock.now()
  const outcome = await ports.store.transaction(async (tx): Promise<DecideOutcome> => {
    await tx.lockReports()
    const warning = await tx.warningById(warningId)
    const isOpen = warning?.state === 'preview' || warning?.state === 'needs-group'
    if (warning === null || !isOpen || warning.version !== version) return 'moved-on'
    if (decision === 'drop') return drop(tx, actor, warning, at)
    if (!canDecide(warning, at)) return expire(tx, warning, at)
    return warning.state === 'preview' ? send(tx, actor, warning, at) : 'moved-on'
  })
  ports.log.info('security team decided on a warning', { warningId, decision, by: actor.userId, outcome })
  return outcome
}

async function send(
  tx: StoreTx,
  actor: Actor,
  { warningId, lureId, version }: Warning,
  at: Date,
): Promise<DecideOutcome> {
  await tx.oweWarned(warningId, WARNING_PRIORITY, at)
  const { owed } = await tx.warnedCounts(warningId)
  // With nobody to tell there is nothing to wait for.
  const state = owed === 0 ? 'done' : 'sending'
  await change(tx, warningId, version, { state, since: at, startedBy: actor.userId, startedAt: at })
  await tx.addWarningStep({ warningId, lureId, event: 'started', actor: actor.userId, at, people: owed })
  await show(tx, warningId, lureId, version + 1, at)
  return owed === 0 ? 'nobody' : 'sending'
}

/** The card loses its buttons. */
async function expire(tx: StoreTx, { warningId, version }: Warning, at: Date): Promise<DecideOutcome> {
  const show = jobOf.showWarning(warningId, version, at)
  await tx.addJob({ ...show, key: `${show.key}:expired` })
  return 'expired'
}

async function drop(
  tx: StoreTx,
  actor: Actor,
  { warningId, lureId, version }: Warning,
  at: Date,
): Promise<DecideOutcome> {
  await change(tx, warningId, version, { state: 'dropped', since: at })
  await tx.dropPlanned(warningId)
  await tx.addWarningStep({ warningId, lureId, event: 'dropped', actor: actor.userId, at, people: null })
  await show(tx, warningId, lureId, version + 1, at)
  return 'dropped'
}

async function change(tx: StoreTx, warningId: WarningId, version: number, to: Parameters<StoreTx['changeWarning']>[2]) {
  if (await tx.changeWarning(warningId, version, to)) return
  throw new PosternError('internal', { why: 'a warning changed under its lock' })
}

async function show(tx: StoreTx, warningId: WarningId, lureId: Warning['lureId'], version: number, at: Date) {
  await tx.addJob(jobOf.showWarning(warningId, version, at))
  await tx.addJob(jobOf.refreshReport(lureId, WARNING_PRIORITY, at))
}
