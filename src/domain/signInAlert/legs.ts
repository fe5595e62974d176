/** What part each record of a case plays, what became of the case, and what it is called. */
import type { CaseId } from '../ids.js'
import type { DeviceCodeCase, Leg, LegKind, Outcome } from './case.js'
import { BLOCK_CODES, INTERRUPT_CODES, SUCCESS } from './data/resultCodes.js'
import { byTime, type CaseDraft, type Group } from './groups.js'
import { recognise, saysDeviceCodeProtocol } from './recognise.js'
import type { SettledRecord } from './record.js'

const REFRESH_TOKENS = new Set(['refreshtoken', 'primaryrefreshtoken'])

/** Makes the case of the groups that were joined. */
export function caseOf(draft: CaseDraft, tenantId: string | undefined): DeviceCodeCase {
  const flowRecords = recordsOf(draft.flows)
  const tailRecords = recordsOf(draft.tails)
  const kinds = draft.flows.length > 0 ? flowKinds(flowRecords) : new Map<SettledRecord, LegKind>()
  const records = [...flowRecords, ...tailRecords].sort(byTime)
  const legs = records.map((record): Leg => {
    const later: LegKind = draft.flows.length > 0 ? 'tail' : kindWithoutFlow(record)
    return {
      record,
      kind: kindOfError(record) ?? kinds.get(record) ?? later,
      // Where the flow itself began before the log, what there is of it stands for it.
      inFlow: draft.flows.length === 0 || kinds.has(record),
      undecided: recognise(record) === 'undecidable',
    }
  })
  const first = [...draft.flows, ...draft.tails][0]
  return {
    caseId: caseIdOf(tenantId, records[0]?.userId ?? '', first?.key ?? ''),
    userId: records[0]?.userId ?? '',
    userPrincipalName: records.find((record) => record.userPrincipalName !== undefined)?.userPrincipalName,
    firstSeenMs: records[0]?.atMs ?? 0,
    lastSeenMs: records.at(-1)?.atMs ?? 0,
    outcome: outcomeOf(records),
    legs,
  }
}

const recordsOf = (groups: readonly Group[]): SettledRecord[] => groups.flatMap((group) => group.records).sort(byTime)

/** Readable, and unique: a correlation of a user belongs to one case only. Parts are escaped, so none can imitate two. */
function caseIdOf(tenantId: string | undefined, userId: string, key: string): CaseId {
  return ['case', tenantId?.toLowerCase() ?? '-', userId, key]
    .map((part) => part.replace(/[%/]/g, escapePart))
    .join('/') as CaseId
}

const escapePart = (sign: string): string => (sign === '/' ? '%2F' : '%25')

function kindOfError({ result }: SettledRecord): LegKind | undefined {
  if (result === SUCCESS) return undefined
  return BLOCK_CODES.has(result) ? 'block' : INTERRUPT_CODES.has(result) ? 'interrupt' : 'other'
}

/**
 * Kinds of the records of a flow, given in order of time. The polling client normally writes the non-interactive rows;
 * where a log shows it as a second interactive row, that one is the redemption.
 */
function flowKinds(records: readonly SettledRecord[]): ReadonlyMap<SettledRecord, LegKind> {
  const kinds = new Map<SettledRecord, LegKind>(records.map((record) => [record, kindOfError(record) ?? 'other']))
  const successes = records.filter((record) => record.result === SUCCESS)
  const polling = successes.filter((record) => record.interactive !== true)
  for (const [index, record] of polling.entries()) kinds.set(record, index === 0 ? 'redemption' : 'tail')
  const browser = successes.filter((record) => record.interactive === true)
  const approval = browser.find(saysDeviceCodeProtocol) ?? browser[0]
  if (approval !== undefined) kinds.set(approval, 'approval')
  const second = browser.find((record) => record !== approval)
  if (second !== undefined && polling.length === 0) kinds.set(second, 'redemption')
  return kinds
}

function kindWithoutFlow(record: SettledRecord): LegKind {
  if (record.interactive === true) return 'approval'
  return REFRESH_TOKENS.has(record.tokenType ?? '') ? 'tail' : 'redemption'
}

function outcomeOf(records: readonly SettledRecord[]): Outcome {
  if (records.some((record) => record.result === SUCCESS)) return 'completed'
  if (records.some((record) => BLOCK_CODES.has(record.result))) return 'blocked'
  return records.every((record) => INTERRUPT_CODES.has(record.result)) ? 'pending' : 'failed'
}
