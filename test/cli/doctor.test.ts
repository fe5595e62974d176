import { describe, expect, it } from 'vitest'
import { runDoctor } from '../../src/cli/doctor.js'
import type { Finding } from '../../src/flows/doctor.js'

const fine: Finding = { area: 'store', subject: 'database', state: 'ok', code: null, facts: { engine: 'embedded' } }
const missing: Finding = {
  area: 'permission',
  subject: 'AuditLog.Read.All',
  state: 'fault',
  code: 'permission-missing',
  facts: { why: 'alerts', lostWithout: 'no sign-in alerts at all', graphCode: 'Authorization_RequestDenied' },
}
const unsure: Finding = { area: 'clock', subject: 'system clock', state: 'unknown', code: 'no-server-time', facts: {} }

async function run(findings: readonly Finding[], json = false): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = []
  const io = {
    out: (line: string) => void lines.push(line),
    err: () => undefined,
    stdin: () => process.stdin,
    openFile: () => process.stdin,
  }
  return { status: await runDoctor(io, { json }, async () => findings), lines }
}

describe('postern doctor', () => {
  it.each([
    ['0 where all is fine', [fine], 0],
    ['1 where something is missing', [fine, missing, unsure], 1],
    ['2 where something is unknown and nothing is missing', [fine, unsure], 2],
  ])('exits %s', async (_case, findings, status) => {
    expect((await run(findings)).status).toBe(status)
  })

  it('says of a fault what is lost and the step that mends it', async () => {
    const text = (await run([missing])).lines.join('\n')
    expect(text).toMatch(/FAULT\s+permission: AuditLog\.Read\.All/)
    expect(text).toContain('lost: no sign-in alerts at all')
    expect(text).toContain('mend: grant the application permission AuditLog.Read.All')
  })

  it('gives the same as JSON', async () => {
    const { lines } = await run([missing, fine], true)
    expect(JSON.parse(lines.join(''))).toMatchObject({
      findings: [{ code: 'permission-missing', lost: 'no sign-in alerts at all' }, { state: 'ok' }],
    })
  })
})
