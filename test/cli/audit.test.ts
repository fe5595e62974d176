import { describe, expect, it } from 'vitest'
import { runAuditList, runAuditVerify } from '../../src/cli/audit.js'
import { EXIT } from '../../src/cli/exit.js'
import { runPrivacyErase, runPrivacyExport } from '../../src/cli/privacy.js'
import type { TrailReport } from '../../src/domain/audit/index.js'
import { userId } from '../../src/domain/ids.js'
import type { Erasure, ListedEntry } from '../../src/flows/ports.js'
import { keptIo } from './io.js'

const SEAL = 'x'.repeat(43)
const REPORT: TrailReport = {
  entries: 12,
  first: 1,
  end: { position: 12, seal: SEAL },
  emptied: 0,
  trimmedThrough: null,
  anchor: 'not-given',
  faults: [],
  faultCount: 0,
}
const verifying = (report: TrailReport) => {
  const asked: unknown[] = []
  const store = {
    verifyTrail: async (anchor: unknown) => {
      asked.push(anchor)
      return report
    },
  }
  return { store, asked }
}

describe('audit verify', () => {
  it('says that the trail holds, and what to keep elsewhere', async () => {
    const io = keptIo()
    expect(await runAuditVerify(io, verifying(REPORT).store, {})).toBe(EXIT.ok)
    expect(io.lines).toEqual([
      'The trail holds: 12 entries.',
      'No anchor was given: entries cut off at the end would not show.',
      `Keep this elsewhere, for --anchor: 12:${SEAL}`,
    ])
  })

  it('names each fault with its entry, and ends with 1', async () => {
    const faults = [{ code: 'entry-missing', position: 4 }] as const
    const io = keptIo()
    expect(await runAuditVerify(io, verifying({ ...REPORT, faults, faultCount: 102 }).store, {})).toBe(EXIT.notOk)
    expect(io.lines.slice(0, 3)).toEqual([
      'THE TRAIL DOES NOT HOLD: 102 faults.',
      '  entry 4: entry-missing: entries between two others are gone',
      '  … and 101 more',
    ])
  })

  it('takes an anchor, says whether it is there, and calls one that is too old unknown', async () => {
    const { store, asked } = verifying({ ...REPORT, anchor: 'holds' })
    const io = keptIo()
    expect(await runAuditVerify(io, store, { anchor: `7:${SEAL}` })).toBe(EXIT.ok)
    expect(asked).toEqual([{ position: 7, seal: SEAL }])
    expect(io.lines).toContain('The anchor that was given is in it.')
    const old = verifying({ ...REPORT, anchor: 'trimmed', trimmedThrough: 9 })
    expect(await runAuditVerify(io, old.store, { anchor: `7:${SEAL}` })).toBe(EXIT.unknown)
  })

  it('refuses what is no anchor before it looks at anything', async () => {
    const { store, asked } = verifying(REPORT)
    expect(await runAuditVerify(keptIo(), store, { anchor: 'seven' })).toBe(EXIT.usage)
    expect(asked).toEqual([])
  })

  it('writes one JSON object', async () => {
    const io = keptIo()
    await runAuditVerify(io, verifying(REPORT).store, { json: true })
    expect(JSON.parse(io.lines.join(''))).toMatchObject({ holds: true, entries: 12, end: `12:${SEAL}`, faults: [] })
  })
})

describe('audit list', () => {
  const ADELE = userId('a1a1a1a1-0000-4000-8000-000000000001')
  const ENTRY: ListedEntry = {
    position: 3,
    at: new Date('2026-03-02T09:30:00Z'),
    event: 'alert-step',
    what: 'alert-closed',
    actor: 'p-lidia',
    actorUserId: null,
    about: 'p-adele',
    aboutUserId: ADELE,
    details: { alertId: 'one', why: 'closed\u001b[2J' },
  }
  const store = { listAudit: async () => [ENTRY, { ...ENTRY, position: 2, what: null, about: null, details: null }] }

  it('names who is known, shows the pseudonym of who was erased, and lets no sign reach the terminal', async () => {
    const io = keptIo()
    expect(await runAuditList(io, store, {})).toBe(EXIT.ok)
    expect(io.lines[0]).toMatch(/^3 2026-03-02T09:30:00.000Z alert-step alert-closed by p-lidia about a1a1a1a1-/)
    expect(io.lines[0]).not.toContain('\u001b')
    expect(io.lines[1]).toBe('2 2026-03-02T09:30:00.000Z alert-step by p-lidia (details erased)')
  })

  it('writes a JSON object a line', async () => {
    const io = keptIo()
    await runAuditList(io, store, { json: true, limit: '2' })
    expect(io.lines.map((line) => JSON.parse(line).position)).toEqual([3, 2])
  })

  it.each(['0', 'many', '10001', '1.5'])('refuses the limit %s', async (limit) => {
    expect(await runAuditList(keptIo(), store, { limit })).toBe(EXIT.usage)
  })
})

describe('privacy', () => {
  const of = { user: userId('a1a1a1a1-0000-4000-8000-000000000001'), now: new Date() }
  const erasing = (erasure: Erasure) => ({ erasePerson: async () => erasure })

  it('writes out line by line', async () => {
    const io = keptIo()
    const store = {
      async *exportPerson() {
        yield* ['{"table":"alert","row":{}}', '{"table":"report","row":{}}']
      },
    }
    expect(await runPrivacyExport(io, store, of)).toBe(EXIT.ok)
    expect(io.lines).toHaveLength(2)
  })

  it('says what went, what was emptied, and what is kept and why', async () => {
    const io = keptIo()
    const store = erasing({
      outcome: 'erased',
      deleted: { alert: 1, report: 2 },
      emptied: {},
      kept: [{ what: 'audit-chain', rows: 9 }],
    })
    expect(await runPrivacyErase(io, store, of)).toBe(EXIT.ok)
    expect(io.lines.slice(0, 2)).toEqual(['Deleted: alert 1, report 2', 'Emptied of the person: nothing'])
    expect(io.lines[2]).toMatch(/^Kept: 9 entries of the audit trail stay: .* would not hold\.$/)
  })

  it('ends with 1 and says why where nothing was erased', async () => {
    const io = keptIo()
    const store = erasing({ outcome: 'blocked', blocks: [{ why: 'open-alert', id: 'one' }] })
    expect(await runPrivacyErase(io, store, of)).toBe(EXIT.notOk)
    expect(io.lines).toEqual([
      'Nothing was erased:',
      '  one is open, and somebody may have to act on it: close it first',
      'To erase all the same, open alerts with it: --force',
    ])
    const json = keptIo()
    await runPrivacyErase(json, store, { ...of, json: true })
    expect(JSON.parse(json.lines.join(''))).toMatchObject({ outcome: 'blocked' })
  })
})
