import { describe, expect, it } from 'vitest'
import { CorrelationSieve, readRecords, type SignInRecord } from '../../../src/domain/signInAlert/index.js'
import { PEOPLE, phish, redemption, row } from '../../support/signInRows.js'

const read = (rows: readonly Record<string, unknown>[]): readonly SignInRecord[] => readRecords({ value: rows }).records
const [approval, tokens] = read(phish({ authenticationProtocol: 'none' })) as [SignInRecord, SignInRecord]
const FLOW = { userId: PEOPLE.dana, correlationId: 'c0ffee00-0000-4000-8000-000000000001' }
const ids = (rows: readonly SignInRecord[]) => rows.map(({ id }) => id)

describe('the sieve', () => {
  it('says once of each flow that a device code was seen in it', () => {
    const sieve = new CorrelationSieve()
    sieve.take([approval])
    expect(sieve.takeSeen()).toEqual([])
    expect(ids(sieve.take([tokens]))).toEqual([approval.id, tokens.id])
    expect(sieve.takeSeen()).toEqual([FLOW])
    sieve.take([tokens, ...read([redemption({ id: 'again' })])])
    expect(sieve.takeSeen()).toEqual([])
  })

  it('lets go what it holds of a flow that somebody else has seen, and from then on what comes', () => {
    const sieve = new CorrelationSieve()
    const [other] = read([row({ id: 'other', authenticationProtocol: 'none', correlationId: 'another' })])
    sieve.take([approval, other!])
    expect(ids(sieve.want([FLOW]))).toEqual([approval.id])
    expect(sieve.want([FLOW])).toEqual([])
    expect(ids(sieve.take([{ ...approval, id: 'later' }]))).toEqual(['later'])
    // Who was told of it has nothing to tell.
    sieve.take([tokens])
    expect(sieve.takeSeen()).toEqual([])
  })

  it('is of one person: the same correlation of somebody else is none of theirs', () => {
    const sieve = new CorrelationSieve()
    sieve.take([approval])
    expect(sieve.want([{ ...FLOW, userId: PEOPLE.sam }])).toEqual([])
  })

  it('holds rows up to a number, and forgets the oldest flow', () => {
    const sieve = new CorrelationSieve(2)
    sieve.take([approval, ...read([row({ id: 'newer', authenticationProtocol: 'none', correlationId: 'another' })])])
    expect(sieve.want([FLOW])).toEqual([])
  })

  it('lets no flood of renewals push out the sign-in of a person at the screen', () => {
    const sieve = new CorrelationSieve(10)
    const renewal = (n: number) => ({ ...approval, id: `renewal-${n}`, interactive: false, correlationId: `flow-${n}` })
    sieve.take([approval, ...Array.from({ length: 1000 }, (_, n) => renewal(n))])
    expect(ids(sieve.want([FLOW]))).toEqual([approval.id])
    expect(sieve.want(Array.from({ length: 1000 }, (_, n) => ({ ...FLOW, correlationId: `flow-${n}` })))).toHaveLength(
      2,
    )
  })
})
