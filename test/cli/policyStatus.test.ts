import { describe, expect, it } from 'vitest'
import { type PolicyStatusOptions, runPolicyStatus } from '../../src/cli/policyStatus.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')

async function run(files: Readonly<Record<string, string>>, options: Partial<PolicyStatusOptions> = {}) {
  const io = keptIo(files)
  const status = await statusOf(runPolicyStatus(io, { file: 'snapshot.json', now: NOW, ...options }))
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
    const result = await run({ 'snapshot.json': snapshot }, { json: true })
    expect(result.status).toBe(status)
    expect(result.out).toHaveLength(1)
    expect(JSON.parse(result.out[0] ?? '')).toMatchObject({ kind: 'status', blocked })
  })

  it('says it in words, with the policy and the group', async () => {
    const { out } = await run({ 'snapshot.json': blocks({ users: { excludeGroups: [example.ENGINEERS] } }) })
    expect(out[0]).toBe('Device code flow is blocked for some sign-ins only.')
    expect(out).toContain('    in "Block device code"')
    expect(out).toContain(`    group Engineers (${example.ENGINEERS}), 1 member`)
  })

  it('says who is still open, what to change, and where', async () => {
    const { out } = await run({ 'snapshot.json': blocks({ users: { excludeGroups: [example.ENGINEERS] } }) })
    expect(out).toContain('  1 person in Engineers, from anywhere, to anything')
    expect(out).toContain('    change: users: end the exclusion, or close it with a policy of its own')
    expect(out.some((line) => line.startsWith('    at https://entra.microsoft.com/#view/'))).toBe(true)
  })

  it('says of how many accounts it speaks, or that nobody counted them', async () => {
    const accounts = { read: { enabled: 12_340, members: 12_000, guests: 340 } }
    const counted = await run({ 'snapshot.json': JSON.stringify(example.snapshot({ accounts })) })
    expect(counted.out).toContain('Of 12340 enabled accounts, emergency access left out:')
    const { out } = await run({ 'snapshot.json': GOOD })
    expect(out).toContain('  how many accounts the tenant has is not known: not-counted')
    const { coverage } = JSON.parse((await run({ 'snapshot.json': GOOD }, { json: true })).out[0] ?? '')
    expect(coverage.enabled).toEqual({ unread: 'not-counted' })
  })

  it('says what stands beside the policies, unknown where it was not read, and leads to the portals of the cloud', async () => {
    const { out } = await run({ 'snapshot.json': GOOD }, { cloud: 'gcch' })
    expect(out).toContain('  unknown   line-domains-unknown: the domains could not be read (not-read)')
    expect(out.filter((line) => line.includes('https://'))).not.toContain('.com/')
    expect(out.some((line) => line.includes('https://entra.microsoft.us/#view/'))).toBe(true)
  })

  it('names every federated domain, and not only that there are some', async () => {
    const read = ['one.example', 'two.example'].map((id) => ({ id, authenticationType: 'Federated' }))
    const { out } = await run({ 'snapshot.json': JSON.stringify(example.snapshot({ posture: { domains: { read } } })) })
    expect(out).toContain('    one.example, two.example')
  })

  it('says first that the data is old', async () => {
    const { out, status } = await run({ 'snapshot.json': GOOD }, { now: new Date('2026-03-02T10:00:00Z') })
    expect(out[0]).toBe('The data is 120 minutes old (2026-03-02T08:00:00Z).')
    expect(status).toBe(0)
  })

  it('is unknown from data of the day before', async () => {
    const { out, status } = await run({ 'snapshot.json': GOOD }, { now: new Date('2026-03-03T09:00:00Z') })
    expect(status).toBe(2)
    expect(out).toContain('It is not known whether device code flow is blocked.')
  })

  it('shows no control characters from the tenant', async () => {
    const { out } = await run({
      'snapshot.json': blocks({ displayName: 'red\u001b[31m\u202e', users: { excludeGroups: [example.ROOMS] } }),
    })
    expect(out.join('\n')).toContain('"red\ufffd[31m\ufffd"')
  })

  it('reads standard input without a file', async () => {
    expect((await run({ '-': GOOD }, { file: '-' })).status).toBe(0)
  })
})

describe('a file that is no good', () => {
  it.each([
    ['missing', {}, 66],
    ['not JSON', { 'snapshot.json': '{' }, 65],
    ['something else', { 'snapshot.json': '{"policies":7}' }, 65],
  ])('%s: no answer, and a status of 64 or above', async (_case, files, status) => {
    expect(await run(files)).toEqual({ status, out: [] })
  })
})
