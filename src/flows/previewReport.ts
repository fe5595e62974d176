/** *Report to security* is pressed: shows exactly what would be sent, and sends nothing. */
import type { CheckId } from '../domain/ids.js'
import type { ReportPreview } from '../domain/lureNotices.js'
import { maskedSignals, reportText } from '../domain/lures/index.js'
import type { Actor } from './actor.js'
import { personView } from './alertView.js'
import { type OpenedCheck, openCheck } from './openCheck.js'
import type { Ports, StoreTx } from './ports.js'

export const REPORTS_PER_HOUR_MAX = 10
const HOUR_MS = 60 * 60 * 1000

/** Why a report is not taken. `gone`: no such check of this person, or its time has passed. */
export type Refusal = 'already-reported' | 'too-many' | 'no-channel' | 'gone'

export type PreviewPorts = Pick<Ports, 'clock' | 'directory' | 'sealer' | 'settings' | 'store'>

export async function previewReport(
  ports: PreviewPorts,
  actor: Actor,
  checkId: CheckId,
  key: string | null,
): Promise<{ readonly preview: ReportPreview } | { readonly refused: Refusal; readonly opened: OpenedCheck | null }> {
  const opened = await openCheck(ports, actor, checkId, key)
  const refused = await refusalOf(ports, actor, checkId, opened)
  if (opened === null || refused !== null) return { refused: refused ?? 'gone', opened }
  return { preview: { checkId, reporter: await personView(ports, actor.userId), ...contentOf(opened) } }
}

/** What a report holds of the message: masked, defanged, bounded. The same for the preview and for what is sent. */
export function contentOf({ check, message }: OpenedCheck): Pick<ReportPreview, 'check' | 'text'> {
  const { verdict, confidence } = check
  if (message === null) return { check: { verdict, confidence, signals: check.signals }, text: null }
  const masked = new Map(maskedSignals(message.input, message.found).map(({ code, evidence }) => [code, evidence]))
  const signals = check.signals.map(({ code }) => ({ code, evidence: masked.get(code) ?? '' }))
  return { check: { verdict, confidence, signals }, text: reportText(message.input, message.found) }
}

/** Looked at for the preview, and again when the report is sent. */
export async function refusalOf(
  { clock, settings, store }: Pick<Ports, 'clock' | 'settings'> & { readonly store: StoreTx },
  actor: Actor,
  checkId: CheckId,
  opened: OpenedCheck | null,
): Promise<Refusal | null> {
  if (settings.securityChannelId === null) return 'no-channel'
  // Somebody else's check looks the same as none.
  if (opened === null) return 'gone'
  if (await store.isReported(checkId, actor.userId)) return 'already-reported'
  const recent = await store.reportsSince(actor.userId, new Date(clock.now().getTime() - HOUR_MS))
  return recent >= REPORTS_PER_HOUR_MAX ? 'too-many' : null
}
