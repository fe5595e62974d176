import { describe, expect, it } from 'vitest'
import { addressKey, cidrRange, ipRange } from '../../../src/domain/policyStatus/addresses.js'

const isIn = (address: string, cidr: string): boolean => {
  const key = addressKey(address)
  const range = cidrRange(cidr)
  if (key === null || range === null) throw new Error('not readable')
  return range.from <= key && key < range.to
}

describe('an address', () => {
  it.each([
    ['203.0.113.0', '203.0.113.0/24', true],
    ['203.0.113.255', '203.0.113.0/24', true],
    ['203.0.114.0', '203.0.113.0/24', false],
    ['203.0.112.255', '203.0.113.0/24', false],
    ['203.0.113.9', '203.0.113.77/24', true],
    ['203.0.113.130', '203.0.113.128/25', true],
    ['203.0.113.127', '203.0.113.128/25', false],
    ['198.51.100.200', '198.51.100.200', true],
    ['198.51.100.201', '198.51.100.200/32', false],
    ['203.0.255.255', '203.0.255.254/32', false],
    ['203.1.0.0', '203.0.255.255/32', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['2001:db8:100:ffff:ffff:ffff:ffff:ffff', '2001:db8:100::/48', true],
    ['2001:db8:101::', '2001:db8:100::/48', false],
    ['2001:db8::1', '2001:db8::ff/120', true],
    ['::ffff:203.0.113.7', '203.0.113.0/24', true],
    ['203.0.113.200', '::ffff:203.0.113.0/120', true],
    ['203.0.114.0', '::ffff:203.0.113.0/120', false],
    ['203.0.113.7', '::/0', false],
    ['2001:db8::1', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, cidr, expected) => {
    expect(isIn(address, cidr)).toBe(expected)
  })

  it.each([
    '',
    '203.0.113',
    '0x7f.1',
    '010.0.0.1',
    '203.0.113.256',
    '1.2.3.4.5',
    'example.com',
    ':::',
    '1'.repeat(100),
  ])('is refused when it is none: %s', (text) => {
    expect(addressKey(text)).toBeNull()
  })

  it.each(['203.0.113.0/33', '2001:db8::/129', '203.0.113.0/', '203.0.113.0/-1', '203.0.113.0/a', '203.0.113.0/8/8'])(
    'a range is refused when it is none: %s',
    (text) => {
      expect(cidrRange(text)).toBeNull()
    },
  )

  it('may be given by its lower and its upper end, both inside', () => {
    const range = ipRange({ lowerAddress: '203.0.113.4', upperAddress: '203.0.113.6' })
    const inside = ['203.0.113.3', '203.0.113.4', '203.0.113.6', '203.0.113.7'].map((address) => {
      const key = addressKey(address) ?? ''
      return range !== null && range.from <= key && key < range.to
    })
    expect(inside).toEqual([false, true, true, false])
    expect(ipRange({ lowerAddress: '203.0.113.6', upperAddress: '203.0.113.4' })).toBeNull()
  })
})
