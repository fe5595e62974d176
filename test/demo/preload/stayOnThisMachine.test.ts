/** The guard in a process of its own, as it is built: `npm test` builds before it runs. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const guard = new URL('../../../dist/demo/preload/stayOnThisMachine.js', import.meta.url).href

/** Runs a script that says how its try ended; answers that, and what the guard reported. */
async function guarded(script: string): Promise<{ readonly said: string; readonly reported: string }> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    guard,
    '--input-type=module',
    '-e',
    script,
  ])
  return { said: stdout.trim(), reported: stderr.trim() }
}

describe('the guard refuses and reports', () => {
  it.each([
    [
      'fetch of an address',
      "await fetch('http://192.0.2.1/').catch((error) => console.log(error.cause.code))",
      'a connection to 192.0.2.1',
    ],
    [
      'fetch of a name',
      "await fetch('https://graph.example/').catch((error) => console.log(error.cause.code))",
      'a connection to graph.example',
    ],
    [
      'a plain socket',
      "import { connect } from 'node:net'; connect(443, '2001:db8::1').on('error', (error) => console.log(error.code))",
      'a connection to 2001:db8::1',
    ],
    [
      'a TLS socket',
      "import tls from 'node:tls'; tls.connect({ host: 'graph.example', port: 443 }).on('error', (e) => console.log(e.code))",
      'a connection to graph.example',
    ],
    [
      'an HTTP request through an agent',
      "import { get } from 'node:https'; get('https://graph.example/').on('error', (error) => console.log(error.code))",
      'a connection to graph.example',
    ],
    [
      'a look-up by name',
      "import { lookup } from 'node:dns'; lookup('graph.example', (error) => console.log(error.code))",
      'a look-up of graph.example',
    ],
    [
      'a look-up with a promise',
      "import { lookup } from 'node:dns/promises'; await lookup('graph.example').catch((error) => console.log(error.code))",
      'a look-up of graph.example',
    ],
    [
      'a question to a name server',
      "import { Resolver } from 'node:dns'; new Resolver().resolve4('graph.example', (error) => console.log(error.code))",
      'a look-up of graph.example',
    ],
    [
      'a datagram',
      "import dgram from 'node:dgram'; const s = dgram.createSocket('udp4'); try { s.send('x', 53, '192.0.2.1') } catch (error) { console.log(error.code) }",
      'a datagram to 192.0.2.1',
    ],
  ])('%s', async (_, script, tried) => {
    expect(await guarded(script)).toEqual({ said: 'ENETUNREACH', reported: `postern-demo refused ${tried}` })
  })
})

it('lets everything on this machine pass', async () => {
  const script = `
    import { lookup } from 'node:dns/promises'
    import { createServer } from 'node:http'
    import dgram from 'node:dgram'
    await lookup('localhost')
    const receiver = dgram.createSocket('udp4').bind(0, '127.0.0.1')
    await new Promise((resolve) => receiver.once('listening', resolve))
    const sender = dgram.createSocket('udp4')
    sender.send('x', receiver.address().port, '127.0.0.1')
    await new Promise((resolve) => receiver.once('message', resolve))
    sender.close()
    receiver.close()
    const server = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1', async () => {
      const { port } = server.address()
      console.log(await fetch('http://127.0.0.1:' + port).then((answer) => answer.text(), (error) => error.cause.code))
      server.close()
      server.closeAllConnections()
    })`
  expect(await guarded(script)).toEqual({ said: 'served', reported: '' })
})
