import { describe, expect, it } from 'vitest'
import { type PolicyDiffOptions, runPolicyDiff } from '../../src/cli/policyDiff.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const LATER = '2026-03-03T08:00:00Z'
const BEFORE = example.snapshot()
const later = (changes: Parameters<typeof example.snapshot>[0] = {}): string =>
  JSON.stringify({ ...BEFORE, takenAt: LATER, ...changes })

async function run(text: string, options: Partial<PolicyDiffOptions> = {}) {
  const io = keptIo({ 'before.json': JSON.stringify(BEFORE), 'after.json': text })
  const status = await statusOf(runPolicyDiff(io, { before: 'before.json', after: 'after.json', ...options }))
  return { status, out: io.lines, err: io.faults }
}
const edited = (parts: Parameters<typeof example.policy>[0]): string =>
  later({ policies: [example.policy(parts), example.riskPolicy()] })

describe('postern policy diff', () => {
  it.each([
    ['nothing changed', later(), 0],
    ['a policy got stricter', edited({ conditions: { locations: null } }), 0],
    ['somebody was let in', edited({ users: { excludeUsers: [example.BEN, example.EMERGENCY_1] } }), 1],
    ['emergency access is hit', edited({ users: { excludeUsers: [example.EMERGENCY_1] } }), 1],
    ['groups cannot be read any more', later({ unknowns: [{ what: 'group-members', why: 'forbidden' }] }), 2],
  ])('exits by what got worse: %s', async (_what, text, status) => {
    expect((await run(text)).status).toBe(status)
  })

  it('says what changed, field by field', async () => {
    const { out } = await run(edited({ displayName: 'red\u001b[31m', state: 'disabled' }))
    expect(out).toContain('Before: Device code flow is blocked outside trusted networks.')
    expect(out).toContain('  state: "enabled" → "disabled"')
    expect(out.join('\n')).toContain('policy-state-changed: a policy was enabled, disabled or turned to report-only')
    expect(out.join('\n')).not.toContain('\u001b')
  })

  it('names a condition that nobody knows without what a terminal would obey', async () => {
    const { out } = await run(edited({ conditions: { 'moon\u001b[31m': { phase: 'full' } } }))
    expect(out.join('\n')).toContain('conditions.moon')
    expect(out.join('\n')).not.toContain('\u001b')
  })

  it('is one JSON object with --json', async () => {
    const { out } = await run(later(), { json: true })
    expect(JSON.parse(out.join('\n'))).toMatchObject({ opens: false, changes: [] })
  })

  it('is a JUnit report that fails with the command', async () => {
    const { out } = await run(edited({ state: 'disabled' }), { format: 'junit' })
    expect(out[1]).toMatch(/^<testsuites name="postern" tests="\d+" failures="[1-9]\d*" errors="0"/)
  })

  it('asks whether the two are the wrong way round', async () => {
    expect((await run(later({ takenAt: '2026-03-01T08:00:00Z' }))).err[0]).toMatch(/wrong way round/)
    expect((await run(later())).err).toEqual([])
  })

  it('is a usage error with standard input twice', async () => {
    expect((await run(later(), { before: '-', after: '-' })).status).toBe(64)
  })
})
