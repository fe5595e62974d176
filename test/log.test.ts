import { describe, expect, it } from 'vitest'
import { createLog } from '../src/log.js'

/** What the log would have written, as objects. */
function written(level: 'info' | 'warn' | 'error', write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = []
  write(createLog(level, { write: (line: string) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('the log', () => {
  it('writes an object a line: when, how grave, what, and the fields', () => {
    const [line] = written('info', (log) => log.warn('a poll was skipped', { rows: 3 }))
    expect(line).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      rows: 3,
      msg: 'a poll was skipped',
    })
  })

  it.each([
    'authorization',
    'cookie',
    'token',
    'accessToken',
    'secret',
    'clientSecret',
    'password',
    'pem',
    'text',
    'html',
    'databaseUrl',
  ])('cuts out the field %s, however deep it is handed over', (name) => {
    const fields = { [name]: 'hunter2', one: { [name]: 'hunter2', two: { [name]: 'hunter2', kept: 1 } } }
    const lines = written('info', (log) => {
      log.info('x', fields)
      log.warn('x', fields)
      log.error('x', fields)
    })
    expect(lines).toHaveLength(3)
    expect(JSON.stringify(lines)).not.toContain('hunter2')
    expect(lines[0]).toMatchObject({ [name]: '[removed]', one: { two: { kept: 1 } } })
  })

  it('writes what is as grave as its level, and nothing below', () => {
    const all = (log: ReturnType<typeof createLog>) => {
      log.info('a')
      log.warn('b')
      log.error('c')
    }
    expect(written('info', all)).toHaveLength(3)
    expect(written('error', all).map(({ msg }) => msg)).toEqual(['c'])
  })
})
