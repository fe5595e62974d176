/**
 * Loaded first into every process of the demo: no socket is opened to another machine, and no name of another machine
 * is looked up. Each try is refused as if the network were down, and reported in a line on standard error.
 *
 * A guard against a library that calls home, not against hostile code, which could put the originals back. It covers
 * the main thread of the process that loads it.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import process from 'node:process'
import { hostOf, isThisMachine, REFUSED } from '../loopback.js'

const STANDARD_ERROR = 2

type Anything = (...args: unknown[]) => unknown

function refusal(what: string, host: string): Error {
  // Written at once: the process may be on its way out.
  writeSync(STANDARD_ERROR, `${REFUSED}${what} ${host.slice(0, 253)}\n`)
  return Object.assign(new Error(`The demo stays on this machine: ${what} ${host}`), { code: 'ENETUNREACH' })
}

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function connectHere(this: net.Socket, ...args: unknown[]): net.Socket {
  const host = hostOf(args)
  if (host === null || isThisMachine(host)) return Reflect.apply(connect as Anything, this, args) as net.Socket
  const error = refusal('a connection to', host)
  // Later, as the network would: the caller has still to attach its listeners.
  Object.assign(this, { connecting: true })
  setImmediate(() => this.destroy(error))
  return this
} as typeof connect

/** Datagrams name their destination last but for the callback; a socket that is connected named it before. */
for (const name of ['send', 'connect'] as const) {
  const original = dgram.Socket.prototype[name] as Anything
  dgram.Socket.prototype[name] = function sendHere(this: dgram.Socket, ...args: unknown[]): unknown {
    const host = args.slice(1).findLast((argument) => typeof argument === 'string')
    if (host === undefined || isThisMachine(String(host))) return Reflect.apply(original, this, args)
    throw refusal('a datagram to', String(host))
  } as never
}

/** `lookup` asks the system, `resolve…` asks a name server; both with a callback or a promise. */
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  const asks = owner as unknown as Record<string, Anything>
  for (const name of Object.getOwnPropertyNames(owner).filter((found) => /^(lookup$|resolve)/.test(found))) {
    const original = asks[name]
    if (original === undefined) continue
    asks[name] = function lookUpHere(this: unknown, ...args: unknown[]): unknown {
      const host = typeof args[0] === 'string' ? args[0] : 'localhost'
      if (isThisMachine(host)) return Reflect.apply(original, this, args)
      const error = refusal('a look-up of', host)
      const callback = args.at(-1)
      if (typeof callback !== 'function') return Promise.reject(error)
      process.nextTick(callback as Anything, error)
      return undefined
    }
  }
}
// `import { lookup } from 'node:dns'` sees the guarded ones too.
syncBuiltinESMExports()
