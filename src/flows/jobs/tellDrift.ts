/** The card of changes to policy, with who made them, and the second look for those whom the log did not name yet. */
import { isPosternError } from '../../domain/errors.js'
import type { DriftView } from '../../domain/policyNotices.js'
import { type Authorship, worstFirst } from '../../domain/policyStatus/index.js'
import { authorsOf } from '../changeAuthors.js'
import { jobOf } from '../jobs.js'
import type { DriftId, KeptChange, KeptDrift } from '../ports.js'
import { securityChannel } from '../securityChannel.js'
import { replaceNotice, sendNotice, takeTurn } from '../sendNotice.js'
import { HELD_KEY } from '../watchDrift.js'
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
  await takeTurn(ports, channel)
  if (!(await begin())) return
  const view = viewOf(drift, untold, authors)
  const card = await sendNotice(ports, channel, { kind: 'policy-drift', drift: view })
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

export const refreshDrift: JobFlow<DriftId> = async (ports, job, begin) => {
  const drift = await ports.store.driftById(job.subject)
  if (drift === null || drift.card === null) return
  // Those of one card: what was told later under the same name has a card of its own.
  const toldAt = Math.max(...drift.changes.map((one) => one.toldAt?.getTime() ?? 0))
  const told = ranked(drift.changes.filter((one) => one.toldAt?.getTime() === toldAt))
  const open = told.filter(({ author }) => author === null || isOpen(author))
  const found = new Map([...(await authorsOf(ports, open))].filter(([, author]) => !isOpen(author)))
  if (found.size === 0) return
  const channel = await securityChannel(ports)
  await takeTurn(ports)
  if (!(await begin())) return
  const authors = new Map(told.map(({ change, author }) => [change.id, found.get(change.id) ?? author ?? NOT_FOUND]))
  try {
    const notice = { kind: 'policy-drift', drift: viewOf(drift, told, authors) } as const
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

function ranked(changes: readonly KeptChange[]): readonly KeptChange[] {
  const byId = new Map(changes.map((one) => [one.change.id, one]))
  return worstFirst(changes.map(({ change }) => change)).flatMap(({ id }) => byId.get(id) ?? [])
}

function viewOf(
  { key, notCompared }: KeptDrift,
  changes: readonly KeptChange[],
  authors: ReadonlyMap<string, Authorship>,
): DriftView {
  const starts = changes.flatMap(({ from }) => (from === null ? [] : [from.getTime()]))
  return {
    from: starts.length === 0 ? null : new Date(Math.min(...starts)),
    to: new Date(Math.max(...changes.map(({ to }) => to.getTime()))),
    entries: changes.map(({ change }) => ({ change, author: authors.get(change.id) ?? NOT_FOUND })),
    notCompared,
    isHeld: key.startsWith(HELD_KEY),
  }
}
