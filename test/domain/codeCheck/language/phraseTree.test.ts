import { describe, expect, it } from 'vitest'
import { Numbers, PhraseTree, Words } from '../../../../src/domain/codeCheck/language/phraseTree.js'

describe('a tree in arrays', () => {
  it('finds every step again after it has grown many times, and none that was not taken', () => {
    const tree = new PhraseTree(2)
    const nodes = new Map<string, number>()
    for (let parent = 1; parent <= 200; parent += 1)
      for (let step = -50; step <= 50; step += 1)
        if (step !== 0) nodes.set(`${parent} ${step}`, tree.grow(parent, step))
    expect(new Set(nodes.values()).size).toBe(20_000)
    expect(Math.min(...nodes.values())).toBe(3)
    const lost = [...nodes].filter(([key, node]) => {
      const [parent = 0, step = 0] = key.split(' ').map(Number)
      return tree.next(parent, step) !== node || tree.grow(parent, step) !== node
    })
    expect(lost).toEqual([])
    expect(tree.next(1, 51)).toBe(0)
    expect(tree.next(201, 1)).toBe(0)
  })
})

describe('words', () => {
  it('have one number each, and none is 0', () => {
    const words = new Words()
    const ids = ['code', 'a word that is cut by reference', 'code', 'constructor'].map((word) => words.learn(word))
    expect(ids).toEqual([1, 2, 1, 3])
    expect(words.idOf('a word that is cut by reference')).toBe(2)
    expect(words.idOf('codes')).toBe(0)
  })
})

describe('numbers', () => {
  it('are 0 until they are set, however far away', () => {
    const numbers = new Numbers()
    numbers.set(100_000, 7)
    expect([numbers.at(100_000), numbers.at(99_999), numbers.at(1_000_000)]).toEqual([7, 0, 0])
  })
})
