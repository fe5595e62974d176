import { describe, expect, it } from 'vitest'
import { createPacer } from '../../src/graph/pacer.js'

function clockwork() {
  const waits: number[] = []
  let nowMs = 0
  const timing = {
    now: () => new Date(nowMs),
    wait: async (ms: number) => {
      waits.push(ms)
    },
  }
  return { pacer: createPacer(timing), waits, pass: (ms: number) => (nowMs += ms) }
}

describe('pacing', () => {
  it('lines callers of the same instant up, a second apart, for Conditional Access', async () => {
    const { pacer, waits } = clockwork()
    await Promise.all([pacer.turn('policies'), pacer.turn('policies'), pacer.turn('policies')])
    expect(waits).toEqual([1_000, 2_000])
  })

  it('lets five report requests go at once and the sixth after ten seconds', async () => {
    const { pacer, waits } = clockwork()
    for (let request = 0; request < 6; request += 1) await pacer.turn('reports')
    expect(waits).toEqual([10_000])
  })

  it('keeps families apart', async () => {
    const { pacer, waits } = clockwork()
    await pacer.turn('policies')
    await pacer.turn('directory')
    expect(waits).toEqual([])
  })

  it('holds the whole family back when Graph asks for it', async () => {
    const { pacer, waits, pass } = clockwork()
    pacer.pause('reports', 30_000)
    pass(10_000)
    await pacer.turn('reports')
    expect(waits).toEqual([20_000])
  })

  it('never shortens a pause', async () => {
    const { pacer, waits } = clockwork()
    pacer.pause('reports', 30_000)
    pacer.pause('reports', 1_000)
    await pacer.turn('reports')
    expect(waits).toEqual([30_000])
  })
})
