import { describe, expect, it } from 'vitest'
import { type PolicyCommand, type PolicyOptions, runPolicy } from '../../src/cli/policy.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')

async function run(
  command: PolicyCommand,
  files: Readonly<Record<string, string>>,
  options: Partial<PolicyOptions> = {},
) {
  const io = keptIo(files)
  const status = await statusOf(runPolicy(io, command, { file: 'snapshot.json', now: NOW, ...options }))
  return { status, out: io.lines }
}

const blocks = (parts: Parameters<typeof example.policy>[0]): string =>
  JSON.stringify(example.snapshot({ policies: [example.policy(parts), example.riskPolicy()] }))
const GOOD = JSON.stringify(example.snapshot())

describe('postern policy status', () => {
  it.each([
    ['yes', GOOD, 0],
    ['partial', blocks({ conditions: { clientAppTypes: ['browser'] } }), 1],
    ['report-only', blocks({ state: 'enabledForReportingButNotEnforced' }), 1],
    ['no', blocks({ state: 'disabled' }), 1],
    ['unknown', blocks({ conditions: { times: { start: '08:00' } } }), 2],
  ])('exits by its answer: %s', async (blocked, snapshot, status) => {
    const result = await run('status', { 'snapshot.json': snapshot }, { json: true })
    expect(result.status).toBe(status)
    expect(result.out).toHaveLength(1)
    expect(JSON.parse(result.out[0] ?? '')).toMatchObject({ kind: 'status', blocked })
  })

  it('says it in words, with the policy and the group', async () => {
    const { out } = await run('status', { 'snapshot.json': blocks({ users: { excludeGroups: [example.ENGINEERS] } }) })
    expect(out[0]).toBe('Device code flow is blocked for some sign-ins only.')
    expect(out).toContain('    in "Block device code"')
    expect(out).toContain(`    group Engineers (${example.ENGINEERS}), 1 member`)
  })

  it('says first that the data is old', async () => {
    const { out, status } = await run('status', { 'snapshot.json': GOOD }, { now: new Date('2026-03-02T10:00:00Z') })
    expect(out[0]).toBe('The data is 120 minutes old (2026-03-02T08:00:00Z).')
    expect(status).toBe(0)
  })

  it('is unknown from data of the day before', async () => {
    const { out, status } = await run('status', { 'snapshot.json': GOOD }, { now: new Date('2026-03-03T09:00:00Z') })
    expect(status).toBe(2)
    expect(out).toContain('It is not known whether device code flow is blocked.')
  })

  it('shows no control characters from the tenant', async () => {
    const { out } = await run('status', {
      'snapshot.json': blocks({ displayName: 'red\u001b[31m\u202e', users: { excludeGroups: [example.ROOMS] } }),
    })
    expect(out.join('\n')).toContain('"red\ufffd[31m\ufffd"')
  })

  it('reads standard input without a file', async () => {
    expect((await run('status', { '-': GOOD }, { file: '-' })).status).toBe(0)
  })
})

describe('postern policy who', () => {
  it('lists who is left, and exits 2 where it cannot tell', async () => {
    const open = blocks({ users: { excludeGroups: [example.ENGINEERS] } })
    const { out, status } = await run('who', { 'snapshot.json': open })
    expect(status).toBe(0)
    expect(out).toContain(`  Ben (${example.BEN})`)
    expect((await run('who', { 'snapshot.json': open }, { now: new Date('2026-03-04T08:00:00Z') })).status).toBe(2)
  })
})

describe('postern policy what-if', () => {
  const files = { 'snapshot.json': GOOD, 'sign-in.json': JSON.stringify(example.signIn()) }

  it('tells what happens to one sign-in', async () => {
    const json = await run('what-if', files, { signIn: 'sign-in.json', json: true })
    expect(JSON.parse(json.out[0] ?? '')).toEqual({
      outcome: 'block',
      applied: [example.BLOCK_ID],
      reportOnly: [],
      controls: ['block'],
      unknowns: [],
    })
    expect((await run('what-if', files, { signIn: 'sign-in.json' })).out[0]).toBe('Outcome: block')
  })

  it('asks for the sign-in', async () => {
    expect((await run('what-if', files)).status).toBe(64)
  })
})

describe('a file that is no good', () => {
  it.each([
    ['missing', {}, 66],
    ['not JSON', { 'snapshot.json': '{' }, 65],
    ['something else', { 'snapshot.json': '{"policies":7}' }, 65],
  ])('%s: no answer, and a status of 64 or above', async (_case, files, status) => {
    expect(await run('status', files)).toEqual({ status, out: [] })
  })

  it('as the sign-in: the places that are wrong', async () => {
    const io = keptIo({ 'snapshot.json': GOOD, 'sign-in.json': '{"appId":1}' })
    const ran = runPolicy(io, 'what-if', { file: 'snapshot.json', signIn: 'sign-in.json', now: NOW })
    await expect(ran).rejects.toMatchObject({
      code: 'input-invalid',
      detail: { faults: expect.arrayContaining(['userId: invalid_type']) },
    })
  })
})
