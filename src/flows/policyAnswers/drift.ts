/** What has changed since a day: the newest snapshot of before it beside the one of now, and who did it. */
import {
  type Authorship,
  CHANGES_PER_PAGE,
  type DriftAnswer,
  type DriftChange,
  type DriftDay,
  type DriftQuestion,
  type Initiator,
  worstFirst,
} from '../../domain/policyStatus/index.js'
import { authorsOf } from '../changeAuthors.js'
import { ranked, spanOf } from '../keptChanges.js'
import type { DriftId, KeptChange } from '../ports.js'
import { compareOptions, compareWith } from '../watchDrift.js'
import type { Asking } from './asking.js'

const DAY_MS = 24 * 60 * 60 * 1000
const CHANGES_MAX = 1_000
/** Bars that a phone shows. */
const DAYS_MAX = 14

/** @param perPage everything, for a file. */
export async function drift(question: DriftQuestion, asking: Asking, perPage = CHANGES_PER_PAGE): Promise<DriftAnswer> {
  const { ports, snapshot, now } = asking
  const { store } = ports
  const { dated } = await ports.judge.judge('dated', snapshot, now)
  const page = question.page ?? 0
  const asked = { ...dated, kind: 'drift', question, page } as const
  const ofCard = question.card === undefined ? null : await store.driftById(question.card as DriftId)
  if (ofCard !== null && ofCard.changes.length > 0) {
    const all = ranked(ofCard.changes)
    const entries = pageOf(all, page, perPage).map(({ change, author }) => ({ change, author: author ?? NOT_FOUND }))
    const changes = all.map(({ change }) => change)
    const { notCompared } = ofCard
    return { ...asked, ...spanOf(all), ...cut(changes, page, perPage), entries, knownFrom: null, notCompared, days: [] }
  }
  const since = new Date(question.since)
  const [oldest] = await store.snapshotsAfter(new Date(0), 1)
  const options = await compareOptions(ports)
  const before = await compareWith(ports, since, snapshot, options)
  const was = before ?? (oldest === undefined ? null : await compareWith(ports, oldest.firstSeenAt, snapshot, options))
  const [to, known] = [new Date(snapshot.takenAt), before === null ? (oldest?.firstSeenAt ?? null) : null]
  const nothing = { ...cut([], page, perPage), entries: [], notCompared: [], days: [] }
  if (was === null) return { ...asked, ...nothing, from: null, to, knownFrom: null }
  const { diff } = was
  const changes = worstFirst(diff.changes.filter(({ isStanding }) => !isStanding))
  // It was seen like that until then, and on the day itself where that is later.
  const from =
    before === null ? (oldest?.firstSeenAt ?? was.from) : new Date(Math.min(was.from.getTime(), since.getTime()))
  const watched = await store.changesFoundSince(from, CHANGES_MAX)
  const shown = pageOf(changes, page, perPage)
  const read = await authorsOf(
    ports,
    shown.map((change) => ({ change, from, to })),
  )
  const entries = shown.map((change) => ({ change, author: authorOf(change, read.get(change.id), watched) }))
  const { notCompared } = diff
  const days = daysOf(watched)
  return { ...asked, from, to, knownFrom: known, ...cut(changes, page, perPage), entries, notCompared, days }
}

const NOT_FOUND: Authorship = { kind: 'not-found' }

const pageOf = <T>(all: readonly T[], page: number, perPage: number): readonly T[] =>
  all.slice(page * perPage, (page + 1) * perPage)

const cut = (changes: readonly DriftChange[], page: number, perPage: number) => ({
  changes,
  total: changes.length,
  isLast: (page + 1) * perPage >= changes.length,
})

/** What the log no longer tells may have been seen in it when the change was found. */
function authorOf(change: DriftChange, read: Authorship | undefined, watched: readonly KeptChange[]): Authorship {
  if (read !== undefined && read.kind !== 'not-found' && read.kind !== 'unreadable') return read
  const same = watched.filter((one) => one.change.code === change.code && one.change.subject.id === change.subject.id)
  const authors = same.flatMap(({ author }) => author ?? [])
  const by = new Map<string, Initiator>()
  for (const author of authors) {
    if (author.kind === 'known') by.set(author.by.id, author.by)
    if (author.kind === 'several') for (const one of author.by) by.set(one.id, one)
  }
  const [only] = authors
  if (authors.length === 1 && same.length === 1 && only?.kind === 'known') return only
  return by.size > 0 ? { kind: 'several', by: [...by.values()] } : (read ?? { kind: 'not-found' })
}

/** What stands and waits came about by time alone. */
function daysOf(watched: readonly KeptChange[]): readonly DriftDay[] {
  const counts = new Map<number, number>()
  for (const { foundAt, from } of watched) {
    const day = Math.floor(foundAt.getTime() / DAY_MS) * DAY_MS
    if (from !== null) counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  const days = [...counts].sort(([one], [other]) => one - other)
  return days.slice(-DAYS_MAX).map(([day, count]) => ({ day: new Date(day), count }))
}
