import { describe, expect, it } from 'vitest'
import { type PolicyImpactOptions, runPolicyImpact } from '../../src/cli/policyImpact.js'
import { parseSnapshot } from '../../src/domain/policyStatus/index.js'
import * as example from '../domain/policyStatus/example.js'
import { AZURE_CLI, row } from '../support/signInRows.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')
const OPEN = JSON.stringify(example.snapshot({ policies: [example.riskPolicy()] }))
const at = (change: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(
    row({
      at: new Date('2026-02-20T10:00:00Z'),
      userId: example.BEN,
      appId: AZURE_CLI,
      ipAddress: example.HOME_ADDRESS,
      ...change,
    }),
  )
const FILES = { 'snapshot.json': OPEN, 'log.jsonl': `${at()}\n` }

async function run(files: Readonly<Record<string, string>>, options: Partial<PolicyImpactOptions> = {}) {
  const io = keptIo(files)
  const ran = runPolicyImpact(io, { file: 'snapshot.json', signIns: 'log.jsonl', now: NOW, ...options })
  return { status: await statusOf(ran), out: io.lines, err: io.faults }
}

describe('postern policy impact', () => {
  it('says who would have been stopped and what to use instead, and exits 1', async () => {
    const { status, out } = await run(FILES)
    expect(status).toBe(1)
    expect(out[0]).toBe(
      'With "Block device code flow" enforced (planned), 1 sign-in and 1 session of 1 person would have been stopped.',
    )
    expect(out.join('\n')).toContain('az-login-interactive: `az login` without `--use-device-code`')
    expect(out.find((line) => line.startsWith('The log holds'))).toContain('1 of the 30 days')
    expect(out).toContain('Days without any row: 2026-02-01 to 2026-02-19, 2026-02-21 to 2026-03-02')
  })

  it('takes the log from standard input beside the tenant as it is now', async () => {
    const liveSnapshot = async () => parseSnapshot(JSON.parse(OPEN))
    const io = { ...keptIo({ '-': FILES['log.jsonl'] }), liveSnapshot }
    expect(await statusOf(runPolicyImpact(io, { live: true, signIns: '-', now: NOW }))).toBe(1)
  })

  it('is one JSON object with --json', async () => {
    const { out } = await run(FILES, { json: true })
    expect(out).toHaveLength(1)
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ kind: 'impact', total: { stopped: 1 } })
  })

  it('exits 0 where nothing would be stopped, 2 where the log holds nothing or cannot be read', async () => {
    expect((await run({ ...FILES, 'log.jsonl': at({ ipAddress: example.OFFICE_ADDRESS }) })).status).toBe(0)
    expect((await run({ ...FILES, 'log.jsonl': '\n' })).status).toBe(2)
    const broken = await run({ ...FILES, 'log.jsonl': `${at({ ipAddress: example.OFFICE_ADDRESS })}\n{` })
    expect(broken).toMatchObject({ status: 2, err: [expect.stringContaining('1 lines')] })
    expect((await run(FILES, { now: new Date('2026-03-04T08:00:00Z') })).status).toBe(2)
  })

  it('exits 2 where no row says whether it was a device code sign-in, and holds no day of them', async () => {
    // As Graph v1.0 answers.
    const { authenticationProtocol: _, originalTransferMethod: __, ...without } = JSON.parse(at({ id: 'blind' }))
    const blind = JSON.stringify({ ...without, correlationId: 'x' })
    const { status, out } = await run({ ...FILES, 'log.jsonl': blind }, { json: true })
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      total: { stopped: 0 },
      period: { coveredDays: 0 },
      notReplayed: [{ why: 'undecidable', count: 1 }],
    })
    expect(status).toBe(2)
    const some = `${at({ ipAddress: example.OFFICE_ADDRESS })}\n${blind}`
    expect((await run({ ...FILES, 'log.jsonl': some })).status).toBe(2)
  })

  it('counts the days of ordinary rows as held, though none of them is replayed', async () => {
    const ordinary = at({
      id: 'ordinary',
      at: new Date('2026-02-21T10:00:00Z'),
      authenticationProtocol: 'none',
      correlationId: 'x',
    })
    const { out } = await run({ ...FILES, 'log.jsonl': `${at()}\n${ordinary}` }, { json: true })
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ period: { coveredDays: 2 }, seen: { completed: 1 } })
  })

  it.each([
    ['is no policy', { x: 1 }],
    ['has a member that Graph has not', { ...example.policy(), conditions: { users: { includeUser: ['All'] } } }],
    ['has neither people nor controls', { displayName: 'Empty', conditions: {} }],
  ])('refuses a candidate that %s: nothing would be stopped by it', async (_what, candidate) => {
    const files = { ...FILES, 'candidate.json': JSON.stringify(candidate) }
    expect(await run(files, { candidate: 'candidate.json' })).toMatchObject({ status: 65, out: [] })
  })

  it('takes a candidate as Graph writes it', async () => {
    const written = { '@odata.type': '#x', createdDateTime: '2026-01-01', ...example.policy(), templateId: null }
    const { status } = await run(
      { ...FILES, 'candidate.json': JSON.stringify(written) },
      { candidate: 'candidate.json' },
    )
    expect(status).toBe(1)
  })

  it('refuses an exception that is the id of no group', async () => {
    expect(await run(FILES, { exceptGroup: ['notanid'] })).toMatchObject({ status: 65, out: [] })
  })

  it('shouts first where a candidate reaches emergency access', async () => {
    const reckless = JSON.stringify(example.policy({ id: 'x', users: { excludeUsers: [] } }))
    const { out, status } = await run({ ...FILES, 'candidate.json': reckless }, { candidate: 'candidate.json' })
    expect(out[0]).toMatch(/^EMERGENCY ACCESS WOULD BE BLOCKED: Emergency 1 \(/)
    expect(status).toBe(1)
  })

  it('takes phones and rooms from the context', async () => {
    const context = JSON.stringify({ sharedDeviceAccounts: [example.BEN] })
    const { out } = await run({ ...FILES, 'context.json': context }, { context: 'context.json' })
    const at = out.indexOf('Resource accounts for an exception group:')
    expect(out[at + 1]).toBe(`  Ben (${example.BEN})`)
  })

  it('shows no control characters from the log', async () => {
    const hostile = at({ userId: example.CODE_HOST }).replace('dana@contoso.example', 'red\\u001b[31m')
    expect((await run({ ...FILES, 'log.jsonl': hostile })).out.join('\n')).toContain('red\ufffd[31m')
  })

  it('asks for the log', async () => {
    expect((await run(FILES, { signIns: '-', file: '-' })).status).toBe(64)
    expect((await run({ 'snapshot.json': OPEN })).status).toBe(66)
  })
})
