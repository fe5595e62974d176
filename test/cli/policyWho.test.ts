import { describe, expect, it } from 'vitest'
import type { PolicyStatusOptions } from '../../src/cli/policyStatus.js'
import { runPolicyWho } from '../../src/cli/policyWho.js'
import * as example from '../domain/policyStatus/example.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T08:05:00Z')

async function run(files: Readonly<Record<string, string>>, options: Partial<PolicyStatusOptions> = {}) {
  const io = keptIo(files)
  const status = await statusOf(runPolicyWho(io, { file: 'snapshot.json', now: NOW, ...options }))
  return { status, out: io.lines }
}

const blocks = (parts: Parameters<typeof example.policy>[0]): string =>
  JSON.stringify(example.snapshot({ policies: [example.policy(parts), example.riskPolicy()] }))

describe('postern policy who', () => {
  it('lists who is left, and exits 2 where it cannot tell', async () => {
    const open = blocks({ users: { excludeGroups: [example.ENGINEERS] } })
    const { out, status } = await run({ 'snapshot.json': open })
    expect(status).toBe(0)
    expect(out).toContain(`  Ben (${example.BEN})`)
    expect((await run({ 'snapshot.json': open }, { now: new Date('2026-03-04T08:00:00Z') })).status).toBe(2)
  })

  it('shows a type of guest that nobody knows without what a terminal would obey', async () => {
    const users = [{ id: example.GUEST, userType: 'Guest', guestOrExternalUserType: 'x\u001b[31m' }]
    const snapshot = example.snapshot({ policies: [], directory: { ...example.directory, users } })
    const { out } = await run({ 'snapshot.json': JSON.stringify(snapshot) })
    expect(out.join('\n')).toContain('guests of type x')
    expect(out.join('\n')).not.toContain('\u001b')
  })
})
