import { describe, expect, it } from 'vitest'
import { planReading, type ReadingMarks, type Window } from '../../../src/domain/signInAlert/index.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 20, 12)
const limits = { reachBackMs: 90 * MINUTE, retentionMs: 30 * DAY }

/** A log that is read every minute, with nothing overdue. */
const good: ReadingMarks = {
  newestMs: NOW - MINUTE,
  streamsMs: [NOW - MINUTE, NOW - 2 * MINUTE],
  readAtMs: NOW - MINUTE,
  secondMs: NOW - 31 * MINUTE,
  lastMs: NOW - 91 * MINUTE,
}
const planFrom = (change: Partial<ReadingMarks> = {}, nowMs = NOW) => planReading(nowMs, { ...good, ...change }, limits)
const ages = (window: Window | null) =>
  window === null ? null : [(NOW - window.fromMs) / MINUTE, (NOW - window.toMs) / MINUTE]

describe('the reading of a log that is up to date', () => {
  it('goes from a flow’s length behind the slower stream to now', () => {
    expect(ages(planFrom().newest)).toEqual([17, 0])
  })

  it('reads nothing a second time yet', () => {
    expect(planFrom()).toMatchObject({ second: null, last: null, hole: null })
  })
})

describe('a stream that is late', () => {
  it('is read from behind its newest row', () => {
    expect(ages(planFrom({ streamsMs: [NOW - MINUTE, NOW - 40 * MINUTE] }).newest)).toEqual([55, 0])
  })

  it('that shows nothing for hours is not looked for further back than rows are late', () => {
    expect(ages(planFrom({ streamsMs: [NOW - MINUTE, NOW - 9 * HOUR] }).newest)).toEqual([106, 0])
  })
})

describe('rows that come late', () => {
  it('are looked for at half an hour of age, a quarter of an hour at a time', () => {
    const { second } = planFrom({ secondMs: NOW - 46 * MINUTE })
    expect(ages(second)).toEqual([61, 31])
    expect(second?.markMs).toBe(NOW - 31 * MINUTE)
  })

  it('are looked for a last time when none is that late', () => {
    const { last } = planFrom({ lastMs: NOW - 106 * MINUTE })
    expect(ages(last)).toEqual([121, 90])
    expect(last).toMatchObject({ markMs: NOW - 90 * MINUTE, behind: false })
  })

  it('are not given up where the log stands still: what it may still bring lies behind its newest row', () => {
    const { last, newest } = planFrom({ newestMs: NOW - 5 * HOUR, streamsMs: [], lastMs: NOW - 6 * HOUR })
    expect(ages(last)).toEqual([375, 300])
    expect(ages(newest)).toEqual([315, 0])
  })
})

describe('after three days without a round', () => {
  const away = planFrom({
    newestMs: NOW - 3 * DAY,
    streamsMs: [NOW - 3 * DAY],
    readAtMs: NOW - 3 * DAY,
    secondMs: NOW - 3 * DAY,
    lastMs: NOW - 3 * DAY - 90 * MINUTE,
  })

  it('the newest rows come first', () => {
    expect(ages(away.newest)).toEqual([105, 0])
  })

  it('the gap is not passed over until a newer row shows that the log goes on', () => {
    expect(away.last).toMatchObject({ markMs: NOW - 3 * DAY - 30 * MINUTE })
  })

  it('the gap is made up an hour at a time, round after round, without a minute between', () => {
    let doneMs = NOW - 3 * DAY - 90 * MINUTE
    for (let rounds = 0; rounds < 100; rounds++) {
      const { last } = planFrom({ lastMs: doneMs })
      if (last === null) break
      expect(last.fromMs).toBeLessThan(doneMs)
      expect(last.toMs - doneMs).toBeLessThanOrEqual(HOUR)
      expect(last.behind).toBe(NOW - 90 * MINUTE - last.toMs >= 15 * MINUTE)
      doneMs = last.markMs
    }
    expect(NOW - doneMs).toBeLessThan(106 * MINUTE)
  })
})

it('a bot that was away for longer than the log is kept has a hole, with its bounds', () => {
  const { hole, last } = planFrom({ newestMs: NOW - MINUTE, lastMs: NOW - 33 * DAY })
  expect(hole).toEqual({ fromMs: NOW - 33 * DAY, toMs: NOW - 30 * DAY })
  expect(last?.markMs).toBe(NOW - 30 * DAY + HOUR)
})

it('marks of an earlier version, which kept only the newest row, begin the last pass behind it', () => {
  const { last } = planFrom({ streamsMs: [], readAtMs: null, secondMs: null, lastMs: null }, NOW + 2 * HOUR)
  expect(last?.fromMs).toBe(good.newestMs - 105 * MINUTE)
})
