import { describe, expect, it } from 'vitest'
import { z } from 'zod/v4'
import { bindable, json, readRow, readRows } from '../../src/store/values.js'

describe('a value for a jsonb column', () => {
  it('replaces what jsonb cannot hold, in values and in names', () => {
    expect(JSON.parse(json({ 'a\0': ['b\0c', '\ud800', 'x\udfffy'] }))).toEqual({
      'a\ufffd': ['b\ufffdc', '\ufffd', 'x\ufffdy'],
    })
  })

  it('leaves alone what only looks like an escape, and whole pairs', () => {
    const text = 'a backslash and u0000: \\u0000, two: \\\\u0000, a face: \ud83d\ude00, a tab: \u0009'
    expect(JSON.parse(json({ text }))).toEqual({ text })
  })

  it('replaces an escape after any number of real backslashes', () => {
    expect(JSON.parse(json(['\\\0', '\\\\\0']))).toEqual(['\\\ufffd', '\\\\\ufffd'])
  })

  it('reads a long run of backslashes once', () => {
    const text = '\\'.repeat(200_000)
    expect(JSON.parse(json(text))).toBe(text)
  })
})

describe('a parameter', () => {
  it('is an instant in UTC where it is a date', () => {
    expect(bindable(new Date('2026-03-02T10:30:00+01:00'))).toBe('2026-03-02T09:30:00.000Z')
  })

  it('is refused where it is no date at all', () => {
    expect(() => bindable(new Date('never'))).toThrow('input-invalid')
  })

  it('has no null character', () => {
    expect(bindable('a\0b')).toBe('a\ufffdb')
  })
})

describe('a row', () => {
  const schema = z.object({ count: z.number() })

  it('is read as its schema says', () => {
    expect(readRows(schema, { rows: [{ count: 1 }, { count: 2 }], count: 0 })).toEqual([{ count: 1 }, { count: 2 }])
    expect(readRow(schema, { rows: [], count: 0 })).toBeNull()
  })

  it('of another shape is a fault that names the column and not what is in it', () => {
    const read = () => readRow(schema, { rows: [{ count: 'a secret' }], count: 0 })
    expect(read).toThrow(
      expect.objectContaining({ code: 'internal', detail: expect.objectContaining({ columns: ['0.count'] }) }),
    )
  })
})
