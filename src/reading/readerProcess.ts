/** The reader's process, seen from the bot: started, given one file at a time, ended. */
import { type ChildProcess, fork } from 'node:child_process'
import { compiled } from './compiled.js'
import type { ReadingLimits } from './limits.js'
import { ANSWERS_MAX, type Answer, answer, type Setup } from './protocol.js'

export interface ReaderProcess {
  readonly pid: number | null
  readonly hasEnded: boolean
  /**
   * Tells each answer as it comes. Resolves once the file is read, with what the process holds then; `ended` where it
   * ended before, by itself or by `end`.
   */
  read(file: { readonly name: string | null; readonly bytes: Uint8Array }, heard: (one: Answer) => void): Promise<Read>
  /** Resolves when the process is gone. */
  end(): Promise<void>
}
export type Read = { readonly residentBytes: number } | 'ended'

export function startReaderProcess(limits: ReadingLimits, languages: readonly string[]): ReaderProcess {
  const setup: Setup = { pixels: limits.pixels, residentBytes: limits.residentBytes, languages }
  const child = fork(compiled('./child.js', import.meta.url), [JSON.stringify(setup)], {
    env: bareEnvironment(),
    execArgv: [...rights(), `--max-old-space-size=${limits.heapMib}`, '--no-warnings'],
    serialization: 'advanced',
    // What a library prints may repeat what stood in the file.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let lastId = 0
  let hasEnded = false
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    // Where it could not even be started, no exit follows.
    child.once('error', () => child.pid === undefined && resolve())
  })
  void gone.then(() => {
    hasEnded = true
  })
  hold(child, false)
  return {
    get hasEnded() {
      return hasEnded
    },
    get pid() {
      return child.pid ?? null
    },
    read: (file, heard) => {
      lastId += 1
      return ask(child, gone, { id: lastId, ...file }, heard)
    },
    async end() {
      // Whoever waits for the end is kept alive until it comes.
      child.ref()
      child.kill('SIGKILL')
      await gone
    },
  }
}

function ask(
  child: ChildProcess,
  gone: Promise<void>,
  order: { readonly id: number; readonly name: string | null; readonly bytes: Uint8Array },
  heard: (one: Answer) => void,
): Promise<Read> {
  return new Promise((resolve) => {
    let count = 0
    const finish = (read: Read): void => {
      child.off('message', listen)
      hold(child, false)
      resolve(read)
    }
    const listen = (message: unknown): void => {
      const one = answer.safeParse(message)
      count += 1
      // A process that says what it cannot say is no longer ours.
      if (!one.success || one.data.id !== order.id || count > ANSWERS_MAX) return void child.kill('SIGKILL')
      if (one.data.kind === 'done') finish({ residentBytes: one.data.residentBytes })
      else heard(one.data)
    }
    child.on('message', listen)
    void gone.then(() => finish('ended'))
    hold(child, true)
    child.send(order, (error) => error !== null && child.kill('SIGKILL'))
  })
}

/** Whether the process keeps the bot alive: only while a file is being read. */
function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) child.ref()
  else child.unref()
  if (isHeld) child.channel?.ref()
  else child.channel?.unref()
}

/** Nothing of ours. Windows finds its own libraries by this one. */
const bareEnvironment = (): NodeJS.ProcessEnv =>
  process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }

/** Node's permission model: it may read files (its libraries) and start the thread that watches it, and nothing else. */
function rights(): string[] {
  const flag = ['--permission', '--experimental-permission'].find((one) => process.allowedNodeEnvironmentFlags.has(one))
  return flag === undefined ? [] : [flag, '--allow-fs-read=*', '--allow-worker']
}
