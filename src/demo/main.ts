/**
 * `npm run demo`: the terminal's side of it. Ctrl-C stops everything and is a success; a second one does not wait.
 */
import process from 'node:process'
import type { Child } from './child.js'
import { runDemo } from './demo.js'
import { DemoFault } from './fault.js'

const EXIT_FAULT = 1
const EXIT_FORCED = 130

const children: Child[] = []
const enough = new AbortController()
const print = (line: string) => void process.stdout.write(`${line}\n`)

function stopOrForce(): void {
  if (enough.signal.aborted) {
    for (const child of children) child.kill()
    process.exit(EXIT_FORCED)
  }
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
