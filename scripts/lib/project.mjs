/** Where the project is, and how its scripts end when they cannot go on. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Says one sentence and ends with status 1. */
export function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** The JavaScript file behind a dependency's command, so that it runs under this very Node on every system. */
export const bin = (...path) => join(root, 'node_modules', ...path)

/** Runs a script of Node in the project's folder with its output shown; answers its exit status. */
export function node(args, options = {}) {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', ...options })
  return done.status ?? 1
}
