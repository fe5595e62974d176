import { describe, expect, it } from 'vitest'
import { hostOf, isThisMachine } from '../../src/demo/loopback.js'

const callback = () => {}

describe('the host that a socket is asked to connect to', () => {
  it.each([
    ['options with a host', [{ port: 80, host: 'graph.example' }, callback], 'graph.example'],
    ['options of HTTP, whose path is no pipe', [{ port: 80, host: 'graph.example', path: null }], 'graph.example'],
    ['options without a host', [{ port: 80 }], 'localhost'],
    ["Node's own list of options and callback", [[{ port: 80, host: 'graph.example' }, callback]], 'graph.example'],
    ['a port and a host', [80, 'graph.example', callback], 'graph.example'],
    ['a port that is text, and a host', ['80', 'graph.example'], 'graph.example'],
    ['a port and a callback', [80, callback], 'localhost'],
    ['a path', ['/run/bot.sock', callback], null],
    ['options with a path', [{ path: '/run/bot.sock' }], null],
  ])('%s', (_, args, host) => {
    expect(hostOf(args)).toBe(host)
  })
})

describe('this machine', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1', '0.0.0.0', '::'])(
    'is %s',
    (host) => {
      expect(isThisMachine(host)).toBe(true)
    },
  )

  it.each([
    '192.0.2.1',
    '169.254.169.254',
    '2001:db8::1',
    '::ffff:192.0.2.1',
    '127.0.0.1.example',
    'localhost.example',
    'graph.microsoft.com',
    '127.1',
    '',
  ])('is not %j', (host) => {
    expect(isThisMachine(host)).toBe(false)
  })
})
