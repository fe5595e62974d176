/** How long the bot answers nobody while the largest tenant is judged, beside the plain call of the same run. */
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

const WHAT = {
  judging: 'the status of that tenant is asked for',
  impact: 'a month of 20,000 sign-ins by device code is replayed against that tenant and a candidate',
  drift: 'two readings of that tenant are compared',
} as const

const rowOf = (name: keyof typeof WHAT) => (): Row[] => {
  const script = fileURLToPath(new URL('judgingProcess.js', import.meta.url))
  const { stdout, status, stderr } = spawnSync(process.execPath, [script, name], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the judge ended with ${status}: ${stderr.slice(0, 500)}`)
  const { firstMs, againMs, stallMs, plainMs, mostBytes } = JSON.parse(stdout) as Measured
  return [
    {
      what: `longest stall of the event loop while ${WHAT[name]}`,
      figure: `${twoDigits(stallMs)} ms (the answer after ${twoDigits(firstMs / 1000)} s, the same again after ${twoDigits(againMs / 1000)} s; with the thread ${thousands(mostBytes / 1024 / 1024)} MiB resident)`,
      yardstick: `the plain call, a stall of ${twoDigits(plainMs)} ms`,
      ratio: `${twoDigits(stallMs / plainMs)} ×`,
      target: 'none named for the stall; 1,536 MiB',
    },
  ]
}

export const judging = rowOf('judging')
export const impacts = rowOf('impact')
export const drifts = rowOf('drift')
