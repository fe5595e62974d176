/**
 * Pages of the sign-in log: read, normalised and sifted, beside a bare `JSON.parse` of the same bytes. One flow in a
 * hundred is device code, which is far more than a log holds.
 */
import { CLIENTS, RESOURCES } from '../src/demo/tenant/catalog.js'
import { ownAzureCli } from '../src/demo/tenant/deviceCodeFlows.js'
import { PEOPLE } from '../src/demo/tenant/seed.js'
import { signInRow } from '../src/demo/tenant/signInRow.js'
import { OFFICE } from '../src/demo/tenant/vantages.js'
import { CorrelationSieve, readRecords } from '../src/domain/signInAlert/index.js'
import { quantile, type Row, ratePerSecond, thousands, twoDigits } from './row.js'

const ROWS_PER_PAGE = 1000
const PAGES = 10
const ROUNDS = 15
const PIECE_MS = 300
const POLICIES = 5
const DEVICE_CODE_EVERY = 100
const MIB = 1024 * 1024

export function records(): Row[] {
  const pages = Array.from({ length: PAGES }, (_, page) => JSON.stringify({ value: pageOf(page) }))
  const bytes = pages.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / PAGES
  const textOf = (index: number): string => pages[index % PAGES] ?? ''
  let sieve = new CorrelationSieve()
  const parse = (index: number): unknown => JSON.parse(textOf(index))
  const sift = (index: number): unknown => {
    if (index % PAGES === 0) sieve = new CorrelationSieve()
    return sieve.take(readRecords(parse(index)).records)
  }
  // In turn and in short pieces, so that both meet the same machine; the middle of the ratios is what holds.
  const pairs = Array.from({ length: ROUNDS }, () => [piece(parse), piece(sift)] as const)
  const middle = (figures: readonly number[]): number =>
    quantile(
      [...figures].sort((one, other) => one - other),
      0.5,
    )
  const [bare, whole] = [
    middle(pairs.map(([one]) => one.pagesPerSecond)),
    middle(pairs.map(([, other]) => other.pagesPerSecond)),
  ]
  const speed = (rate: number): string =>
    `${thousands(rate * ROWS_PER_PAGE)} rows/s, ${thousands((rate * bytes) / MIB)} MB/s`
  const byClock = middle(pairs.map(([one, other]) => other.pagesPerSecond / one.pagesPerSecond))
  return [
    {
      what: `sign-in records, ${thousands(bytes / ROWS_PER_PAGE)} bytes a row, parsed, normalised and sifted`,
      figure: `${speed(whole)}; without the parsing ${speed(1 / (1 / whole - 1 / bare))}`,
      yardstick: `JSON.parse ${speed(bare)}`,
      // On a machine that is busy with other work the collector's threads wait for a core, and the clock measures that.
      ratio: `${twoDigits(middle(pairs.map(([one, other]) => one.pageMs / other.pageMs)))} by processor time, ${twoDigits(byClock)} by the clock`,
      target: '0.5 or more of a bare JSON.parse of the same bytes',
    },
  ]
}

/** Rate by the clock, and processor time a page, with what the collector's threads take of it. */
function piece(work: (index: number) => unknown): { readonly pagesPerSecond: number; readonly pageMs: number } {
  let runs = 0
  const counted = (index: number): unknown => {
    runs += 1
    return work(index)
  }
  const before = process.cpuUsage()
  const pagesPerSecond = ratePerSecond(counted, PIECE_MS)
  const { user, system } = process.cpuUsage(before)
  return { pagesPerSecond, pageMs: (user + system) / 1000 / runs }
}

function pageOf(page: number): readonly unknown[] {
  const at = (index: number): Date => new Date(Date.UTC(2026, 10, 20, 10) - (page * ROWS_PER_PAGE + index) * 1000)
  return Array.from({ length: ROWS_PER_PAGE }, (_, index) =>
    index % DEVICE_CODE_EVERY === 0 ? ownAzureCli(PEOPLE.developer, at(index))[0] : ordinary(index, at(index)),
  )
}

const policies = Array.from({ length: POLICIES }, (_, index) => ({
  id: `0000000${index}-0000-4000-8000-000000000000`,
  displayName: `CA00${index} Require multifactor authentication`,
  enforcedGrantControls: ['Mfa'],
  enforcedSessionControls: [],
  result: 'success',
  conditionsSatisfied: 'application,users',
  conditionsNotSatisfied: 'none',
  includeRulesSatisfied: [{ conditionalAccessCondition: 'application', ruleSatisfied: 'allApps' }],
  excludeRulesSatisfied: [],
}))

const ordinary = (index: number, at: Date): unknown =>
  signInRow({
    id: crypto.randomUUID(),
    at,
    who: PEOPLE.employee,
    from: OFFICE,
    app: CLIENTS.teams,
    resource: RESOURCES.graph,
    correlationId: crypto.randomUUID(),
    sessionId: crypto.randomUUID(),
    interactive: index % 4 === 0,
    protocol: 'none',
    transfer: 'none',
    applied: policies,
  })
