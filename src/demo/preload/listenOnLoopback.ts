/**
 * Loaded before the local Teams client (`node --import`): whatever it listens on, it listens on 127.0.0.1. The client
 * binds every interface, has no option for it and no authentication.
 */
import net from 'node:net'

const LOOPBACK = '127.0.0.1'

/**
 * The arguments of `net.Server.listen` with the host replaced, in each of its forms: (port, host?, backlog?, callback?),
 * (options, callback?) and (callback?). A path or a handle stays: neither is reachable from the network.
 */
export function onLoopback(args: readonly unknown[]): readonly unknown[] {
  const [first, ...rest] = args
  if (args.length === 0 || typeof first === 'function') return [0, LOOPBACK, ...args]
  if (isPort(first)) return [first ?? 0, LOOPBACK, ...rest.filter((argument) => typeof argument !== 'string')]
  if (typeof first === 'object' && first !== null && 'port' in first) return [{ ...first, host: LOOPBACK }, ...rest]
  return args
}

function isPort(value: unknown): boolean {
  if (typeof value === 'string') return /^\d+$/.test(value)
  return typeof value === 'number' || value === undefined || value === null
}

const { listen } = net.Server.prototype

function listenOnLoopback(this: net.Server, ...args: unknown[]): net.Server {
  return Reflect.apply(listen as (...args: unknown[]) => net.Server, this, onLoopback(args))
}

net.Server.prototype.listen = listenOnLoopback as typeof listen
