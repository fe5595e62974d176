/** What has changed since a day: the newest snapshot of before it beside the one of now, and who did it. */
import {
  type Authorship,
  compareSnapshots,
  type DriftAnswer,
  type DriftChange,
  type DriftDay,
  type DriftQuestion,
  type Initiator,
  worstFirst,
} from '../../domain/policyStatus/index.js'
import { authorsOf } from '../changeAuthors.js'
import type { KeptChange } from '../ports.js'
import { compareOptions } from '../watchDrift.js'
import { wholeSnapshot } from '../wholeSnapshot.js'
import type { Asking } from './asking.js'

const DAY_MS = 24 * 60 * 60 * 1000
const CHANGES_MAX = 1_000
/** Bars that a phone shows. */
const DAYS_MAX = 14

export async function drift(question: DriftQuestion, { ports, snapshot, now }: Asking): Promise<DriftAnswer> {
  const { store } = ports
  const since = new Date(question.since)
  const { dated } = await ports.judge.judge('dated', snapshot, now)
  const [oldest] = await store.snapshotsAfter(new Date(0), 1)
  const before = await wholeSnapshot(ports, since)
  const was = before ?? (oldest === undefined ? null : await wholeSnapshot(ports, oldest.firstSeenAt))
  const [to, known] = [new Date(snapshot.takenAt), before === null ? (oldest?.firstSeenAt ?? null) : null]
  const asked = { ...dated, kind: 'drift', question, to } as const
  const nothing = { entries: [], notCompared: [], days: [] } as const
  if (was === null) return { ...asked, ...nothing, from: null, knownFrom: null }
  const diff = compareSnapshots(was.snapshot, snapshot, await compareOptions(ports))
  const changes = worstFirst(diff.changes.filter(({ isStanding }) => !isStanding))
  // It was seen like that until then, and on the day itself where that is later.
  const from =
    before === null ? was.kept.firstSeenAt : new Date(Math.min(was.kept.lastSeenAt.getTime(), since.getTime()))
  const watched = await store.changesFoundSince(from, CHANGES_MAX)
  const read = await authorsOf(
    ports,
    changes.map((change) => ({ change, from, to })),
  )
  const entries = changes.map((change) => ({ change, author: authorOf(change, read.get(change.id), watched) }))
  return { ...asked, from, knownFrom: known, entries, notCompared: diff.notCompared, days: daysOf(watched) }
}

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
