/**
 * Stories as logs tell them, told in every way a log can tell them: whole, shuffled, twice, in copies that complete each
 * other, row by row, and in each of the three spellings. What is found must not depend on the way.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AssessmentContext,
  assembleCases,
  assessAll,
  continueCases,
  type DeviceCodeCase,
  mergeRecords,
  readContext,
  readRecords,
  type SignInRecord,
} from '../../../src/domain/signInAlert/index.js'
import {
  AZURE_CLI,
  again,
  approval,
  atHome,
  BROKER,
  interrupt,
  later,
  OTHER_USER,
  phish,
  type Row,
  redemption,
  refresh,
  THIRD_USER,
  USER,
} from './examples.js'

const AT = String(redemption.createdDateTime)
const CONTEXT = readContext({
  trustedNetworks: ['192.0.2.0/24'],
  privilegedRoles: { [OTHER_USER]: ['62e90394-69f5-4237-9190-012177145e10'] },
  history: {
    [USER]: { deviceCodeLast30d: 4, asns: [64496], countries: ['US'] },
    [OTHER_USER]: { deviceCodeLast30d: 0, asns: [64496], countries: ['US'] },
  },
  reports: [{ userId: THIRD_USER, at: later(AT, -5), verdict: 'phishing' }],
  audit: [
    {
      activityDisplayName: 'Register device',
      activityDateTime: later(AT, 4),
      result: 'success',
      initiatedBy: { user: { id: USER } },
    },
  ],
}) as AssessmentContext
const of = (rows: readonly Row[], suffix: string, minutes: number, change: Row) => again(rows, suffix, minutes, change)
const result = (rows: readonly Row[], errorCode: number): readonly Row[] =>
  rows.map((row) => ({ ...row, status: { errorCode } }))

const STORIES: Readonly<Record<string, readonly Row[]>> = {
  'a phish': phish,
  'a phish with its tail': [...phish, refresh, ...again([refresh], 'x', 600, { sessionId: refresh.sessionId })],
  'a phish of the broker': of(phish, 'b', 0, { appId: BROKER }),
  'a developer at home': of(atHome, 'd', 0, { appId: AZURE_CLI }),
  'a campaign': [USER, OTHER_USER, THIRD_USER].flatMap((userId, n) => of(phish, `c${n}`, n * 60, { userId })),
  'a blocked attempt, then another': [
    ...of([approval], 'f', 0, { status: { errorCode: 53003 } }),
    ...again(phish, 's', 20),
  ],
  'a wrong code, then the right one': [
    ...result(again([approval], 'w', -5, { sessionId: approval.sessionId }), 70018),
    ...phish,
  ],
  'somebody on the confirm page': [interrupt],
  'a browser row that says nothing of the flow': [{ ...approval, authenticationProtocol: 'none' }, redemption],
  'a row that cannot be decided': [
    { ...approval, authenticationProtocol: undefined, originalTransferMethod: undefined },
    redemption,
  ],
  'ordinary work beside a phish': [
    ...phish,
    ...again([approval], 'o', 3, { authenticationProtocol: 'none', originalTransferMethod: 'none' }),
  ],
  'another transfer': of(phish, 't', 0, { originalTransferMethod: 'authenticationTransfer' }),
}

const streamOf = ({ isInteractive }: Row): string =>
  isInteractive === false ? 'NonInteractiveUserSignInLogs' : 'SignInLogs'

const envelope = (row: Row): Row => {
  const { errorCode } = row.status as { errorCode: number }
  const written = later(String(row.createdDateTime), 17)
  return { records: [{ time: written, category: streamOf(row), resultType: String(errorCode), properties: row }] }
}

/** Dynamic columns of the table for rows without a person are JSON text. */
function tableRow(row: Row): Row {
  const { resourceId, ipAddress, location, status, autonomousSystemNumber, ...same } = row
  const isText = row.isInteractive === false
  const dynamic = (value: unknown): unknown => (isText ? JSON.stringify(value) : value)
  const columns = Object.entries(same).map(([name, value]) => [`${name[0]?.toUpperCase()}${name.slice(1)}`, value])
  return {
    ...Object.fromEntries(columns),
    TimeGenerated: later(String(row.createdDateTime), 17),
    Type: isText ? 'AADNonInteractiveUserSignInLogs' : 'SigninLogs',
    ResourceIdentity: resourceId,
    ResourceId: '/tenants/x/providers/Microsoft.aadiam',
    IPAddress: ipAddress,
    LocationDetails: dynamic(location),
    Location: (location as { countryOrRegion?: string } | undefined)?.countryOrRegion,
    Status: dynamic(status),
    ResultType: String((status as { errorCode: number }).errorCode),
    AutonomousSystemNumber: autonomousSystemNumber === undefined ? undefined : String(autonomousSystemNumber),
  }
}

const SPELLINGS: Readonly<Record<string, (row: Row) => Row>> = {
  Graph: (row) => row,
  'Event Hubs': envelope,
  'Log Analytics': tableRow,
  'capitals in every id': (row) =>
    JSON.parse(JSON.stringify(row).replace(/"([0-9a-f]{8}-[0-9a-f-]{27,40})/g, (id) => id.toUpperCase())) as Row,
}

const read = (values: readonly Row[]): readonly SignInRecord[] => values.flatMap((value) => readRecords(value).records)

function found(cases: readonly DeviceCodeCase[]): readonly unknown[] {
  const assessments = assessAll(cases, CONTEXT)
  return cases
    .map(({ userId, outcome, firstSeenMs, legs }, index) => {
      const kinds = legs.map(({ record, kind }) => `${record.id} ${kind}`.toLowerCase())
      return { userId, outcome, firstSeenMs, kinds, ...assessments[index] }
    })
    .sort((one, other) => (one.kinds.join() < other.kinds.join() ? -1 : 1))
}

const foundIn = (values: readonly Row[]): readonly unknown[] => found(assembleCases(read(values)).cases)

/** As the bot does: with each value all is worked out anew, and cases keep the ids they were stored under. */
function foundRowByRow(values: readonly Row[]): readonly unknown[] {
  let records: readonly SignInRecord[] = []
  const stored = new Map<string, DeviceCodeCase>()
  for (const value of values) {
    records = mergeRecords([...records, ...read([value])])
    for (const userId of new Set(records.map((record) => record.userId))) {
      const mine = <T extends { readonly userId?: string | undefined }>(of: Iterable<T>) =>
        [...of].filter((one) => one.userId === userId)
      const continued = continueCases(mine(assembleCases(records).cases), mine(stored.values()))
      for (const { absorbed } of continued) for (const caseId of absorbed) stored.delete(caseId)
      for (const { case: one } of continued) stored.set(one.caseId, one)
    }
  }
  return found([...stored.values()])
}

/** Two copies of a row, each without a part of what the other says. The two telling fields are never late. */
const copies = (row: Row): fc.Arbitrary<readonly Row[]> =>
  fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }).map((coins) => {
    const entries = Object.entries(row)
    const isKept = (name: string) => ['id', 'authenticationProtocol', 'originalTransferMethod'].includes(name)
    const part = (side: boolean): Row =>
      Object.fromEntries(
        entries.map(([name, value], index) => [name, isKept(name) || coins[index] === side ? value : null]),
      )
    return [part(true), part(false)]
  })

describe.each(Object.entries(STORIES))('%s', (_, story) => {
  const whole = foundIn(story)

  it.each(Object.entries(SPELLINGS))(
    'is the same in the spelling of %s, in any order, however often',
    (_spelling, spell) => {
      const told = story.map(spell)
      expect(foundIn(told)).toEqual(whole)
      fc.assert(
        fc.property(fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }), (values) => {
          expect(foundIn(values)).toEqual(whole)
        }),
        { numRuns: 15 },
      )
    },
  )

  it('is the same where the spellings are mixed', () => {
    const mixed = story.flatMap((row) => [row, envelope(row), tableRow(row)])
    fc.assert(
      fc.property(fc.shuffledSubarray(mixed, { minLength: mixed.length }), (values) => {
        expect(foundIn(values)).toEqual(whole)
      }),
      { numRuns: 15 },
    )
  })

  it('is the same where rows come incomplete and are completed later', () => {
    const revised = fc
      .tuple(...story.map(copies))
      .chain((rows) => fc.shuffledSubarray(rows.flat(), { minLength: story.length * 2 }))
    fc.assert(
      fc.property(revised, (values) => {
        expect(foundIn(values)).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('is the same row by row', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...story], { minLength: story.length }), (values) => {
        expect(foundRowByRow(values)).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })
})

it('tells stories that differ, but for the ordinary work, which leaves no trace', () => {
  const { 'ordinary work beside a phish': withWork, ...others } = STORIES
  const all = Object.values(others).map((story) => JSON.stringify(foundIn(story)))
  expect(new Set(all).size).toBe(all.length)
  expect(foundIn(withWork ?? [])).toEqual(foundIn(phish))
})
