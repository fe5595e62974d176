import { describe, expect, it } from 'vitest'
import { type UserId, userId } from '../../src/domain/ids.js'
import { createFileTurns, type FileTurnLimits } from '../../src/flows/fileTurns.js'

const [DANA, SAM, LEE] = [1, 2, 3].map((number) => userId(`00000000-0000-4000-8000-00000000000${number}`)) as [
  UserId,
  UserId,
  UserId,
]
const GOOD: FileTurnLimits = { atOnce: 4, atOnceEach: 2, waiting: 20, waitingEach: 10 }

function start(limits: Partial<FileTurnLimits> = {}) {
  const turns = createFileTurns({ ...GOOD, ...limits })
  const held: { readonly name: string; readonly giveBack: () => void }[] = []
  const refused: string[] = []
  const take = (whom: UserId, name: string, signal = new AbortController().signal) =>
    void turns.take(whom, signal).then((turn) => {
      if (turn === 'busy') refused.push(name)
      else held.push({ name, giveBack: turn })
    })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const names = async () => {
    await settled()
    return held.map(({ name }) => name)
  }
  /** Gives back the oldest turn that is held. */
  const next = async () => {
    await settled()
    held.shift()?.giveBack()
    await settled()
  }
  return { take, names, next, refused, held }
}

describe('turns for files', () => {
  it('are two for one person at once, however many there are', async () => {
    const { take, names, next } = start()
    for (const name of ['a1', 'a2', 'a3', 'a4']) take(DANA, name)
    expect(await names()).toEqual(['a1', 'a2'])
    await next()
    expect(await names()).toEqual(['a2', 'a3'])
  })

  it('leave room for others beside who sends a hundred', async () => {
    const { take, names } = start({ waiting: 200, waitingEach: 100 })
    for (let number = 0; number < 100; number += 1) take(DANA, `a${number}`)
    take(SAM, 'b1')
    expect(await names()).toEqual(['a0', 'a1', 'b1'])
  })

  it('go from person to person where all are taken', async () => {
    const { take, names, next, held } = start({ atOnce: 1 })
    for (const name of ['a1', 'a2', 'a3']) take(DANA, name)
    take(SAM, 'b1')
    take(LEE, 'c1')
    const order: string[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      order.push(...(await names()))
      expect(held).toHaveLength(1)
      await next()
    }
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'a3'])
  })

  it('are refused to who has too many waiting, and not to others', async () => {
    const { take, names, refused } = start({ atOnce: 1, waitingEach: 1 })
    for (const name of ['a1', 'a2', 'a3']) take(DANA, name)
    take(SAM, 'b1')
    expect(await names()).toEqual(['a1'])
    expect(refused).toEqual(['a3'])
  })

  it('are refused where too many wait in all', async () => {
    const { take, names, refused } = start({ atOnce: 1, waiting: 1 })
    take(DANA, 'a1')
    take(SAM, 'b1')
    take(LEE, 'c1')
    expect(await names()).toEqual(['a1'])
    expect(refused).toEqual(['c1'])
  })

  it('are not kept for who has gone, who takes none back', async () => {
    const { take, names, next, refused } = start({ atOnce: 1 })
    const gone = new AbortController()
    take(DANA, 'a1')
    take(SAM, 'b1', gone.signal)
    take(LEE, 'c1')
    gone.abort()
    await next()
    expect(await names()).toEqual(['c1'])
    expect(refused).toEqual(['b1'])
  })

  it('are given back once, however often that is said', async () => {
    const { take, names, held } = start({ atOnce: 1 })
    take(DANA, 'a1')
    await names()
    held[0]?.giveBack()
    held[0]?.giveBack()
    for (const name of ['b1', 'b2']) take(SAM, name)
    expect(await names()).toEqual(['a1', 'b1'])
  })
})
