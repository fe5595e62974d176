import { describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import type { HealthMark, Ports } from '../../src/flows/ports.js'
import { readiness } from '../../src/flows/readiness.js'

const NOW = new Date('2026-11-20T10:00:00Z')
const POLL_MS = 60_000
const good: HealthMark = { name: 'sign-in-log', ok: true, code: null, at: new Date(NOW.getTime() - 30_000), detail: {} }

const check = (
  marks: readonly HealthMark[],
  ping: () => Promise<void> = async () => undefined,
  change: Partial<Ports['settings']> = {},
) =>
  readiness({
    clock: { now: () => NOW },
    store: { ping, health: async () => marks } as unknown as Ports['store'],
    settings: { pollIntervalMs: POLL_MS, isPolled: true, streamHubs: ['hub'], ...change } as Ports['settings'],
  })

describe('readiness', () => {
  it('is given where the store answers and the log is read', async () => {
    expect(await check([good])).toEqual({
      ready: true,
      checks: {
        store: { ok: true, code: null },
        'sign-in-log': { ok: true, code: null, ageMs: 30_000 },
        'sign-in-stream/hub': { ok: false, code: 'not-read-yet' },
      },
    })
  })

  it('passes on how old the newest sign-in was', async () => {
    const { checks } = await check([{ ...good, detail: { rows: 3, newestAgeMs: 240_000 } }])
    expect(checks['sign-in-log']).toEqual({ ok: true, code: null, ageMs: 30_000, newestAgeMs: 240_000 })
  })

  it('passes on the numbers of a stream, and believes no mark of it that is old', async () => {
    const stream = { ...good, name: 'sign-in-stream/hub/0', detail: { lagMs: 1200, records: 3 } }
    expect((await check([good, stream])).checks[stream.name]).toEqual({
      ok: true,
      code: null,
      ageMs: 30_000,
      detail: { lagMs: 1200, records: 3 },
    })
    const old = { ...stream, at: new Date(NOW.getTime() - 6 * POLL_MS) }
    expect((await check([good, old])).checks[stream.name]).toMatchObject({ ok: false, code: 'not-read-lately' })
  })

  it('knows nothing of a log that is not polled, nor of an event hub that is no longer read', async () => {
    const marks = [good, ...['hub', 'other', 'other/0'].map((name) => ({ ...good, name: `sign-in-stream/${name}` }))]
    const { checks } = await check(marks, undefined, { isPolled: false })
    expect(Object.keys(checks)).toEqual(['store', 'sign-in-stream/hub'])
  })

  it('is not given without the store', async () => {
    expect(await check([], async () => Promise.reject(new PosternError('store-unavailable')))).toEqual({
      ready: false,
      checks: { store: { ok: false, code: 'store-unavailable' } },
    })
  })

  it.each([
    ['was never read', [], 'not-read-yet'],
    ['failed', [{ ...good, ok: false, code: 'graph-forbidden' }], 'graph-forbidden'],
    ['fell silent', [{ ...good, at: new Date(NOW.getTime() - 6 * POLL_MS) }], 'not-read-lately'],
  ])('stays, with the fault for all to see, where the log %s', async (_case, marks, code) => {
    expect(await check(marks)).toMatchObject({ ready: true, checks: { 'sign-in-log': { ok: false, code } } })
  })
})
