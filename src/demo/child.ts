/**
 * A process of the demo: started with an environment of its own, kept on this machine, watched, and stopped together
 * with everything that it has started itself.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { REFUSED } from './loopback.js'

export interface ChildOptions {
  /** As the person at the terminal knows it: "the bot". */
  readonly name: string
  /** The script and its arguments. */
  readonly command: readonly [string, ...string[]]
  /** Files loaded before the script, after the guard that keeps the process on this machine. */
  readonly preload: readonly string[]
  /** All that the process gets; nothing is inherited beside what `minimalEnvironment` names. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
}

export interface Child {
  readonly name: string
  /** Resolves when the process has ended, with what it last said. */
  readonly ended: Promise<{ readonly lastLines: readonly string[] }>
  /** The first line of standard output that matches. Rejects where the process ends before. */
  line(pattern: RegExp): Promise<string>
  /** Told of each try to reach another machine, all of which are refused: what was tried, and to where. */
  onRefusal(listener: (tried: string) => void): void
  onMessage(listener: (message: unknown) => void): void
  send(message: Readonly<Record<string, unknown>>): void
  /** Asks, then forces after `graceMs` milliseconds. Resolves when nothing of it is left. */
  stop(graceMs: number): Promise<void>
  /** At once, without asking. */
  kill(): void
}

const LINES_KEPT = 15
const GUARD = new URL('./preload/stayOnThisMachine.js', import.meta.url).href
const isWindows = process.platform === 'win32'

/** What a program needs to run at all, and nothing of what a person keeps in their environment. */
function minimalEnvironment(folder: string): Readonly<Record<string, string>> {
  const inherited = ['PATH', 'LANG', 'TZ', 'SystemRoot', 'ComSpec', 'PATHEXT'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const places = { HOME: folder, USERPROFILE: folder, APPDATA: folder, TMPDIR: folder, TEMP: folder, TMP: folder }
  return { ...Object.fromEntries(inherited), ...places }
}

export function startChild(options: ChildOptions): Child {
  const preload = [GUARD, ...options.preload.map((file) => pathToFileURL(file).href)].flatMap((url) => [
    '--import',
    url,
  ])
  const child = spawn(process.execPath, [...preload, ...options.command], {
    cwd: options.folder,
    env: { ...minimalEnvironment(options.folder), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches the demo alone, which then stops its children in order, with their children.
    detached: !isWindows,
  })
  const lastLines: string[] = []
  const heard = new Set<(line: string) => void>()
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line)
      if (lastLines.length > LINES_KEPT) lastLines.shift()
      for (const hear of heard) hear(line)
    })
  }
  const ended = new Promise<{ readonly lastLines: readonly string[] }>((resolve) => {
    child.once('close', () => resolve({ lastLines }))
    child.once('error', (error) => resolve({ lastLines: [...lastLines, error.message] }))
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A message to a process that has just ended is lost, not an error of ours.
  child.on('error', () => {})

  return {
    name: options.name,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const hear = (line: string) => {
          if (!pattern.test(line)) return
          heard.delete(hear)
          resolve(line)
        }
        for (const line of lastLines) hear(line)
        heard.add(hear)
        void ended.then(() => reject(new Error(`${options.name} ended`)))
      }),
    onRefusal: (listener) =>
      void heard.add((line) => {
        if (line.startsWith(REFUSED)) listener(line.slice(REFUSED.length))
      }),
    onMessage: (listener) => void child.on('message', listener),
    send: (message) => void (child.connected && child.send(message)),
    kill: () => signalGroup(child, 'SIGKILL'),
    async stop(graceMs) {
      signalGroup(child, 'SIGTERM')
      await Promise.race([gone, ended, delay(graceMs, undefined, { ref: false })])
      // Also where the process itself has gone: what it started may not have.
      signalGroup(child, 'SIGKILL')
      await ended
    },
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(isWindows ? child.pid : -child.pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}
