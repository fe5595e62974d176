/** The built bot as a process that can be killed and started again on the same port and the same database. */
import { type ChildProcess, spawn } from 'node:child_process'
import { freePort } from '../../../src/demo/freePort.js'

export interface Replica {
  readonly port: number
  /** Null while it is dead. */
  readonly pid: number | null
  /** Whether it listens. */
  readonly isReady: boolean
  /** Resolves when it listens. */
  start(): Promise<void>
  /** As `kill -9` does, or the kernel where memory is out. */
  kill(): Promise<void>
  /** In order: what is in hand is finished. */
  stop(): Promise<void>
}

export async function createReplica(env: Readonly<Record<string, string>>): Promise<Replica> {
  const port = await freePort(0)
  let child: ChildProcess | null = null
  let isReady = false
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    if (ending === null) return
    const ended = new Promise<void>((resolve) => {
      if (ending.exitCode !== null || ending.signalCode !== null) resolve()
      else ending.once('exit', () => resolve())
    })
    isReady = false
    ending.kill(signal)
    await ended
    if (child === ending) child = null
  }
  return {
    port,
    get pid() {
      return child?.pid ?? null
    },
    get isReady() {
      return isReady
    },
    start: () =>
      new Promise((resolve, reject) => {
        // From the root of the project, where the tests and the benchmarks are started.
        const started = spawn(process.execPath, ['dist/index.js', 'serve'], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: String(port), ...env },
        })
        child = started
        let said = ''
        started.stdout.setEncoding('utf8').on('data', (text: string) => {
          if (said.length < 100_000) said += text
          if (child !== started || isReady || !said.includes('"msg":"listening"')) return
          isReady = true
          resolve()
        })
        started.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text
        })
        // A process that was killed on purpose had nothing more to say; one that ends by itself has.
        started.once('exit', (status, signal) =>
          signal === 'SIGKILL' ? resolve() : reject(new Error(`the bot ended with ${status ?? signal}: ${said}`)),
        )
      }),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
