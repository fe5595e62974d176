import { describe, expect, it } from 'vitest'
import { readFault, storeError } from '../../src/store/faults.js'

const SERVER_ERROR = { message: 'deadlock detected', code: '40P01', severity: 'ERROR' }
const codeOf = (error: unknown) => storeError(readFault(error)).code

describe('an error of the database', () => {
  it.each(['08006', '40P01', '53300', '57P01', '55P03', '3D000', '28P01'])('of class %s may pass', (code) => {
    expect(codeOf({ ...SERVER_ERROR, code })).toBe('store-unavailable')
  })

  it.each(['23505', '42703', '22P02', '21000', 'XX000'])('of class %s will not', (code) => {
    expect(codeOf({ ...SERVER_ERROR, code })).toBe('internal')
  })

  it('of the network may pass, also where its code looks like an SQLSTATE', () => {
    expect(codeOf(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toBe('store-unavailable')
    expect(codeOf(new Error('Connection terminated unexpectedly'))).toBe('store-unavailable')
  })

  it('carries the SQLSTATE for the operator', () => {
    expect(storeError(readFault(SERVER_ERROR)).detail).toEqual({ sqlState: '40P01' })
  })

  it('does not repeat a value that did not fit', () => {
    const error = { ...SERVER_ERROR, code: '22P02', message: 'invalid input syntax for type integer: "a secret"' }
    expect(storeError(readFault(error)).cause).toBeUndefined()
  })
})
