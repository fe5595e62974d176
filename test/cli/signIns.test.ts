import { describe, expect, it } from 'vitest'
import { runSignInsAssess } from '../../src/cli/signIns.js'
import {
  again,
  approval,
  interrupt,
  OTHER_USER,
  phish,
  type Row,
  redemption,
  refresh,
  USER,
} from '../domain/signInAlert/examples.js'
import { keptIo, statusOf } from './io.js'

interface Ran {
  readonly status: number
  readonly lines: readonly Record<string, unknown>[]
}

async function run(
  files: Readonly<Record<string, string>>,
  options = { file: 'log' } as { file?: string; context?: string; tuning?: string },
): Promise<Ran> {
  const io = keptIo(files)
  const status = await statusOf(runSignInsAssess(io, { ...options, now: NOW }))
  return { status, lines: io.lines.map((line) => JSON.parse(line)) }
}

const NOW = new Date('2026-03-02T12:00:00Z')

const jsonl = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('postern sign-ins assess', () => {
  it('prints one line a case, in the form of the contract', async () => {
    const { status, lines } = await run({ log: jsonl(phish) })
    expect(status).toBe(0)
    expect(lines).toEqual([
      {
        caseId: `case/-/${USER}/${String(approval.correlationId)}`,
        userId: USER,
        userPrincipalName: 'megan@contoso.com',
        firstSeen: '2026-03-02T09:00:00.000Z',
        outcome: 'completed',
        severity: 'high',
        reasons: ['approval-redemption-network-differs', 'untrusted-network'],
        legs: [
          {
            recordId: interrupt.id,
            kind: 'interrupt',
            ipAddress: '198.51.100.20',
            appId: approval.appId,
            at: '2026-03-02T09:00:00.000Z',
          },
          {
            recordId: approval.id,
            kind: 'approval',
            ipAddress: '198.51.100.20',
            appId: approval.appId,
            at: '2026-03-02T09:00:20.000Z',
          },
          {
            recordId: redemption.id,
            kind: 'redemption',
            ipAddress: '203.0.113.77',
            appId: approval.appId,
            at: '2026-03-02T09:00:25.000Z',
          },
        ],
      },
    ])
  })

  it('says null where a record does not say', async () => {
    const { lines } = await run({ log: jsonl([{ ...approval, userPrincipalName: null, ipAddress: null, appId: 7 }]) })
    expect(lines[0]).toMatchObject({ userPrincipalName: null, legs: [{ ipAddress: null, appId: null }] })
  })

  it('uses what the context knows', async () => {
    const context = JSON.stringify({ privilegedRoles: { [USER]: ['62e90394-69f5-4237-9190-012177145e10'] } })
    const { lines } = await run({ log: jsonl(phish), known: context }, { file: 'log', context: 'known' })
    expect(lines[0]).toMatchObject({ severity: 'critical' })
  })

  it('goes on after lines it cannot read, and exits with 1', async () => {
    const { status, lines } = await run({ log: `\uFEFF{"id":"cut\r\n\r\n7\n${jsonl(phish)}{"error":{"code":"x"}}` })
    expect(status).toBe(1)
    expect(lines.filter((line) => 'error' in line)).toEqual([
      { error: 'not-json', line: 1 },
      { error: 'not-an-object', line: 3 },
      { error: 'not-a-sign-in', line: 7 },
    ])
    expect(lines.filter((line) => 'caseId' in line)).toHaveLength(1)
  })

  it('names the record that cannot be decided', async () => {
    const blind = { ...approval, authenticationProtocol: undefined, originalTransferMethod: undefined }
    const { status, lines } = await run({ log: jsonl([blind]) })
    expect(status).toBe(1)
    expect(lines).toEqual([{ error: 'fields-missing', recordId: approval.id }])
  })

  it('prints nothing for a log without device code', async () => {
    const ordinary = phish.map((row) => ({ ...row, authenticationProtocol: 'none', originalTransferMethod: 'none' }))
    expect(await run({ log: jsonl(ordinary) })).toEqual({ status: 0, lines: [] })
  })

  it.each([
    ['no log', {}, { file: 'log' }, 66],
    ['no context', { log: '' }, { file: 'log', context: 'known' }, 66],
    ['a context that is not JSON', { log: '', known: '{' }, { file: 'log', context: 'known' }, 65],
    ['a context that is no object', { log: '', known: '[]' }, { file: 'log', context: 'known' }, 65],
  ])('is a fault and no answer where there is %s', async (_case, files, options, status) => {
    expect(await run(files, options)).toEqual({ status, lines: [] })
  })
})

it('does not take a pipe that can be read once for a log without device code', async () => {
  const once = [Buffer.from(jsonl(phish))]
  const io = { ...keptIo(), openFile: () => none(once.shift()) }
  expect(await statusOf(runSignInsAssess(io, { file: '/dev/fd/63', now: NOW }))).toBe(65)
  expect(io.lines).toEqual([])
})

async function* none(chunk?: Buffer): AsyncGenerator<Buffer> {
  if (chunk !== undefined) yield chunk
}

describe('a log', () => {
  const bare = { authenticationProtocol: 'none', originalTransferMethod: 'none' }
  /** Browser legs without the fields before and after the row that shows what they belong to; copies; a second user. */
  const log: readonly Row[] = [
    { ...interrupt, ...bare },
    { ...redemption, correlationId: null },
    refresh,
    ...again(phish, 'b', 90, { userId: OTHER_USER }),
    { ...refresh, id: 'ordinary', ...bare, correlationId: 'ordinary' },
    { ...redemption, ...bare },
    { ...approval, ...bare },
    { ...refresh, riskLevelAggregated: 'high' },
    { ...approval, id: 'blind', correlationId: 'x', authenticationProtocol: null, originalTransferMethod: null },
  ]

  it('gives the same answer in any order, whole or in pages, from a file or from standard input', async () => {
    const whole = await run({ log: jsonl(log) })
    expect(whole.lines.map((line) => (Array.isArray(line.legs) ? line.legs.length : line.error))).toEqual([
      'fields-missing',
      4,
      3,
    ])
    expect(await run({ log: jsonl(log.toReversed()) })).toEqual(whole)
    expect(await run({ log: jsonl([{ value: log.slice(0, 5) }, { value: log.slice(5) }]) })).toEqual(whole)
    expect(await run({ '-': jsonl(log) }, {})).toEqual(whole)
  })

  it('gives the same answer when it is fed record by record', async () => {
    const whole = await run({ log: jsonl(log) })
    let fed = await run({ log: '' })
    for (const index of log.keys()) fed = await run({ log: jsonl(log.slice(0, index + 1)) })
    expect(fed).toEqual(whole)
    expect(fed.lines).toHaveLength(3)
  })
})
