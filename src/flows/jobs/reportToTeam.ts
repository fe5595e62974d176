/**
 * A reported lure in the security channel: one card, brought up to date in place, and in its thread a line when the
 * number of people who report it has grown. Nothing of the message is in that line.
 */
import { isPosternError } from '../../domain/errors.js'
import type { CheckId } from '../../domain/ids.js'
import { jobOf, newsStep } from '../jobs.js'
import { lureView } from '../lureView.js'
import { securityChannel, threadOf } from '../securityChannel.js'
import { replaceNotice, sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

export const reportToTeam: JobFlow<CheckId> = async (ports, job, begin) => {
  const { store, clock } = ports
  const lure = await store.lureById(job.subject)
  if (lure === null) return
  const to = await securityChannel(ports)
  const { view, textUntil } = await lureView(ports, lure)
  await takeTurn(ports, to)
  if (!(await begin())) return
  // Before the card: what stands in the channel must be known to have to go.
  await store.markLureText(lure.lureId, textUntil)
  const sent = await sendNotice(ports, to, { kind: 'team-report', part: 'case', report: view })
  await prove(ports, job, async (tx) => {
    await tx.saveLureCard(lure.lureId, sent, clock.now())
    await tx.markLureTold(lure.lureId, lure.reporters)
    // Who reported it meanwhile found no card to bring up to date.
    const now = await tx.lureById(lure.lureId)
    if (now === null || now.reports === lure.reports) return
    await tx.addJob(jobOf.refreshReport(lure.lureId, job.priority, clock.now()))
    const news = jobOf.reportNews(lure.lureId, newsStep(now.reporters), job.priority, clock.now())
    if (news !== null) await tx.addJob({ ...news, key: `${news.key}:after:${job.jobId}` })
  })
}

export const tellReportNews: JobFlow<CheckId> = async (ports, job, begin) => {
  const { store } = ports
  const lure = await store.lureById(job.subject)
  const [first] = await store.lureCards(job.subject)
  // Without a card, the job that posts it is still owed, and tells the number of that moment.
  if (lure === null || first === undefined || newsStep(lure.reporters) <= newsStep(lure.toldReporters)) return
  const thread = threadOf(await securityChannel(ports), first)
  const { view } = await lureView(ports, lure)
  await takeTurn(ports, thread)
  if (!(await begin())) return
  await sendNotice(ports, thread, { kind: 'team-report', part: 'news', report: { ...view, text: null } })
  await store.markLureTold(lure.lureId, lure.reporters)
}

export const refreshReportCards: JobFlow<CheckId> = async (ports, job, begin) => {
  const { store } = ports
  const lure = await store.lureById(job.subject)
  const cards = lure === null ? [] : await store.lureCards(lure.lureId)
  if (lure === null || cards.length === 0 || !(await begin())) return
  const { view, textUntil } = await lureView(ports, lure)
  for (const card of cards) {
    const at = (await store.conversationById(card.conversationId)) ?? (await securityChannel(ports))
    await takeTurn(ports)
    await replaceNotice(ports, at, card, { kind: 'team-report', part: 'case', report: view }).catch(
      (error: unknown) => {
        // The card was deleted, or the bot removed: nothing is there to be brought up to date.
        if (!isPosternError(error, 'teams-unreachable')) throw error
      },
    )
  }
  await store.markLureText(lure.lureId, textUntil)
}
