/** How far the sign-in log was read, told from the marks of whatever brings it. */
import { describe, expect, it } from 'vitest'
import { logReach } from '../../src/flows/logReach.js'
import type { HealthMark, Ports } from '../../src/flows/ports.js'

const NOW = new Date('2026-11-20T10:00:00Z')
const MINUTE_MS = 60_000
const HUBS = ['sign-ins', 'renewals']
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS)
const markOf = (name: string, detail: HealthMark['detail'] = {}, change: Partial<HealthMark> = {}): HealthMark => ({
  name,
  ok: true,
  code: null,
  at: NOW,
  detail,
  ...change,
})
const polled = markOf('sign-in-log', { isWhole: true, newestAgeMs: 4 * MINUTE_MS })
const caughtUp = { lagMs: 0, newestAgeMs: 2 * MINUTE_MS }
/** Two event hubs of two partitions, each read to its end. */
const streamed = HUBS.flatMap((hub) => [
  markOf(`sign-in-stream/${hub}`, { partitions: 2 }),
  markOf(`sign-in-stream/${hub}/0`, caughtUp),
  markOf(`sign-in-stream/${hub}/1`, caughtUp),
])
/** The marks with one of them changed, or gone. */
const but = (name: string, change: Partial<HealthMark> | null): readonly HealthMark[] =>
  streamed.flatMap((mark) => (mark.name !== name ? [mark] : change === null ? [] : [{ ...mark, ...change }]))

const reachOf = (marks: readonly HealthMark[], settings: Partial<Ports['settings']> = {}) =>
  logReach({
    clock: { now: () => NOW },
    store: { health: async () => marks } as unknown as Ports['store'],
    settings: { isPolled: false, streamHubs: HUBS, pollIntervalMs: MINUTE_MS, ...settings } as Ports['settings'],
  })

describe('the reach of a log that is streamed', () => {
  it('is now where all was read, less the quarter of an hour that Entra may be late', async () => {
    expect(await reachOf(streamed)).toEqual({ reach: ago(15), fault: null })
  })

  it('is not held by a partition to which nothing comes', async () => {
    const idle = but('sign-in-stream/sign-ins/0', { detail: { lagMs: 0, newestAgeMs: 50 * 60 * MINUTE_MS } })
    const empty = but('sign-in-stream/sign-ins/0', { detail: { lagMs: 0 } })
    expect((await reachOf(idle)).reach).toEqual(ago(15))
    expect((await reachOf(empty)).reach).toEqual(ago(15))
  })

  it('is that of the slowest partition of any event hub', async () => {
    const behind = but('sign-in-stream/renewals/1', { detail: { lagMs: 40 * MINUTE_MS, newestAgeMs: MINUTE_MS } })
    expect((await reachOf(behind)).reach).toEqual(ago(55))
  })

  it('is counted from when the partition was looked at', async () => {
    expect((await reachOf(but('sign-in-stream/renewals/1', { at: ago(3) }))).reach).toEqual(ago(18))
  })

  it('ends an hour after the newest event of all: what was deleted in Entra looks like a quiet night', async () => {
    const quiet = streamed.map((mark) => ({ ...mark, detail: { ...mark.detail, newestAgeMs: 300 * MINUTE_MS } }))
    expect((await reachOf(quiet)).reach).toEqual(ago(300 - 60 + 15))
    const never = streamed.map(({ detail: { newestAgeMs: _none, ...detail }, ...mark }) => ({ ...mark, detail }))
    expect(await reachOf(never)).toEqual({ reach: null, fault: null })
  })

  it.each<[string, string, Partial<HealthMark> | null, string]>([
    ['a partition that nobody has begun with', 'sign-in-stream/sign-ins/1', null, 'not-read-yet'],
    ['an event hub that nobody has begun with', 'sign-in-stream/renewals', null, 'not-read-yet'],
    [
      'an event hub that is being begun with',
      'sign-in-stream/renewals',
      { ok: false, code: 'not-read-yet' },
      'not-read-yet',
    ],
    ['a partition that nobody looks at any more', 'sign-in-stream/sign-ins/1', { at: ago(6) }, 'not-read-lately'],
    [
      'a partition out of reach',
      'sign-in-stream/sign-ins/1',
      { ok: false, code: 'stream-unavailable' },
      'out-of-reach',
    ],
    ['a connection that is refused', 'sign-in-stream/sign-ins', { ok: false, code: 'stream-refused' }, 'no-permission'],
    [
      'rows without the fields',
      'sign-in-stream/sign-ins/0',
      { ok: false, code: 'sign-in-fields-missing' },
      'incomplete',
    ],
  ])('is not known with %s', async (_case, name, change, fault) => {
    expect((await reachOf(but(name, change))).fault).toBe(fault)
  })

  it('is not known where another version has not said how many partitions there are', async () => {
    const [, , ...without] = streamed
    expect((await reachOf([markOf('sign-in-stream/sign-ins'), ...without])).fault).toBe('not-read-yet')
  })
})

describe('the reach of a log that is polled and streamed', () => {
  const both = (marks: readonly HealthMark[]) => reachOf(marks, { isPolled: true })

  it('is that of the slower of the two', async () => {
    expect((await both([polled, ...streamed])).reach).toEqual(ago(15))
    const slow = { ...polled, detail: { isWhole: true, newestAgeMs: 20 * MINUTE_MS } }
    expect((await both([slow, ...streamed])).reach).toEqual(ago(20))
    const hasGap = { ...polled, detail: { isWhole: false, newestAgeMs: MINUTE_MS } }
    expect((await both([hasGap, ...streamed])).reach).toBeNull()
  })

  it('is that of the one that sees, where the other has a fault', async () => {
    const failed = { ...polled, ok: false, code: 'graph-forbidden' }
    expect(await both([failed, ...streamed])).toEqual({ reach: ago(15), fault: null })
    expect(await both([polled, ...but('sign-in-stream/sign-ins', { ok: false, code: 'stream-refused' })])).toEqual({
      reach: ago(4),
      fault: null,
    })
    expect((await both([failed])).fault).toBe('no-permission')
  })
})
