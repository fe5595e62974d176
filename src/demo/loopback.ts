/**
 * What stays on this machine: the judgement behind the guard that every process of the demo runs under, and the line
 * with which the guard reports.
 */
import { isIPv4 } from 'node:net'

/** Begins the line on standard error that a refusal is reported with; the rest names what was asked for. */
export const REFUSED = 'postern-demo refused '

/** `0.0.0.0` and `::` as a destination are this machine too. No name but `localhost` is trusted to stay here. */
const THIS_MACHINE = new Set(['localhost', '::1', '0.0.0.0', '::'])

export function isThisMachine(host: string): boolean {
  const plain = host.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, '')
  return THIS_MACHINE.has(plain) || (isIPv4(plain) && plain.startsWith('127.'))
}

/**
 * The host that `net.Socket.connect` is asked for, in each of its forms: (options, callback?), (port, host?, callback?),
 * (path, callback?), and Node's own list of options and callback. Null: a pipe, which leads to no network.
 */
export function hostOf(args: readonly unknown[]): string | null {
  const [first, second]: readonly unknown[] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string' && first.path !== '') return null
    return 'host' in first && typeof first.host === 'string' && first.host !== '' ? first.host : 'localhost'
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null
  return typeof second === 'string' && second !== '' ? second : 'localhost'
}
