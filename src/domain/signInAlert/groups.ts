/**
 * Groups: the rows of one user and one correlation, where at least one row is device code.
 *
 * Every user row of the correlation belongs, recognised or not: the browser leg of a real capture carried neither
 * field. A group is a *flow* when a person's approval (or a policy's refusal) of a code stands in it; any other group
 * is a *tail*, a later use of the session, which keeps the transfer flag for as long as it lives.
 */
import { BLOCK_CODES, SUCCESS } from './data/resultCodes.js'
import { hasTransferFlag, isDeviceCodeBlock, recognise, saysDeviceCodeProtocol } from './recognise.js'
import type { SettledRecord } from './record.js'

export interface Group {
  /** The correlation, or the record's own id where it has none: unique among the groups of a user. */
  readonly key: string
  readonly isFlow: boolean
  readonly startMs: number
  /** In order of time, then of id. */
  readonly records: readonly SettledRecord[]
  readonly sessions: readonly string[]
  readonly hasSuccess: boolean
  readonly hasBlock: boolean
  readonly byPrimaryRefreshToken: boolean
}

/** Groups that are one case. */
export interface CaseDraft {
  readonly flows: Group[]
  readonly tails: Group[]
}

export interface Grouping {
  readonly groups: readonly Group[]
  /** Rows that could not be decided and share no correlation with a recognised one. */
  readonly undecided: readonly SettledRecord[]
}

export const byTime = (one: SettledRecord, other: SettledRecord): number =>
  one.atMs - other.atMs || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)

export const cameByPrimaryRefreshToken = (record: SettledRecord): boolean => record.tokenType === 'primaryrefreshtoken'

/** Groups the rows of one user, each id once, in order of their beginning. */
export function groupRecords(records: Iterable<SettledRecord>): Grouping {
  const byCorrelation = new Map<string, SettledRecord[]>()
  for (const record of records) {
    if (recognise(record) === 'other-flow') continue
    const key = record.correlationId ?? `record:${record.id}`
    const rows = byCorrelation.get(key)
    if (rows === undefined) byCorrelation.set(key, [record])
    else rows.push(record)
  }
  const groups: Group[] = []
  const undecided: SettledRecord[] = []
  for (const [key, rows] of byCorrelation) {
    if (rows.some((row) => recognise(row) === 'device-code')) groups.push(groupOf(key, rows.sort(byTime)))
    else undecided.push(...rows.filter((row) => recognise(row) === 'undecidable'))
  }
  groups.sort((one, other) => one.startMs - other.startMs || (one.key < other.key ? -1 : 1))
  return { groups, undecided }
}

function groupOf(key: string, records: readonly SettledRecord[]): Group {
  return {
    key,
    isFlow: isFlow(records),
    startMs: records[0]?.atMs ?? 0,
    records,
    sessions: [...new Set(records.flatMap((record) => record.sessionId ?? []))],
    hasSuccess: records.some((record) => record.result === SUCCESS),
    hasBlock: records.some((record) => BLOCK_CODES.has(record.result)),
    byPrimaryRefreshToken: records.some(cameByPrimaryRefreshToken),
  }
}

function isFlow(records: readonly SettledRecord[]): boolean {
  if (records.some((record) => saysDeviceCodeProtocol(record) || isDeviceCodeBlock(record))) return true
  const browser = records.some((record) => record.interactive === true && !hasTransferFlag(record))
  const polling = records.some((record) => record.interactive !== true && recognise(record) === 'device-code')
  return browser && polling
}
