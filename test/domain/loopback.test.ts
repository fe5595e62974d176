import { describe, expect, it } from 'vitest'
import { isLoopbackHost, isLoopbackUrl } from '../../src/domain/loopback.js'

describe('this machine', () => {
  it.each(['127.0.0.1', 'localhost', '::1', '[::1]'])('is %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '127.0.0.2', 'localhost.example', '', '127.0.0.1.nip.io'])('is not %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })

  it.each(['http://127.0.0.1:3978/x', 'http://localhost/', 'http://[::1]:80/'])('is where %s leads', (url) => {
    expect(isLoopbackUrl(url)).toBe(true)
  })

  it.each([
    'https://127.0.0.1/',
    'http://127.0.0.1@evil.example/',
    'http://user@127.0.0.1/',
    'http://evil.example/127.0.0.1',
    'ftp://127.0.0.1/',
    '127.0.0.1',
    '',
  ])('is not where %s leads', (url) => {
    expect(isLoopbackUrl(url)).toBe(false)
  })
})
