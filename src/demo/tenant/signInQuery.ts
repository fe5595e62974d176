/**
 * GET /beta/auditLogs/signIns: newest first, interactive rows only unless the filter speaks of the stream, the
 * documented filters, and enum values hidden from callers that do not ask for the newer ones.
 * Source: Microsoft Graph docs, "List signIns" (beta) and "appliedConditionalAccessPolicy resource type".
 */
import { badRequest } from './graphError.js'
import type { SignInRow } from './model.js'
import { type FilterRules, parseFilter } from './odataFilter.js'

const BY_TEXT = ['eq', 'startswith'] as const
const RULES: FilterRules = {
  fields: {
    createdDateTime: ['eq', 'ge', 'le'],
    id: ['eq'],
    userId: ['eq'],
    appId: ['eq'],
    correlationId: ['eq'],
    originalRequestId: ['eq'],
    resourceId: ['eq'],
    userDisplayName: BY_TEXT,
    userPrincipalName: BY_TEXT,
    appDisplayName: BY_TEXT,
    ipAddress: BY_TEXT,
    userAgent: BY_TEXT,
    'location/city': BY_TEXT,
    'location/state': BY_TEXT,
    'location/countryOrRegion': BY_TEXT,
    'deviceDetail/browser': BY_TEXT,
    'deviceDetail/operatingSystem': BY_TEXT,
    'status/errorCode': ['eq'],
    clientAppUsed: ['eq'],
    conditionalAccessStatus: ['eq'],
    // Not documented, and taken all the same.
    authenticationProtocol: ['eq'],
    originalTransferMethod: ['eq'],
    riskState: ['eq'],
    riskLevelAggregated: ['eq'],
    riskLevelDuringSignIn: ['eq'],
  },
  collections: ['signInEventTypes'],
}

const LARGEST_PAGE = 1000

export interface SignInQuery {
  readonly filter: string | null
  readonly top: string | null
  readonly now: Date
}

/** The rows that match, newest first. @throws GraphFault 400. */
export function selectSignIns(rows: readonly SignInRow[], { filter, now }: SignInQuery): readonly SignInRow[] {
  const matches = filter === null ? () => true : parseFilter(filter, RULES)
  const asksForStream = filter?.includes('signInEventTypes') ?? false
  return rows
    .filter((row) => (asksForStream || row.signInEventTypes.includes('interactiveUser')) && matches(row))
    .filter((row) => Date.parse(row.createdDateTime) <= now.getTime())
    .sort((a, b) => Date.parse(b.createdDateTime) - Date.parse(a.createdDateTime))
}

export function pageSize(top: string | null, largest = LARGEST_PAGE): number {
  if (top === null) return largest
  const size = /^\d{1,6}$/.test(top) ? Number(top) : 0
  if (size < 1 || size > largest)
    throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${largest}.`)
  return size
}

/** A row as this caller may see it. */
export function presentSignIn(
  row: SignInRow,
  caller: { readonly mayReadPolicies: boolean; readonly wantsUnknownEnums: boolean },
): SignInRow {
  // Not an error and not marked: an empty list is all that a caller without the permission sees.
  if (!caller.mayReadPolicies) return { ...row, appliedConditionalAccessPolicies: [] }
  if (caller.wantsUnknownEnums) return row
  const appliedConditionalAccessPolicies = row.appliedConditionalAccessPolicies.map((applied) =>
    String(applied.result).startsWith('reportOnly') ? { ...applied, result: 'unknownFutureValue' } : applied,
  )
  return { ...row, appliedConditionalAccessPolicies }
}
