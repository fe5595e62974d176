import { describe, expect, it } from 'vitest'
import { addressOf, holderOf, inRange, rangeOf } from '../../../src/domain/signInAlert/network.js'

const contains = (range: string, address: string): boolean => {
  const [r, a] = [rangeOf(range), addressOf(address)]
  return r !== undefined && a !== undefined && inRange(a, r)
}

describe('rangeOf and inRange', () => {
  it.each([
    ['198.51.100.0/24', '198.51.100.255'],
    ['198.51.100.77/24', '198.51.100.1'],
    ['198.51.100.7', '198.51.100.7'],
    ['0.0.0.0/0', '203.0.113.1'],
    ['2001:db8:4:ffff:7::9/47', '2001:db8:5::1'],
    ['198.51.100.0/24', '::ffff:198.51.100.3'],
    ['::ffff:198.51.100.0/120', '198.51.100.3'],
  ])('%s holds %s', (range, address) => {
    expect(contains(range, address)).toBe(true)
  })

  it.each([
    ['198.51.100.0/24', '198.51.101.1'],
    ['198.51.100.0/24', '2001:db8::1'],
    ['2001:db8::/32', '198.51.100.1'],
    ['2001:db8:4::/47', '2001:db8:6::1'],
  ])('%s does not hold %s', (range, address) => {
    expect(contains(range, address)).toBe(false)
  })

  it.each([
    'not a network',
    '300.1.2.3/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '127.1/8',
    '0x7f.0.0.1',
    5,
    null,
  ])('passes over %s', (text) => {
    expect(rangeOf(text)).toBeUndefined()
  })
})

describe('holderOf', () => {
  const holder = (text: string): string | undefined => {
    const address = addressOf(text)
    return address && holderOf(address)
  }

  it('is the address for IPv4, mapped or not', () => {
    expect(holder('::ffff:198.51.100.3')).toBe(holder('198.51.100.3'))
    expect(holder('198.51.100.3')).not.toBe(holder('198.51.100.4'))
  })

  it('is the /64 for IPv6', () => {
    expect(holder('2001:db8:1:1::1')).toBe(holder('2001:0db8:0001:0001:a1b2:c3d4::1'))
    expect(holder('2001:db8:1:1::1')).not.toBe(holder('2001:db8:1:2::1'))
  })
})
