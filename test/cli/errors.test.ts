import { describe, expect, it } from 'vitest'
import { sayError } from '../../src/cli/errors.js'
import { EXIT, exitStatusOf } from '../../src/cli/exit.js'
import { printable } from '../../src/cli/printable.js'
import { ERROR_CODES, type ErrorCode, PosternError } from '../../src/domain/errors.js'

const systemError = (code: string, path?: string) =>
  Object.assign(new Error('the system said no'), { code, ...(path === undefined ? {} : { path }) })

describe('an error in words', () => {
  it('lists faulty settings one a line', () => {
    expect(sayError(new PosternError('config-invalid', { faults: ['PORT is in use', 'HOST is odd'] }))).toEqual([
      'Mend these settings (env/.env.example explains each) and start again:',
      '  - PORT is in use',
      '  - HOST is odd',
    ])
  })

  it('says the next step and the facts', () => {
    expect(sayError(new PosternError('store-format', { line: 3, why: 'the line is too long' }))).toEqual([
      'This is not an export that this version can read, or the store is not empty.',
      '  line: 3',
      '  why: the line is too long',
    ])
  })

  it('has a sentence for every code', () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      expect(sayError(new PosternError(code))[0]?.length, code).toBeGreaterThan(20)
    }
  })

  it.each([
    [systemError('ENOENT', 'log.jsonl'), 'There is no file log.jsonl.'],
    [systemError('EACCES', 'log.jsonl'), 'log.jsonl cannot be read (EACCES).'],
    [systemError('EISDIR'), 'Standard input cannot be read (EISDIR).'],
  ])('says which input cannot be read', (error, sentence) => {
    expect(sayError(error)).toEqual([sentence])
  })

  it('shows where a fault of its own came from', () => {
    const [first, ...stack] = sayError(new Error('oops'))
    expect(first).toBe('Postern stopped over a fault of its own:')
    expect(stack.join('\n')).toMatch(/oops[\s\S]+errors\.test\.ts/)
  })

  it('lets nothing through to the terminal that would move its cursor', () => {
    const nasty = 'a\u001b[2Jb\u202ec'
    for (const error of [
      new Error(nasty),
      systemError('ENOENT', nasty),
      new PosternError('internal', { what: nasty }),
    ]) {
      expect(sayError(error).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})

describe('an exit status', () => {
  it.each<[unknown, number]>([
    [new PosternError('config-invalid'), EXIT.usage],
    [new PosternError('config-unsafe'), EXIT.usage],
    [new PosternError('input-invalid'), EXIT.data],
    [new PosternError('input-too-large'), EXIT.data],
    [new PosternError('store-format'), EXIT.data],
    [systemError('ENOENT', 'x'), EXIT.noInput],
    [systemError('EISDIR'), EXIT.noInput],
    [new PosternError('store-locked'), EXIT.internal],
    [systemError('ECONNREFUSED'), EXIT.internal],
    [new TypeError('oops'), EXIT.internal],
    ['a string', EXIT.internal],
  ])('of %s is %i', (error, status) => {
    expect(exitStatusOf(error)).toBe(status)
  })
})

describe('printable', () => {
  it('keeps letters of any script, and marks what is cut out', () => {
    expect(printable('grüße, 今日 \u0007\u200b\u2028!')).toBe('grüße, 今日 \ufffd\ufffd\ufffd!')
  })

  it('bounds the length, and leaves no half of a character', () => {
    expect(printable('x'.repeat(1000))).toHaveLength(200)
    expect(printable(`${'x'.repeat(199)}😀`)).toBe(`${'x'.repeat(199)}\ufffd`)
  })
})
