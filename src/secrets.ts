/**
 * Sealing and keyed hashes, by Node's own cryptography.
 *
 * A seal is AES-256-GCM under a key of its own, so that no nonce is ever used twice under one. Written as base64url:
 * nonce (12 bytes), tag (16 bytes), ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { KeyedHash, Sealer } from './flows/ports.js'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Half of SHA-256 is enough to tell traces apart, and a row is shorter by as much. */
const HASH_BYTES = 16

type Random = (bytes: number) => Buffer

/** @param random the system's, but for tests */
export function createSealer(random: Random = randomBytes): Sealer {
  return {
    seal(text, name) {
      const [key, nonce] = [random(KEY_BYTES), random(NONCE_BYTES)]
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body])
      return { sealed: sealed.toString('base64url'), key: key.toString('base64url') }
    },
    open(sealed, name, key) {
      const [bytes, secret] = [Buffer.from(sealed, 'base64url'), Buffer.from(key, 'base64url')]
      if (secret.length !== KEY_BYTES || bytes.length < NONCE_BYTES + TAG_BYTES) return null
      const nonce = bytes.subarray(0, NONCE_BYTES)
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(name)).setAuthTag(tag)
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return null
      }
    },
  }
}

/** A new key for keyed hashes, as the store keeps it. */
export const newTraceKey = (): string => randomBytes(KEY_BYTES).toString('base64url')

/** HMAC-SHA-256 under `key` (base64url, 32 bytes), cut to 128 bits, as base64url. */
export function createKeyedHash(key: string): KeyedHash {
  const secret = Buffer.from(key, 'base64url')
  return (value) => createHmac('sha256', secret).update(value).digest().subarray(0, HASH_BYTES).toString('base64url')
}
