/**
 * `npm run demo`: the terminal's side of it. Ctrl-C stops everything and is a success; a second one does not wait. This
 * process stays on this machine like those that it starts.
 */
import './preload/stayOnThisMachine.js'
import process from 'node:process'
import type { Child } from './child.js'
import { runDemo } from './demo.js'
import { DemoFault } from './fault.js'

const EXIT_FAULT = 1
const EXIT_FORCED = 130
/** npm and some shells pass one Ctrl-C on a second time: within this span it is the same one. */
const ONE_CTRL_C_MS = 1500

const children: Child[] = []
const enough = new AbortController()
const print = (line: string) => void process.stdout.write(`${line}\n`)

let askedAtMs = 0

function stopOrForce(): void {
  if (enough.signal.aborted) {
    if (Date.now() - askedAtMs < ONE_CTRL_C_MS) return
    for (const child of children) child.kill()
    process.exit(EXIT_FORCED)
  }
  askedAtMs = Date.now()
  print('\n  Stopping …')
  enough.abort()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopOrForce)

try {
  print('  Starting the simulated tenant, the bot and two local Teams clients …')
  await runDemo({ print, signal: enough.signal, started: (child) => void children.push(child) })
  print('  Stopped.')
} catch (error) {
  if (!(error instanceof DemoFault)) throw error
  process.stderr.write(`\n  ${error.message}\n`)
  process.exitCode = EXIT_FAULT
}
// Everything has been stopped and waited for; a page's open connection must not hold the terminal.
process.exit()
