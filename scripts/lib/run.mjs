/** Runs a script of Node in the project's folder without blocking this one, and ends it when this one is ended. */
import { spawn } from 'node:child_process'
import { root } from './project.mjs'

/** @returns {Promise<number>} the exit status; 130 where it was interrupted */
export function run(args, options = {}) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', ...options })
  const pass = (signal) => child.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (status) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(status ?? 130)
    })
  })
}
