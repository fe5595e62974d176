import { describe, expect, it } from 'vitest'
import {
  type DeviceCodeCase,
  historyBefore,
  readUsage,
  type SignInUsage,
  usageOf,
} from '../../../src/domain/signInAlert/index.js'
import { again, approval, atHome, caseOf, later, phish, placeOf, type Row, recordsOf, redemption } from './examples.js'

const DAY = 24 * 60
/** The browser in the office, days before the phish. */
const work = (days: number, change: Row = {}): Row => ({
  ...approval,
  id: `work-${days}-${JSON.stringify(change).length}`,
  createdDateTime: later(String(approval.createdDateTime), -days * DAY),
  correlationId: `work-${days}`,
  sessionId: `work-${days}`,
  authenticationProtocol: 'none',
  originalTransferMethod: 'none',
  ...change,
})
const AWAY = placeOf(redemption)
const usage = (rows: readonly Row[], all = true): SignInUsage => usageOf(recordsOf(rows), all)
const ONE = caseOf(phish)
const earlier = (days: number, rows: readonly Row[] = phish): DeviceCodeCase => caseOf(again(rows, 'old', -days * DAY))
const doubtful = (days: number) => ({ case: earlier(days), isHarmless: false })

describe('what is usual for a person', () => {
  it('is where they signed in interactively within 30 days before', () => {
    const history = historyBefore(usage([work(1), work(29), work(31, { autonomousSystemNumber: 64500 })]), ONE, [])
    expect(history).toEqual({ deviceCodeLast30d: 0, asns: new Set([64496]), countries: new Set(['us']) })
  })

  it.each([
    ['failed', { status: { errorCode: 50126 } }],
    ['was not interactive', { isInteractive: false }],
    ['was a device code one', { authenticationProtocol: 'deviceCode' }],
    ['cannot be told from one', { authenticationProtocol: null, originalTransferMethod: null }],
    ['came after the case', { createdDateTime: later(String(approval.createdDateTime), 10) }],
  ])('learns nothing from a sign-in that %s', (_, change) => {
    expect(historyBefore(usage([work(2, change)]), ONE, []).asns).toEqual(new Set())
  })

  it('keeps one sign-in a day of each network, the first', () => {
    const rows = [work(1), work(1, { id: 'b', createdDateTime: later(String(work(1).createdDateTime), 60) }), work(2)]
    expect(usage(rows).networks).toHaveLength(2)
    expect(
      usage(rows.toReversed())
        .networks.map(({ atMs }) => atMs)
        .sort(),
    ).toEqual(
      usage(rows)
        .networks.map(({ atMs }) => atMs)
        .sort(),
    )
  })

  it('comes back from JSON as it was, and is unknown where it is something else', () => {
    const kept = usage([work(1), ...again(atHome, 'x', -DAY)])
    expect(readUsage(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    expect(readUsage({ networks: 'none' })).toBeUndefined()
  })

  describe('of device codes', () => {
    const uses = [1, 5, 40].flatMap((days) => again(atHome, `use-${days}`, -days * DAY))

    it('counts the completed ones of 30 days, without the case itself', () => {
      expect(historyBefore(usage([...uses, ...phish]), ONE, []).deviceCodeLast30d).toBe(2)
    })

    it('counts a case that the bot has seen once, and only where it was harmless', () => {
      const seen = caseOf(again(atHome, 'use-5', -5 * DAY))
      const log = usage(uses)
      expect(historyBefore(log, ONE, [{ case: seen, isHarmless: true }]).deviceCodeLast30d).toBe(2)
      expect(historyBefore(log, ONE, [{ case: seen, isHarmless: false }]).deviceCodeLast30d).toBe(1)
    })

    it('is unknown, and not zero, where the log was not searched for them', () => {
      expect(historyBefore(usage([work(1)], false), ONE, []).deviceCodeLast30d).toBeUndefined()
      expect(historyBefore(usage(uses, false), ONE, []).deviceCodeLast30d).toBe(2)
    })
  })

  describe('is never learnt from a doubtful case', () => {
    it('nor from what the attacker did in a browser since', () => {
      const history = historyBefore(usage([work(9), work(2, AWAY)]), ONE, [doubtful(3)])
      expect(history).toMatchObject({ asns: new Set([64496]), countries: new Set(['us']) })
    })

    it('nor by changing to another network of the same country', () => {
      const moved = work(2, { ...AWAY, autonomousSystemNumber: 64510 })
      expect(historyBefore(usage([work(9), moved]), ONE, [doubtful(3)]).countries).toEqual(new Set(['us']))
    })

    it('but what was usual before it stays so', () => {
      const history = historyBefore(usage([work(9, AWAY), work(2, AWAY)]), ONE, [doubtful(3)])
      expect(history.asns).toEqual(new Set([64511]))
    })

    it('and what came before it is not touched', () => {
      expect(historyBefore(usage([work(4, AWAY)]), ONE, [doubtful(3)]).asns).toEqual(new Set([64511]))
    })

    it('while one that was called harmless makes its networks usual', () => {
      const history = historyBefore(usage([]), ONE, [{ case: earlier(3), isHarmless: true }])
      expect(history.asns).toEqual(new Set([64496, 64511]))
    })
  })
})
