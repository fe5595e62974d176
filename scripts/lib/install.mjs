/**
 * Installs what is missing, in Node alone: it runs before there is any dependency, and where npm may neither ask
 * questions nor run install scripts (pre/post scripts do not run there, so no npm hook can do this for us).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, stop } from './project.mjs'

const OLDEST_NODE = [20, 19]

/** Ends the process with a sentence where this Node is too old to run anything here. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  stop(
    `Postern needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${version}. Install Node 22 or 24 from nodejs.org and try again.`,
  )
}

const stamp = () => join(root, 'node_modules', '.postern-installed')

/** What the lock file says, so that a changed lock file is noticed and an unchanged one costs nothing. */
const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

export function isInstalled() {
  return existsSync(stamp()) && readFileSync(stamp(), 'utf8') === wanted()
}

/** Runs `npm ci` once for each state of the lock file. Ends the process with a sentence where that fails. */
export function ensureInstalled() {
  requireNode()
  if (isInstalled()) return
  console.log('Installing what is missing (once, about half a minute) …')
  const npm = npmCommand()
  // ci, not install: what runs is what the lock file says. The flags keep npm from asking or calling elsewhere.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const done = spawnSync(npm.command, [...npm.args, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (done.status !== 0) {
    stop(
      'npm could not install the dependencies (its reason stands above). Check that the npm registry is reachable and try again.',
    )
  }
  writeFileSync(stamp(), wanted())
}

/** The npm that started us, else the one on the PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js') && existsSync(cli)) return { command: process.execPath, args: [cli] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}
