/**
 * Finds the people whom a warning would go to: by the logs, or in the group that was named. Where the logs find no way,
 * the card says why and asks for a group. Reads only; nobody is told anything.
 */
import { isPosternError, type PosternError } from '../../domain/errors.js'
import type { WarningId } from '../../domain/ids.js'
import type { LureMarks } from '../../domain/lureNotices.js'
import { EMPTY_HUNT, type HuntTraces, huntTracesOf, isEmptyHunt } from '../../domain/lures/index.js'
import type { WarningGap } from '../../domain/warnings/index.js'
import { jobOf } from '../jobs.js'
import type { FoundPeople, Ports, Warning } from '../ports.js'
import type { JobFlow } from './jobFlow.js'

const TEXTS_MAX = 20
/** A few tries, a second or a minute apart; somebody waits for the preview. */
const TRIES_MAX = 4
const PATIENCE_MS = 10_000
const NOBODY: FoundPeople = { members: [], guests: 0, disabled: 0, unknown: 0, gaps: [] }

interface Found {
  readonly people: FoundPeople
  /** Null: leave what is known. */
  readonly marks: LureMarks | null
}

export const findRecipients: JobFlow<WarningId> = async (ports, job, begin) => {
  const warning = await ports.store.warningById(job.subject)
  if (warning === null || warning.state !== 'finding') return
  const { people, marks } = await find(ports, warning).catch((error: unknown): Found => {
    if (!isPosternError(error) || (mayPass(error) && job.attempts < TRIES_MAX)) throw error
    return { people: { ...NOBODY, gaps: [gapOf(error)] }, marks: null }
  })
  if (!(await begin())) return
  const at = ports.clock.now()
  await ports.store.transaction(async (tx) => {
    await tx.lockReports()
    const { warningId, lureId, version } = warning
    if ((await tx.warningById(warningId))?.version !== version) return
    const { planned } = await tx.planWarned(warningId, people.members, at)
    const { guests, disabled, unknown } = people
    const left = { already: people.members.length - planned, guests, disabled, unknown }
    const isPreview = planned > 0
    const gaps = isPreview || people.gaps.length > 0 ? people.gaps : [nobodyGap(warning, left.already)]
    const state = isPreview ? 'preview' : 'needs-group'
    await tx.changeWarning(warningId, version, { state, since: at, gaps, left, ...(marks === null ? {} : { marks }) })
    const event = isPreview ? 'previewed' : 'no-way'
    await tx.addWarningStep({ warningId, lureId, event, actor: 'postern', at, people: planned })
    await tx.addJob(jobOf.showWarning(warningId, version + 1, at))
    await tx.addJob(jobOf.refreshReport(lureId, job.priority, at))
  })
}

const nobodyGap = ({ group }: Warning, already: number): WarningGap => {
  if (already > 0) return 'all-told'
  return group === null ? 'nobody-found' : 'group-empty'
}

const mayPass = ({ code }: PosternError): boolean =>
  code === 'graph-throttled' || code === 'graph-unavailable' || code === 'graph-unauthorized'

const gapOf = ({ code }: PosternError): WarningGap => (code === 'graph-forbidden' ? 'not-permitted' : 'not-answered')

async function find(ports: Ports, warning: Warning): Promise<Found> {
  const texts = await ports.store.reportTexts(warning.lureId, ports.clock.now(), TEXTS_MAX)
  const own = await ownDomains(ports)
  const traces = own === null ? EMPTY_HUNT : huntTracesOf(texts, own)
  const marks = { sender: traces.senders[0] ?? null, host: traces.hosts[0] ?? null }
  if (warning.group !== null) return { people: await ports.audience.groupMembers(warning.group.groupId), marks }
  const gap = whyNotHunt(ports, texts, own, traces)
  if (gap !== null) return { people: { ...NOBODY, gaps: [gap] }, marks }
  const { recipients, gaps } = await ports.hunting.recipients(traces)
  const people = await ports.audience.people(recipients)
  return { people: { ...people, gaps: [...new Set([...gaps, ...people.gaps])] }, marks }
}

function whyNotHunt(
  { hunting }: Pick<Ports, 'hunting'>,
  texts: readonly string[],
  own: readonly string[] | null,
  traces: HuntTraces,
): WarningGap | null {
  if (!hunting.isInThisCloud) return 'not-in-this-cloud'
  if (texts.length === 0) return 'no-text'
  if (own === null) return 'own-domains-unknown'
  return isEmptyHunt(traces) ? 'no-traces' : null
}

/** Without them a search could be for our own host, and find everybody. */
async function ownDomains({
  senders,
  deadlines,
}: Pick<Ports, 'senders' | 'deadlines'>): Promise<readonly string[] | null> {
  try {
    const { domains } = await senders.organisation({ signal: deadlines.after(PATIENCE_MS) })
    return domains.length === 0 ? null : domains.map((domain) => domain.toLowerCase())
  } catch (error) {
    if (!isPosternError(error)) throw error
    return null
  }
}
