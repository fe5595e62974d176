import { describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import type { SharedPace } from '../../src/flows/ports.js'
import { createPacer } from '../../src/graph/pacer.js'

function clockwork(shared?: SharedPace) {
  const waits: number[] = []
  let nowMs = 0
  const timing = {
    now: () => new Date(nowMs),
    wait: async (ms: number) => {
      waits.push(ms)
    },
  }
  return { pacer: createPacer(timing, shared), waits, pass: (ms: number) => (nowMs += ms) }
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

describe('a pace shared by replicas', () => {
  const shared = (answers: readonly (number | PosternError)[]) => {
    const asked: unknown[] = []
    const left = [...answers]
    const pace: SharedPace = {
      take: async (...given) => {
        asked.push(given)
        const answer = left.shift() ?? 0
        if (answer instanceof PosternError) throw answer
        return answer
      },
      pause: async (...given) => void asked.push(given),
    }
    return { pace, asked }
  }

  it('lets a request go when its turn has come among all', async () => {
    const { pace, asked } = shared([700, 300, 0])
    const { pacer, waits } = clockwork(pace)
    await pacer.turn('policies')
    expect(waits).toEqual([700, 300])
    expect(asked[0]).toEqual(['graph:policies', { capacity: 1, perSecond: 1 }])
  })

  it('tells the others to wait where Graph asked one of them to', async () => {
    const { pace, asked } = shared([])
    clockwork(pace).pacer.pause('policies', 9_000)
    expect(asked).toEqual([['graph:policies', 9_000]])
  })

  it('is for Conditional Access alone: other limits are far away', async () => {
    const { pace, asked } = shared([])
    const { pacer } = clockwork(pace)
    await pacer.turn('directory')
    pacer.pause('directory', 1_000)
    expect(asked).toEqual([])
  })

  it('is kept by each for itself while the database is out of reach', async () => {
    const gone = new PosternError('store-unavailable')
    const { pace } = shared([gone, gone])
    const { pacer, waits } = clockwork(pace)
    await pacer.turn('policies')
    await pacer.turn('policies')
    expect(waits).toEqual([1_000])
  })
})
