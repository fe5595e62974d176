import net from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'

const { listen } = net.Server.prototype
const { onLoopback } = await import('../../../src/demo/preload/listenOnLoopback.js')
afterAll(() => {
  net.Server.prototype.listen = listen
})

const callback = () => {}

describe('every form of listen goes to 127.0.0.1', () => {
  it.each([
    ['nothing', [], [0, '127.0.0.1']],
    ['a callback', [callback], [0, '127.0.0.1', callback]],
    ['a port', [80], [80, '127.0.0.1']],
    ['a port that is text', ['80'], ['80', '127.0.0.1']],
    ['no port', [undefined, callback], [0, '127.0.0.1', callback]],
    ['a port and a callback', [80, callback], [80, '127.0.0.1', callback]],
    ['a port and a host', [80, '0.0.0.0'], [80, '127.0.0.1']],
    ['a port, a host, a backlog and a callback', [80, '::', 5, callback], [80, '127.0.0.1', 5, callback]],
    ['options', [{ port: 80 }, callback], [{ port: 80, host: '127.0.0.1' }, callback]],
    ['options with a host', [{ port: 80, host: '::' }], [{ port: 80, host: '127.0.0.1' }]],
  ])('%s', (_, args, expected) => {
    expect(onLoopback(args)).toEqual(expected)
  })

  it('but a path is no network', () => {
    expect(onLoopback(['/run/bot.sock', callback])).toEqual(['/run/bot.sock', callback])
    expect(onLoopback([{ path: '/run/bot.sock' }])).toEqual([{ path: '/run/bot.sock' }])
  })

  it.each([[[0]], [[0, '0.0.0.0']], [[{ port: 0, host: '::' }]], [[]]])(
    'and so it is, with a real socket',
    async (args) => {
      const server = net.createServer()
      await new Promise<void>((resolve) => {
        server.once('listening', resolve)
        ;(server.listen as (...args: unknown[]) => void)(...args)
      })
      expect(server.address()).toMatchObject({ address: '127.0.0.1' })
      await new Promise((resolve) => server.close(resolve))
    },
  )
})
