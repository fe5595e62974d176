import { describe, expect, it } from 'vitest'
import { runPolicyImpact } from '../../src/cli/policyImpact.js'
import { type PolicyPlanOptions, runPolicyPlan } from '../../src/cli/policyPlan.js'
import * as example from '../domain/policyStatus/example.js'
import { row } from '../support/signInRows.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')
const OPEN = JSON.stringify(example.snapshot({ policies: [example.riskPolicy()] }))

async function impactOf(snapshot: string, exceptGroup: readonly string[] = []): Promise<string> {
  const log = JSON.stringify(row({ at: new Date('2026-02-20T10:00:00Z'), userId: example.BEN }))
  const io = keptIo({ 'snapshot.json': snapshot, 'log.jsonl': log })
  await runPolicyImpact(io, { file: 'snapshot.json', signIns: 'log.jsonl', json: true, exceptGroup, now: NOW })
  return io.lines[0] ?? ''
}

async function run(files: Readonly<Record<string, string>>, options: Partial<PolicyPlanOptions> = {}) {
  const io = keptIo(files)
  const ran = runPolicyPlan(io, { file: 'snapshot.json', impact: 'impact.json', now: NOW, ...options })
  return { status: await statusOf(ran), out: io.lines, err: io.faults }
}
const good = async () => ({ 'snapshot.json': OPEN, 'impact.json': await impactOf(OPEN) })

describe('postern policy plan', () => {
  it('shows what changes and exits 0 where it may be carried out', async () => {
    const { status, out } = await run(await good())
    expect(status).toBe(0)
    expect(out[0]).toBe('Create a policy, which then only reports:')
    expect(out).toContain('  conditions.users.includeUsers: not set → ["All"]')
    expect(out).toContain(`  Emergency 1 (${example.EMERGENCY_1}): found`)
  })

  it('is shown without an impact, and refused', async () => {
    const io = keptIo({ 'snapshot.json': OPEN })
    expect(await runPolicyPlan(io, { file: 'snapshot.json', now: NOW })).toBe(1)
    expect(io.lines).toContain('  impact-missing: nobody has looked at what the policy would break')
  })

  it.each(['json', 'powershell', 'portal'] as const)('gives no %s of a plan that is refused', async (format) => {
    const io = keptIo({ 'snapshot.json': OPEN })
    expect(await runPolicyPlan(io, { file: 'snapshot.json', format, now: NOW })).toBe(1)
    expect(io.lines).toEqual([])
    expect(io.faults[0]).toBe('This plan is refused:')
  })

  it('is a request for Graph, a script, or steps', async () => {
    const files = await good()
    const json = await run(files, { format: 'json' })
    expect(JSON.parse(json.out.join('\n'))).toMatchObject({
      method: 'POST',
      body: {
        state: 'enabledForReportingButNotEnforced',
        conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow' } },
      },
    })
    expect((await run(files, { format: 'powershell' })).out[0]).toContain('Invoke-MgGraphRequest -Method POST')
    expect((await run(files, { format: 'portal' })).out[0]).toMatch(/^1\. open Entra ID/)
  })

  it('leaves a group of devices out, if its impact does as well', async () => {
    const exceptGroup = [example.ROOMS]
    const files = { 'snapshot.json': OPEN, 'impact.json': await impactOf(OPEN, exceptGroup) }
    expect((await run(files, { exceptGroup })).status).toBe(0)
    expect((await run(files)).status).toBe(1)
  })

  it('exits 0 with nothing to do, 2 on data of the day before, 65 on something that is no impact', async () => {
    const done = await run({ ...(await good()), 'snapshot.json': JSON.stringify(example.snapshot()) })
    expect(done.status).toBe(0)
    expect(done.out[0]).toBe('Nothing to do: device code flow is blocked outside trusted networks.')
    // The group holds nobody but emergency access, as far as it could be read.
    const doubtful = example.snapshot({
      policies: [example.policy({ users: { excludeGroups: [example.ROOMS] } })],
      directory: { ...example.directory, memberships: [{ groupId: example.ROOMS, memberId: example.EMERGENCY_1 }] },
      unknowns: [{ what: 'group-members', why: 'forbidden' }],
    })
    const unsure = await run({ ...(await good()), 'snapshot.json': JSON.stringify(doubtful) })
    expect(unsure).toMatchObject({ status: 2 })
    expect(unsure.out[0]).toMatch(/^Nothing is planned\. It is not known/)
    expect((await run(await good(), { now: new Date('2026-03-03T08:30:00Z') })).status).toBe(2)
    expect((await run({ ...(await good()), 'impact.json': '{"kind":"impact"}' })).status).toBe(65)
  })
})
