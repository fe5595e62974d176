import { describe, expect, it } from 'vitest'
import { type DeviceCodeCase, isReportedAt, legWithin } from '../../../src/domain/signInAlert/index.js'
import { exampleCase } from '../../support/exampleAlert.js'

const [first] = exampleCase.case.legs
const AT = new Date('2026-03-02T08:00:00Z')
const minutes = (after: number): Date => new Date(AT.getTime() + after * 60_000)

function caseAt(...legs: readonly { readonly after: number; readonly inFlow?: boolean }[]): DeviceCodeCase {
  if (first === undefined) throw new Error('the example has no leg')
  return {
    ...exampleCase.case,
    legs: legs.map(({ after, inFlow = true }) => ({
      ...first,
      inFlow,
      record: { ...first.record, atMs: minutes(after).getTime() },
    })),
  }
}

describe('a leg within a watch', () => {
  const window = { from: AT, until: minutes(20) }

  it.each([
    [0, true],
    [20, true],
    [-0.01, false],
    [20.01, false],
  ])('%f minutes after its beginning: %s', (after, isWithin) => {
    expect(legWithin(caseAt({ after }), window) !== undefined).toBe(isWithin)
  })

  it('is the first of the flow that lies there', () => {
    expect(legWithin(caseAt({ after: -5 }, { after: 3 }, { after: 9 }), window)?.record.atMs).toBe(minutes(3).getTime())
  })

  it('is no later use of tokens that were there before', () => {
    expect(legWithin(caseAt({ after: -5 }, { after: 3, inFlow: false }), window)).toBeUndefined()
  })
})

describe('a case is what an own report is about', () => {
  it.each([
    [-60, true],
    [20, true],
    [-60.01, false],
    [20.01, false],
  ])('where it began %f minutes after it: %s', (after, isAbout) => {
    expect(isReportedAt(minutes(after), AT)).toBe(isAbout)
  })
})
