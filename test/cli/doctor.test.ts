import { describe, expect, it } from 'vitest'
import { runDoctor } from '../../src/cli/doctor.js'
import { mendingOf } from '../../src/cli/doctorWords.js'
import { ERROR_CODES, type ErrorCode } from '../../src/domain/errors.js'
import { DOCTOR_CODES, type DoctorCode, type Finding } from '../../src/flows/doctor.js'
import { keptIo } from './io.js'

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
  const io = keptIo()
  return { status: await runDoctor(io, { json }, async () => findings), lines: io.lines }
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

  it('lists faulty settings one a line, and as JSON too', async () => {
    const sentence = 'PORT must be a whole number of TCP ports from 1 to 65535'
    const faulty: Finding = {
      ...missing,
      area: 'settings',
      subject: 'PORT',
      code: 'config-invalid',
      facts: { sentence },
    }
    const { status, lines } = await run([faulty])
    expect(status).toBe(1)
    expect(lines).toEqual([
      'FAULT    settings: PORT (config-invalid)',
      '         lost: the bot does not start',
      `         mend: ${sentence}`,
    ])
    expect(JSON.parse((await run([faulty], true)).lines.join(''))).toMatchObject({ findings: [{ mend: sentence }] })
  })

  it('lets no control character of a fact through to the terminal', async () => {
    const { lines } = await run([{ ...fine, facts: { engine: 'red\u001b[31m' } }])
    expect(lines.join('')).not.toMatch(/\p{Cc}/u)
  })

  it('has words of its own for every code that is not a fault of ours', () => {
    const codes = [...Object.keys(DOCTOR_CODES), ...Object.keys(ERROR_CODES)] as (DoctorCode | ErrorCode)[]
    const said = codes.map((code) => ({ code, ...mendingOf({ ...missing, code }) }))
    expect(said.filter(({ lost, mend }) => lost === '' || mend === '')).toEqual([])
    const ours = said.filter(({ mend }) => mend === mendingOf({ ...missing, code: 'internal' }).mend)
    expect(ours.map(({ code }) => code).sort()).toEqual([
      'alert-closed',
      'alert-unknown',
      'checks-too-many',
      'file-not-allowed',
      'file-too-large',
      'id-invalid',
      'input-invalid',
      'input-too-large',
      'internal',
      'not-allowed',
      'not-yours',
      'transition-not-allowed',
    ])
  })
})
