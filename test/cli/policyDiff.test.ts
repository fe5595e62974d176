import { describe, expect, it } from 'vitest'
import { type PolicyDiffOptions, runPolicyDiff } from '../../src/cli/policyDiff.js'
import { parseSnapshot } from '../../src/domain/policyStatus/index.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const LATER = '2026-03-03T08:00:00Z'
const BEFORE = example.snapshot()
const later = (changes: Parameters<typeof example.snapshot>[0] = {}): string =>
  JSON.stringify({ ...BEFORE, takenAt: LATER, ...changes })

async function run(text: string, options: Partial<PolicyDiffOptions> = {}) {
  const io = keptIo({ 'before.json': JSON.stringify(BEFORE), 'after.json': text })
  const asked: Date[] = []
  const live = { liveSnapshot: async () => parseSnapshot(JSON.parse(text)) }
  const keptSnapshot = async (at: Date | undefined) => {
    if (at !== undefined) asked.push(at)
    return at !== undefined && at < new Date('2026-03-01T00:00:00Z') ? null : BEFORE
  }
  const given = { files: ['before.json', 'after.json'], ...options }
  const status = await statusOf(runPolicyDiff({ ...io, ...live, keptSnapshot }, given))
  return { status, out: io.lines, err: io.faults, asked }
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

  it('compares what was kept at a time with a file, or with the tenant as it is now', async () => {
    const before = edited({ state: 'disabled' })
    const file = await run(before, { files: ['after.json'], keptAt: '2026-03-02T09:00:00Z' })
    expect(file.asked).toEqual([new Date('2026-03-02T09:00:00Z')])
    expect(file.status).toBe(1)
    const live = await run(before, { files: [], keptAt: '2026-03-02T09:00:00Z', live: true })
    expect(live.out).toEqual(file.out)
    expect((await run(before, { files: ['before.json'], live: true })).out).toEqual(file.out)
  })

  it('says where nothing was kept of that time, and what it needs', async () => {
    expect(await run(later(), { files: ['after.json'], keptAt: '2026-02-01' })).toMatchObject({ status: 2, out: [] })
    expect((await run(later(), { files: ['after.json'], keptAt: 'x' })).status).toBe(65)
    expect((await run(later(), { files: ['one.json'] })).status).toBe(64)
    expect((await run(later(), { files: ['a', 'b'], live: true })).status).toBe(64)
  })

  it('is a usage error with standard input twice', async () => {
    expect((await run(later(), { files: ['-', '-'] })).status).toBe(64)
  })
})
