import { describe, expect, it } from 'vitest'
import { compiled } from '../../../src/store/embedded/compiled.js'

describe('a program of its own', () => {
  it('lies beside the compiled file that starts it', () => {
    expect(compiled('./worker.js', 'file:///bot/dist/store/embedded/engine.js').pathname).toBe(
      '/bot/dist/store/embedded/worker.js',
    )
  })

  it('is the compiled one also where the source starts it', () => {
    expect(compiled('./worker.js', 'file:///home/src/bot/src/store/embedded/engine.ts').pathname).toBe(
      '/home/src/bot/dist/store/embedded/worker.js',
    )
  })
})
