/** How long the bot answers nobody while somebody asks for the status of the largest tenant, beside the plain call. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Row, thousands, twoDigits } from './row.js'

interface Measured {
  readonly firstMs: number
  readonly againMs: number
  readonly stallMs: number
  readonly plainMs: number
  readonly mostBytes: number
}

export function judging(): Row[] {
  const script = fileURLToPath(new URL('judgingProcess.js', import.meta.url))
  const { stdout, status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the judge ended with ${status}: ${stderr.slice(0, 500)}`)
  const { firstMs, againMs, stallMs, plainMs, mostBytes } = JSON.parse(stdout) as Measured
  return [
    {
      what: 'longest stall of the event loop while the status of that tenant is asked for',
      figure: `${twoDigits(stallMs)} ms (the answer after ${twoDigits(firstMs / 1000)} s, the same again after ${twoDigits(againMs)} ms; with the thread ${thousands(mostBytes / 1024 / 1024)} MiB resident)`,
      yardstick: `the plain call, a stall of ${twoDigits(plainMs)} ms`,
      ratio: `${twoDigits(stallMs / plainMs)} ×`,
      target: 'none named',
    },
  ]
}
