import { describe, expect, it } from 'vitest'
import { createKeyedHash, createSealer, newTraceKey } from '../src/secrets.js'

const TEXT = 'Enter HNGP5CAF8 – 漢字 🙂'

describe('a seal', () => {
  const sealer = createSealer()

  it('opens with its key and its name, and with nothing else', () => {
    const { sealed, key } = sealer.seal(TEXT, 'check 1')
    expect(sealer.open(sealed, 'check 1', key)).toBe(TEXT)
    expect(sealer.open(sealed, 'check 2', key)).toBeNull()
    expect(sealer.open(sealed, 'check 1', sealer.seal(TEXT, 'check 1').key)).toBeNull()
    for (const wrong of ['', 'short', `${key}AAAA`, key.slice(0, -1)])
      expect(sealer.open(sealed, 'check 1', wrong)).toBeNull()
  })

  it('does not open once it was changed or cut', () => {
    const { sealed, key } = sealer.seal(TEXT, 'check 1')
    const other = sealed.at(-3) === 'A' ? 'B' : 'A'
    expect(sealer.open(`${sealed.slice(0, -3)}${other}${sealed.slice(-2)}`, 'check 1', key)).toBeNull()
    expect(sealer.open(sealed.slice(0, 30), 'check 1', key)).toBeNull()
    expect(sealer.open('', 'check 1', key)).toBeNull()
  })

  it('has a key that fits a card’s button, and never the same one', () => {
    const [one, two] = [sealer.seal(TEXT, 'x'), sealer.seal(TEXT, 'x')]
    expect(one.key).toMatch(/^[\w-]{43}$/)
    expect(two.key).not.toBe(one.key)
    expect(two.sealed).not.toBe(one.sealed)
    expect(Buffer.from(one.sealed, 'base64url').includes('HNGP')).toBe(false)
  })

  it('takes key and nonce from the randomness it is given, in full length', () => {
    const asked: number[] = []
    const counting = createSealer((bytes) => {
      asked.push(bytes)
      return Buffer.alloc(bytes, 7)
    })
    expect(counting.open(counting.seal(TEXT, 'x').sealed, 'x', Buffer.alloc(32, 7).toString('base64url'))).toBe(TEXT)
    expect(asked).toEqual([32, 12])
  })
})

describe('a keyed hash', () => {
  it('is the same under the same key, and another under another', () => {
    const key = newTraceKey()
    expect(createKeyedHash(key)('a')).toBe(createKeyedHash(key)('a'))
    expect(createKeyedHash(key)('a')).not.toBe(createKeyedHash(key)('b'))
    expect(createKeyedHash(newTraceKey())('a')).not.toBe(createKeyedHash(key)('a'))
  })

  it('is HMAC-SHA-256, cut to 128 bits', () => {
    // RFC 4231, test case 2, whose key is shorter than ours.
    const hash = createKeyedHash(Buffer.from('Jefe').toString('base64url'))('what do ya want for nothing?')
    expect(Buffer.from(hash, 'base64url').toString('hex')).toBe('5bdcc146bf60754e6a042426089575c7')
  })
})
