import { describe, expect, it } from 'vitest'
import { deviceCodePhish } from '../../../src/demo/attacks.js'
import { blockedByPolicy, ownAzureCli, roomPhone } from '../../../src/demo/tenant/deviceCodeFlows.js'
import type { SignInRow } from '../../../src/demo/tenant/model.js'
import { PEOPLE } from '../../../src/demo/tenant/seed.js'
import { assembleCases, readRecords } from '../../../src/domain/signInAlert/index.js'

const NOON = new Date('2026-11-02T12:00:00Z')

/** What the bot's own rules make of the rows. */
function casesOf(rows: readonly SignInRow[]) {
  const { records, errors } = readRecords({ value: rows })
  expect(errors).toEqual([])
  return assembleCases(records).cases.map(({ outcome, legs }) => ({ outcome, legs: legs.map(({ kind }) => kind) }))
}

describe('the stories of the demo are what the bot takes them for', () => {
  it.each([
    ['a theft', deviceCodePhish(PEOPLE.employee, NOON)],
    ['an own az login', ownAzureCli(PEOPLE.developer, NOON)],
    ['a meeting room', roomPhone(PEOPLE.room, NOON)],
  ])('%s is one case with interrupt, approval, redemption and tail', (_, rows) => {
    expect(casesOf(rows)).toEqual([{ outcome: 'completed', legs: ['interrupt', 'approval', 'redemption', 'tail'] }])
  })

  it('a blocked code is one blocked case', () => {
    expect(casesOf(blockedByPolicy(PEOPLE.finance, NOON, 'p'))).toEqual([{ outcome: 'blocked', legs: ['block'] }])
  })
})
