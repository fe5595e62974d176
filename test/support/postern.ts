/** `postern` as its own process, built, with settings of the test's and none of the machine's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

export type Env = Readonly<Record<string, string>>

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly process: ChildProcess
  /** Resolves once a line with this text is on standard output; rejects where the process ends before. */
  saying(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

export function start(args: readonly string[], { env = {}, input }: { env?: Env; input?: string } = {}): Running {
  const child = spawn(process.execPath, [ENTRY, ...args], { env: { PATH: process.env.PATH, ...env } })
  let out = ''
  let err = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    for (const look of listeners) look()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  // A command that does not read its input may be gone before it is written.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, out, err })))
  return {
    process: child,
    ended,
    saying: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!out.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        void ended.then(({ status }) => reject(new Error(`ended with ${status} before it said ${text}: ${err}`)))
        look()
      }),
  }
}

/** Runs a command to its end. */
export const postern = (args: readonly string[], options: { env?: Env; input?: string } = {}): Promise<Ended> =>
  start(args, options).ended
