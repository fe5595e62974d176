/** The loops, over waits that a test ends by hand: no clock runs here. */
import { describe, expect, it } from 'vitest'
import { type Loop, startBackground, type Wait } from '../src/background.js'
import { keptLog } from './support/log.js'

/** Waits that the test looks at, and ends one by one. Telling the loops to stop ends them all, as the real one does. */
function waits() {
  const open: { readonly ms: number; readonly end: () => void }[] = []
  const wait: Wait = (ms, signal) =>
    new Promise((resolve) => {
      open.push({ ms, end: resolve })
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  /** What the loop is waiting for, once it waits. */
  const next = async () => {
    await settled()
    const first = open.shift()
    if (first === undefined) throw new Error('nobody waits')
    return first
  }
  return { wait, next }
}

/** After everything that is due to run without time passing. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A loop that counts its rounds; what each does is the test's. */
function counted(round: (nth: number) => Promise<{ again: boolean }>): { loop: Loop; rounds: () => number } {
  let rounds = 0
  return { loop: { name: 'poll', everyMs: 1000, round: () => round(++rounds) }, rounds: () => rounds }
}

const resting = async () => ({ again: false })

describe('a background loop', () => {
  it('does a round at once, waits its interval, and goes on', async () => {
    const { wait, next } = waits()
    const { loop, rounds } = counted(resting)
    const background = startBackground([loop], keptLog(), wait)
    const first = await next()
    expect([rounds(), first.ms]).toEqual([1, 1000])
    first.end()
    await next()
    expect(rounds()).toBe(2)
    await background.stop()
  })

  it('goes on at once where there is more to do', async () => {
    const { wait, next } = waits()
    const { loop, rounds } = counted(async (nth) => ({ again: nth < 3 }))
    const background = startBackground([loop], keptLog(), wait)
    await next()
    expect(rounds()).toBe(3)
    await background.stop()
  })

  it('logs a round that fails, without its words, and goes on after its interval', async () => {
    const { wait, next } = waits()
    const log = keptLog()
    const { loop, rounds } = counted((nth) => (nth === 1 ? Promise.reject(new Error('secret words')) : resting()))
    const background = startBackground([loop], log, wait)
    const first = await next()
    expect(log.lines).toMatchObject([
      { level: 'error', message: 'background round failed', fields: { loop: 'poll', code: 'internal' } },
    ])
    expect(JSON.stringify(log.lines)).not.toContain('secret words')
    first.end()
    await next()
    expect(rounds()).toBe(2)
    await background.stop()
  })

  it('finishes the round in hand when it is told to stop, and begins no other', async () => {
    let finish = () => {}
    const { wait } = waits()
    const { loop, rounds } = counted(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({ again: true })
        }),
    )
    const background = startBackground([loop], keptLog(), wait)
    let isStopped = false
    const stopping = background.stop().then(() => {
      isStopped = true
    })
    await settled()
    expect(isStopped).toBe(false)
    finish()
    await stopping
    expect(rounds()).toBe(1)
  })

  it('does not wait for its interval when it is told to stop', async () => {
    const { loop, rounds } = counted(resting)
    const hour = { ...loop, everyMs: 60 * 60 * 1000 }
    const background = startBackground([hour], keptLog())
    await settled()
    await background.stop()
    expect(rounds()).toBe(1)
  })

  it('is not held up by another', async () => {
    const { wait, next } = waits()
    const stuck: Loop = { name: 'stuck', everyMs: 1, round: () => new Promise(() => {}) }
    const { loop, rounds } = counted(resting)
    startBackground([stuck, loop], keptLog(), wait)
    ;(await next()).end()
    await next()
    expect(rounds()).toBe(2)
  })
})
