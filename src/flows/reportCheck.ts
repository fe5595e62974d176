/**
 * *Send*: a report reaches the security channel, once for each reporter and check. Who reports the same lure as somebody
 * before him joins that case and posts no card of his own; the second distinct member makes it a campaign. A campaign
 * adds a line and a case, and changes no verdict.
 */
import { isPosternError } from '../domain/errors.js'
import type { CheckId } from '../domain/ids.js'
import { LIKENESSES, type Trace, tracesOf } from '../domain/lures/index.js'
import type { Actor } from './actor.js'
import { type AlikeLure, luresLike } from './colleagueReports.js'
import { jobOf } from './jobs.js'
import { type OpenedCheck, openCheck } from './openCheck.js'
import type { Lure, Ports, Report, StoredCheck, StoreTx } from './ports.js'
import { contentOf, type Refusal, refusalOf } from './previewReport.js'

export { REPORTS_PER_HOUR_MAX } from './previewReport.js'

/** A press waits a few seconds at most, then Teams calls it failed. */
const PATIENCE_MS = 3_000

/** `reported-without-text`: findings alone, since the text was not there any more, or others could have read the key. */
export type ReportOutcome = 'reported' | 'reported-without-text' | Refusal
export type ReportPorts = Pick<
  Ports,
  'clock' | 'deadlines' | 'directory' | 'log' | 'sealer' | 'senders' | 'settings' | 'store' | 'traceHash'
>

export interface ReportResult {
  readonly outcome: ReportOutcome
  /** The check, for its own asker; null where there is none to show. */
  readonly check: StoredCheck['check'] | null
}

/** A check can be reported only by who made it. `key` is what the card carried; null where it carried none. */
export async function reportCheck(
  ports: ReportPorts,
  actor: Actor,
  checkId: CheckId,
  key: string | null = null,
): Promise<ReportResult> {
  const reporter = await reporterOf(ports, actor)
  const result = await ports.store.transaction(async (tx): Promise<ReportResult> => {
    await tx.lockReports()
    const inside = { ...ports, store: tx }
    const opened = await openCheck(inside, actor, checkId, key)
    const refused = await refusalOf(inside, actor, checkId, opened)
    if (opened === null || refused !== null) return { outcome: refused ?? 'gone', check: opened?.check ?? null }
    const traces = await tracesFor(inside, opened, checkId, reporter)
    const alike = await lureToJoin(inside, traces, opened.check.verdict)
    const report = reportOf(inside, actor, checkId, opened, reporter, alike?.lureId ?? checkId)
    const lure = await grow(tx, report, alike)
    await tx.addReport(report)
    await tx.addLureTraces(lure.lureId, alike === null ? traces : traces.filter(growsWith))
    await tx.dropSealed(checkId)
    await owe(tx, lure, report)
    return { outcome: report.text === null ? 'reported-without-text' : 'reported', check: opened.check }
  })
  ports.log.info('check reported', { checkId, outcome: result.outcome })
  return result
}

interface Reporter {
  /** A member of the organisation, for certain. */
  readonly weighs: boolean
  /** Lower-case domains of the organisation; null where they are not known. */
  readonly ownDomains: readonly string[] | null
}

/** Guests have no weight, and neither has who cannot be looked up. Their report is sent all the same. */
async function reporterOf(
  ports: Pick<ReportPorts, 'directory' | 'senders' | 'deadlines' | 'settings'>,
  actor: Actor,
): Promise<Reporter> {
  const [person, organisation] = await Promise.all([
    unlessUnknown(() => ports.directory.person(actor.userId)),
    unlessUnknown(() => ports.senders.organisation({ signal: ports.deadlines.after(PATIENCE_MS) })),
  ])
  const weighs = person !== null && !person.isGuest && actor.tenantId === ports.settings.tenantId
  // A guest's sign-in name tells nothing of the organisation.
  const own = weighs ? person.userPrincipalName?.split('@').at(-1) : undefined
  const domains = organisation?.domains ?? (own === undefined ? null : [own])
  return { weighs, ownDomains: domains?.map((domain) => domain.toLowerCase()) ?? null }
}

async function unlessUnknown<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (!isPosternError(error)) throw error
    return null
  }
}

/** Without the text, those of the check; which of its senders are colleagues is not known then, so none is taken. */
async function tracesFor(
  { store, traceHash }: { readonly store: StoreTx } & Pick<Ports, 'traceHash'>,
  { message }: OpenedCheck,
  checkId: CheckId,
  { ownDomains }: Reporter,
): Promise<readonly Trace[]> {
  if (message !== null) {
    const { input, found, author } = message
    return tracesOf(input, found, { hash: traceHash, ownDomains, author })
  }
  return (await store.tracesOfCheck(checkId)).filter(({ kind }) => kind !== 'sender')
}

/**
 * The oldest that is alike. A phishing message joins none of which the team was shown milder ones alone: who reports
 * something harmless with the attacker's host in it first would keep the lure from them.
 */
async function lureToJoin(
  ports: Pick<Ports, 'clock' | 'settings'> & { readonly store: StoreTx },
  traces: readonly Trace[],
  verdict: StoredCheck['check']['verdict'],
): Promise<AlikeLure | null> {
  const now = ports.clock.now()
  for (const alike of await luresLike(ports, traces)) {
    const shown = verdict === 'phishing' ? await ports.store.shownReport(alike.lureId, now) : null
    if (verdict !== 'phishing' || shown?.check.verdict === 'phishing') return alike
  }
  return null
}

/** A lure grows by new codes, hosts and senders. By new wordings it would drift until everything was alike. */
const growsWith = ({ kind }: Trace): boolean => kind !== 'wording' && kind !== 'text'

function reportOf(
  { clock, settings }: Pick<Ports, 'clock' | 'settings'>,
  actor: Actor,
  checkId: CheckId,
  opened: OpenedCheck,
  { weighs }: Reporter,
  lureId: CheckId,
): Report {
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + settings.reportRetentionMs)
  return { checkId, lureId, by: actor.userId, at, weighs, ...contentOf(opened), expiresAt }
}

/** The case of the lure with this report in it: a new one where nobody has reported the like. */
async function grow(tx: StoreTx, { lureId, by, at, weighs }: Report, alike: AlikeLure | null): Promise<Lure> {
  const known = alike === null ? null : await tx.lureById(lureId)
  const isNewReporter = weighs && !(await tx.isCounted(lureId, by))
  const lure: Lure = {
    lureId,
    firstAt: known?.firstAt ?? at,
    lastAt: at,
    reports: (known?.reports ?? 0) + 1,
    reporters: (known?.reporters ?? 0) + (isNewReporter ? 1 : 0),
    toldReporters: known?.toldReporters ?? 0,
    likenesses: LIKENESSES.filter((one) => known?.likenesses.includes(one) || alike?.by.includes(one)),
    textUntil: known?.textUntil ?? null,
  }
  await tx.saveLure(lure)
  return lure
}

async function owe(tx: StoreTx, lure: Lure, { at, check }: Report): Promise<void> {
  const priority = check.verdict === 'phishing' ? 2 : 3
  if (lure.reports === 1) return void (await tx.addJob(jobOf.reportTeam(lure.lureId, priority, at)))
  await tx.addJob(jobOf.refreshReport(lure.lureId, priority, at))
  const news = jobOf.reportNews(lure.lureId, lure.reporters, priority, at)
  if (news !== null) await tx.addJob(news)
}
