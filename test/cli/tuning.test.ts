import { describe, expect, it } from 'vitest'
import { sayError } from '../../src/cli/errors.js'
import { runSignInsAssess } from '../../src/cli/signIns.js'
import { AZURE_CLI, atHome, USER } from '../domain/signInAlert/examples.js'
import { keptIo, statusOf } from './io.js'

const NOW = new Date('2026-03-02T12:00:00Z')
const GROUP = 'b2000000-0000-4000-8000-000000000001'
const RULE = { appId: AZURE_CLI, network: '198.51.100.0/24', userIds: [USER], reason: 'builds', until: '2026-09-01' }
const LOG = atHome.map((row) => JSON.stringify({ ...row, appId: AZURE_CLI })).join('\n')

async function tried(rule: Record<string, unknown>, context = '{}') {
  const io = keptIo({ log: LOG, rules: JSON.stringify({ allow: [rule] }, null, 1), known: context })
  const done = runSignInsAssess(io, { file: 'log', tuning: 'rules', context: 'known', now: NOW })
  const said = await done.then(
    () => [],
    (error: unknown) => sayError(error),
  )
  const [line] = io.lines.map((text) => JSON.parse(text) as { severity: string; reasons: string[] })
  return { status: await statusOf(done), line, faults: [...io.faults, ...said].join('\n') }
}

describe('postern sign-ins assess --tuning', () => {
  it('shows what a rule would change', async () => {
    expect(await tried(RULE)).toMatchObject({ status: 0, line: { severity: 'expected' }, faults: '' })
    expect((await tried({ ...RULE, network: '192.0.2.0/24' })).line).toMatchObject({ severity: 'elevated' })
  })

  it('names what is wrong with its line, and assesses nothing', async () => {
    const { status, line, faults } = await tried({ ...RULE, network: '10.0.0.0/8' })
    expect(status).toBe(65)
    expect(line).toBeUndefined()
    expect(faults).toContain('rules:5 network is too wide')
  })

  it('says that a rule has ended, and what that changes', async () => {
    const { line, faults } = await tried({ ...RULE, until: '2026-03-01' })
    expect(line?.reasons).toContain('allow-expired')
    expect(faults).toBe('rules:3 has ended on 2026-03-01')
  })

  it('takes the members of groups from the context, and does not try a rule without them', async () => {
    const rule = { ...RULE, userIds: [], groupIds: [GROUP] }
    const known = JSON.stringify({ groups: { [GROUP.toUpperCase()]: [USER.toUpperCase()] } })
    expect(await tried(rule, known)).toMatchObject({ status: 0, line: { severity: 'expected' } })
    const { status, line, faults } = await tried(rule)
    expect({ status, severity: line?.severity }).toEqual({ status: 1, severity: 'elevated' })
    expect(faults).toContain('rules:3 is not tried')
  })
})
