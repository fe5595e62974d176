/**
 * Tells one person of a lure. Written before and after the call; where the call was under way when an earlier owner of
 * the job crashed, the card is sent again: doubled at worst, never lost.
 */
import { isPosternError } from '../../domain/errors.js'
import { partsOfWarned, type UserId, type WarnedId, type WarningId } from '../../domain/ids.js'
import type { WarnedState } from '../../domain/warnings/index.js'
import { jobOf } from '../jobs.js'
import type { Ports, Warning } from '../ports.js'
import { securityChannel, threadOf } from '../securityChannel.js'
import { replaceNotice, sendNotice, takeTurn } from '../sendNotice.js'
import { warningView } from '../warningView.js'
import type { JobFlow } from './jobFlow.js'

/** What is refused for good: a blocked bot, a chat that is gone. */
const FINAL = ['teams-unreachable', 'teams-rejected', 'service-url-not-allowed'] as const

export const warnPerson: JobFlow<WarnedId> = async (ports, job, begin) => {
  const { warning: warningId, user } = partsOfWarned(job.subject)
  const warning = await ports.store.warningById(warningId)
  if (warning === null) return
  if ((await ports.store.warnedState(warningId, user)) !== 'owed') return endWhereAllAreTold(ports, warning)
  const to = await ports.store.personalConversation(user)
  if (to === null) return settle(ports, warning, user, 'no-chat')
  await takeTurn(ports)
  if (!(await begin())) return
  const isSent = await sendNotice(ports, to, { kind: 'warning', marks: warning.marks }).then(
    () => true,
    (error: unknown) => {
      if (!FINAL.some((code) => isPosternError(error, code))) throw error
      return false
    },
  )
  await settle(ports, warning, user, isSent ? 'sent' : 'unreachable')
}

/** The job is given up: the person was not told, and the card says so. */
export async function giveUpWarning(ports: Ports, warned: WarnedId): Promise<void> {
  const { warning: warningId, user } = partsOfWarned(warned)
  const warning = await ports.store.warningById(warningId)
  if (warning !== null) await settle(ports, warning, user, 'failed')
}

async function settle(ports: Ports, warning: Warning, user: UserId, state: WarnedState): Promise<void> {
  const at = ports.clock.now()
  await ports.store.settleWarned(warning.warningId, user, state, at)
  await ports.store.addJob(jobOf.showProgress(warning.warningId, at))
  await endWhereAllAreTold(ports, warning)
}

/** After what was settled is committed, so that of two who are last at once one sees that nobody is left. */
async function endWhereAllAreTold({ store, clock }: Ports, { warningId }: Warning): Promise<void> {
  const { owed, sent } = await store.warnedCounts(warningId)
  if (owed > 0) return
  const at = clock.now()
  await store.transaction(async (tx) => {
    const warning = await tx.warningById(warningId)
    if (warning?.state !== 'sending') return
    const { lureId, version } = warning
    if (!(await tx.changeWarning(warningId, version, { state: 'done', since: at }))) return
    await tx.addWarningStep({ warningId, lureId, event: 'ended', actor: 'postern', at, people: sent })
    await tx.addJob(jobOf.showWarning(warningId, version + 1, at))
    await tx.addJob(jobOf.refreshReport(lureId, 1, at))
  })
}

/** Posts the card of a warning in the thread of its case, or brings it up to date. */
export const showWarning: JobFlow<WarningId> = async (ports, job, begin) => {
  const { store } = ports
  const warning = await store.warningById(job.subject)
  if (warning === null || (warning.card === null && warning.state === 'finding')) return
  const [first] = await store.lureCards(warning.lureId)
  const channel = await securityChannel(ports)
  const notice = { kind: 'team-warning', warning: await warningView(ports, warning) } as const
  await takeTurn(ports, warning.card === null ? channel : undefined)
  if (!(await begin())) return
  if (warning.card === null) {
    const sent = await sendNotice(ports, first === undefined ? channel : threadOf(channel, first), notice)
    await store.saveWarningCard(warning.warningId, sent)
    return
  }
  await replaceNotice(ports, channel, warning.card, notice).catch((error: unknown) => {
    // The card was deleted, or the bot removed: nothing is there to be brought up to date.
    if (!isPosternError(error, 'teams-unreachable')) throw error
  })
}
