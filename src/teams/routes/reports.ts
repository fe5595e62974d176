/**
 * *Report to security*, wherever its buttons stand: first what would be sent, then *Send* or *Do not send*. Where others
 * see the card it carries no key, so the report goes at once, without the text.
 */
import { type Card, type CardAction, renderReportPreview, renderVerdict, say } from '../../cards/index.js'
import type { CheckId } from '../../domain/ids.js'
import type { Actor } from '../../flows/actor.js'
import { openCheck } from '../../flows/openCheck.js'
import type { StoredCheck } from '../../flows/ports.js'
import { previewReport } from '../../flows/previewReport.js'
import { type ReportOutcome, reportCheck } from '../../flows/reportCheck.js'
import type { BotPorts } from '../botPorts.js'

export type ReportAction = Extract<CardAction, { readonly verb: 'report-check' | 'send-report' | 'drop-report' }>

/** The card to show next, or the sentence that says why there is none. */
export type ReportReply = { readonly card: Card } | { readonly sentence: string }

export const isReportAction = (action: CardAction): action is ReportAction =>
  action.verb === 'report-check' || action.verb === 'send-report' || action.verb === 'drop-report'

export async function replyToReport(
  ports: BotPorts,
  actor: Actor,
  action: ReportAction,
  place: 'personal' | 'dialog' | 'group',
): Promise<ReportReply> {
  const { locale } = actor
  const { verb, checkId } = action
  const key = action.seal ?? null
  if (place === 'group') {
    const { outcome } = await reportCheck(ports, actor, checkId, null)
    return { sentence: say(`report.${outcome}`, locale) }
  }
  if (verb === 'report-check') {
    const result = await previewReport(ports, actor, checkId, key)
    if ('preview' in result) return { card: renderReportPreview({ preview: result.preview, key, place, locale }) }
    return outcomeReply(result.refused, result.opened?.check ?? null, { checkId, place, locale })
  }
  if (verb === 'send-report') {
    const { outcome, check } = await reportCheck(ports, actor, checkId, key)
    return outcomeReply(outcome, check, { checkId, place, locale })
  }
  const opened = await openCheck(ports, actor, checkId, key)
  if (opened === null) return { sentence: say('report.gone', locale) }
  return { card: renderVerdict({ check: opened.check, checkId, place, locale, key }) }
}

/** In the chat the card says from then on that it was reported; a dialog ends with the sentence. */
function outcomeReply(
  outcome: ReportOutcome,
  check: StoredCheck['check'] | null,
  { checkId, place, locale }: { checkId: CheckId; place: 'personal' | 'dialog'; locale: string },
): ReportReply {
  const isDone = outcome === 'reported' || outcome === 'reported-without-text' || outcome === 'already-reported'
  if (!isDone || check === null || place === 'dialog') return { sentence: say(`report.${outcome}`, locale) }
  const reported = outcome === 'reported-without-text' ? 'without-text' : true
  return { card: renderVerdict({ check, checkId, place, locale, reported }) }
}
