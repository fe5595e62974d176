/** Loads what keeps the reader offline, then tries to get out in three ways. */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'

const [guard, port] = process.argv.slice(2)
await import(guard)
const attempts = {
  connect: () => new Promise((resolve) => connect(Number(port), '127.0.0.1', resolve)),
  fetch: () => fetch(`http://127.0.0.1:${port}/`),
  datagram: () => createSocket('udp4').send('hello', Number(port), '127.0.0.1'),
}
const tried = []
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    await attempt()
    tried.push(`${name} went out`)
  } catch {
    tried.push(`${name} refused`)
  }
}
process.send(tried, () => process.exit(0))
