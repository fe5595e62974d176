/**
 * Records → cases. The answer depends on the set of records only, not on their order or on how often one comes, so a
 * log read record by record ends in the same cases as the log read whole.
 *
 * Rows of two users never join. The session id alone cannot tell flows apart, since it is the one of the browser in
 * which the code was approved: two codes approved in one browser share it.
 */
import type { DeviceCodeCase } from './case.js'
import { type CaseDraft, type Group, groupRecords } from './groups.js'
import { caseOf } from './legs.js'
import { mergeRecords } from './mergeRecords.js'
import { recognise } from './recognise.js'
import type { ReadError, ReadErrorCode, SettledRecord, SignInRecord } from './record.js'

/** A code lives 15 minutes (Microsoft Learn: "OAuth 2.0 device authorization grant", `expires_in`). */
const CODE_LIFE_MS = 15 * 60_000
const PRIMARY_REFRESH_TOKEN_JOIN_MS = 24 * 3_600_000

export interface Assembled {
  /** In order of first sight, then of id. */
  readonly cases: readonly DeviceCodeCase[]
  /** Device code rows that cannot be placed, and rows of which nobody can say whether they are device code. */
  readonly errors: readonly ReadError[]
}

/** Groups all records into cases. `tenantId` becomes part of the case ids where the caller knows it. */
export function assembleCases(records: Iterable<SignInRecord>, tenantId?: string): Assembled {
  const errors: ReadError[] = []
  const byUser = new Map<string, SettledRecord[]>()
  for (const record of mergeRecords(records)) {
    const settled = settle(record)
    if (settled === undefined) continue
    if ('error' in settled) errors.push(settled)
    else {
      const rows = byUser.get(settled.userId)
      if (rows === undefined) byUser.set(settled.userId, [settled])
      else rows.push(settled)
    }
  }
  const cases: DeviceCodeCase[] = []
  for (const rows of byUser.values()) {
    const { groups, undecided } = groupRecords(rows)
    errors.push(...undecided.map((row): ReadError => ({ error: 'fields-missing', recordId: row.id })))
    cases.push(...joinGroups(groups).map((draft) => caseOf(draft, tenantId)))
  }
  cases.sort((one, other) => one.firstSeenMs - other.firstSeenMs || (one.caseId < other.caseId ? -1 : 1))
  errors.sort((one, other) => ((one.recordId ?? '') < (other.recordId ?? '') ? -1 : 1))
  return { cases, errors }
}

/** A row known not to be device code is dropped in silence when it is broken; any other is an error then. */
function settle(record: SignInRecord): SettledRecord | ReadError | undefined {
  const { atMs, result, userId } = record
  if (atMs !== undefined && result !== undefined && userId !== undefined) return { ...record, atMs, result, userId }
  const recognition = recognise(record)
  if (recognition === 'ordinary' || recognition === 'other-flow') return undefined
  const error: ReadErrorCode =
    userId === undefined ? 'user-missing' : atMs === undefined ? 'time-unreadable' : 'result-unreadable'
  return { error, recordId: record.id }
}

/** Joins the groups of one user, given in order of their beginning. */
function joinGroups(groups: readonly Group[]): readonly CaseDraft[] {
  const draftOf = joinRetries(groups.filter((group) => group.isFlow))
  const drafts = new Set(draftOf.values())
  /** For each session the case whose flow began last so far. */
  const latest = new Map<string, { readonly beganMs: number; readonly draft: CaseDraft }>()
  let lastSuccess: { readonly beganMs: number; readonly draft: CaseDraft } | undefined
  for (const group of flowsFirst(groups)) {
    const own = draftOf.get(group)
    if (own !== undefined) {
      const begun = { beganMs: group.startMs, draft: own }
      for (const session of group.sessions) latest.set(session, begun)
      if (group.hasSuccess) lastSuccess = begun
      continue
    }
    const [joined] = group.sessions
      .flatMap((session) => latest.get(session) ?? [])
      .sort((one, other) => other.beganMs - one.beganMs)
    const escalated =
      group.byPrimaryRefreshToken && withinMs(lastSuccess?.beganMs, group.startMs, PRIMARY_REFRESH_TOKEN_JOIN_MS)
    const begun = joined ??
      (escalated ? lastSuccess : undefined) ?? { beganMs: group.startMs, draft: { flows: [], tails: [] } }
    begun.draft.tails.push(group)
    drafts.add(begun.draft)
    for (const session of group.sessions) if (!latest.has(session)) latest.set(session, begun)
  }
  return [...drafts]
}

/** In order of beginning; at the same instant a flow stands before a tail, so that the tail can join it. */
function flowsFirst(groups: readonly Group[]): readonly Group[] {
  return [...groups].sort((one, other) => one.startMs - other.startMs || Number(other.isFlow) - Number(one.isFlow))
}

/**
 * Each flow is a case of its own, but for a wrong or dead code followed within a code's life by the next flow in the
 * same session: that is one attempt of one person.
 */
function joinRetries(flows: readonly Group[]): ReadonlyMap<Group, CaseDraft> {
  const draftOf = new Map<Group, CaseDraft>()
  const nextInSession = new Map<string, Group>()
  for (const flow of flows.toReversed()) {
    const [next] = flow.sessions
      .flatMap((session) => nextInSession.get(session) ?? [])
      .sort((one, other) => one.startMs - other.startMs)
    const isRetried = !flow.hasSuccess && !flow.hasBlock && withinMs(flow.startMs, next?.startMs, CODE_LIFE_MS)
    const draft = (isRetried && next !== undefined ? draftOf.get(next) : undefined) ?? { flows: [], tails: [] }
    draft.flows.unshift(flow)
    draftOf.set(flow, draft)
    for (const session of flow.sessions) nextInSession.set(session, flow)
  }
  return draftOf
}

const withinMs = (fromMs: number | undefined, toMs: number | undefined, spanMs: number): boolean =>
  fromMs !== undefined && toMs !== undefined && toMs - fromMs >= 0 && toMs - fromMs <= spanMs
