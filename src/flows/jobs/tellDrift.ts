/** The card of changes to policy, with who made them, and the second look for those whom the log did not name yet. */
import { isPosternError } from '../../domain/errors.js'
import type { Notice } from '../../domain/notices.js'
import type { DriftView } from '../../domain/policyNotices.js'
import type { Authorship, DriftEntry } from '../../domain/policyStatus/index.js'
import { authorsOf } from '../changeAuthors.js'
import { jobOf } from '../jobs.js'
import { ranked, spanOf } from '../keptChanges.js'
import type { Conversation, DriftId, KeptChange, KeptDrift, Ports, SentMessage } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { replaceNotice, sendNotice, takeTurn } from '../sendNotice.js'
import type { JobFlow } from './jobFlow.js'
import { prove } from './prove.js'

/** Rows of the audit log come minutes late, and at times hours. */
const LOOKS_MS = [20 * 60 * 1000, 2 * 60 * 60 * 1000]

export const tellDrift: JobFlow<DriftId> = async (ports, job, begin) => {
  const drift = await ports.store.driftById(job.subject)
  const untold = ranked(drift?.changes.filter(({ toldAt }) => toldAt === null) ?? [])
  if (drift === null || untold.length === 0) return
  const channel = await securityChannel(ports)
  const authors = await authorsOf(ports, untold)
  await takeTurn(ports, drift.card === null ? channel : undefined)
  if (!(await begin())) return
  const notice = { kind: 'policy-drift', drift: viewOf(drift, authors) } as const
  const card = await shown(ports, channel, drift.card, notice)
  const at = ports.clock.now()
  await prove(ports, job, async (tx) => {
    await tx.saveAuthors(authors)
    await tx.markDriftTold(
      drift.driftId,
      untold.map(({ change }) => change.id),
      { at, card },
    )
    if (![...authors.values()].some(isOpen)) return
    for (const ms of LOOKS_MS) await tx.addJob(jobOf.refreshDrift(drift.driftId, new Date(at.getTime() + ms)))
  })
}

/** What is found after the card stands in it, unless somebody has deleted it. */
async function shown(
  ports: Pick<Ports, 'messenger' | 'store'>,
  channel: Conversation,
  card: SentMessage | null,
  notice: Notice,
): Promise<SentMessage> {
  if (card === null) return sendNotice(ports, channel, notice)
  try {
    await replaceNotice(ports, channel, card, notice)
    return card
  } catch (error) {
    if (!isPosternError(error, 'teams-unreachable')) throw error
    return sendNotice(ports, channel, notice)
  }
}

export const refreshDrift: JobFlow<DriftId> = async (ports, job, begin) => {
  const drift = await ports.store.driftById(job.subject)
  if (drift === null || drift.card === null) return
  const told = ranked(drift.changes.filter(({ toldAt }) => toldAt !== null))
  const open = told.filter(({ author }) => author === null || isOpen(author))
  const found = new Map([...(await authorsOf(ports, open))].filter(([, author]) => !isOpen(author)))
  if (found.size === 0) return
  const channel = await securityChannel(ports)
  await takeTurn(ports)
  if (!(await begin())) return
  try {
    const notice = { kind: 'policy-drift', drift: viewOf({ ...drift, changes: told }, found) } as const
    await replaceNotice(ports, channel, drift.card, notice)
  } catch (error) {
    // Somebody has deleted the card; the answer to "what has changed" still names them.
    if (!isPosternError(error, 'teams-unreachable')) throw error
  }
  await ports.store.saveAuthors(found)
}

const NOT_FOUND: Authorship = { kind: 'not-found' }
/** The log may tell more later. */
const isOpen = ({ kind }: Authorship): boolean => kind === 'not-found' || kind === 'unreadable'

/** @param authors found just now; those of the others are kept. */
function viewOf(drift: KeptDrift, authors: ReadonlyMap<string, Authorship>): DriftView {
  const { driftId, card, changes, notCompared } = drift
  const firstMs = Math.min(...changes.flatMap(({ toldAt }) => toldAt?.getTime() ?? []))
  const isFirst = ({ toldAt }: KeptChange): boolean => card === null || toldAt?.getTime() === firstMs
  const entriesOf = (of: readonly KeptChange[]): readonly DriftEntry[] =>
    ranked(of).map(({ change, author }) => ({ change, author: authors.get(change.id) ?? author ?? NOT_FOUND }))
  return {
    driftId,
    ...spanOf(changes),
    entries: entriesOf(changes.filter(isFirst)),
    later: entriesOf(changes.filter((one) => !isFirst(one))),
    notCompared,
  }
}
