import { describe, expect, it } from 'vitest'
import {
  assembleCases,
  continueCases,
  type DeviceCodeCase,
  readRecords,
} from '../../../src/domain/signInAlert/index.js'
import { phish, redemption, row } from '../../support/signInRows.js'

const casesOf = (rows: readonly Record<string, unknown>[]): readonly DeviceCodeCase[] =>
  assembleCases(rows.flatMap((one) => readRecords(one).records)).cases

const id = (text: string) => text as DeviceCodeCase['caseId']

const second = {
  correlationId: 'c0ffee00-0000-4000-8000-000000000002',
  sessionId: '5e551010-0000-4000-8000-000000000002',
}
const firstOf = (rows: readonly Record<string, unknown>[]): DeviceCodeCase => {
  const [one] = casesOf(rows)
  if (one === undefined) throw new Error('the example has no case')
  return one
}
const stored = firstOf(phish())

describe('cases that grow', () => {
  it('are new where nothing was stored', () => {
    expect(continueCases([stored], [])).toEqual([{ case: stored, absorbed: [] }])
  })

  it('keep the id they were first stored with, whatever the records now give', () => {
    const renamed = { ...stored, caseId: id('case/other') }
    expect(continueCases([renamed], [stored])).toEqual([{ case: stored, absorbed: [] }])
  })

  it('absorb the younger where two turn out to be one', () => {
    const younger = { ...stored, caseId: id('case/younger'), legs: stored.legs.slice(1) }
    const older = { ...stored, caseId: id('case/older'), legs: stored.legs.slice(0, 1) }
    expect(continueCases([stored], [older, younger])).toMatchObject([
      { case: { caseId: id('case/older') }, absorbed: ['case/younger'] },
    ])
  })

  it('give their id to one part only where one is cut in two', () => {
    const both = casesOf([...phish(), row({ ...second, id: 'row-3' }), redemption({ ...second, id: 'row-4' })])
    const joined = { ...stored, caseId: id('case/joined'), legs: both.flatMap((one) => one.legs) }
    const ids = continueCases(both, [joined]).map((one) => one.case.caseId)
    expect(ids[0]).toBe('case/joined')
    expect(ids[1]).toBe(both[1]?.caseId)
  })
})
