/** The status of the largest tenant that the design names, in a process of its own, beside a bare walk over its memberships. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Row, thousands, twoDigits } from './row.js'

const MIB = 1024 * 1024

interface Measured {
  readonly ms: number
  /** Of every thread, the collector's too. */
  readonly cpuMs: number
  readonly walkMs: number
  readonly tenantBytes: number
  readonly mostBytes: number
  readonly blocked: string
  readonly rows: number
}

export function largeTenants(): Row[] {
  const script = fileURLToPath(new URL('largeTenantProcess.js', import.meta.url))
  const { stdout, status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the large tenant ended with ${status}: ${stderr.slice(0, 500)}`)
  const { ms, cpuMs, walkMs, tenantBytes, mostBytes, blocked, rows } = JSON.parse(stdout) as Measured
  return [
    {
      what: `status of 350,000 users, 5,000,000 memberships, 240 policies, 390,000 ranges (${blocked}, ${rows} rows still open)`,
      figure: `${twoDigits(ms / 1000)} s (processor ${twoDigits(cpuMs / 1000)} s), at most ${thousands(mostBytes / MIB)} MiB resident`,
      yardstick: `a walk over the memberships ${twoDigits(walkMs / 1000)} s, the tenant itself ${thousands(tenantBytes / MIB)} MiB`,
      ratio: `${twoDigits(ms / walkMs)} × the walk, ${twoDigits(mostBytes / tenantBytes)} × the tenant`,
      target: '10 s, 1,536 MiB',
    },
  ]
}
