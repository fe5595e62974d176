/** Start to ready, the first time and again, and what the idle process holds, beside a bare Node that loads botbuilder. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../src/demo/freePort.js'
import { seedTenant, TENANT_ID } from '../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../src/demo/tenant/server.js'
import { type Row, thousands, twoDigits } from './row.js'

const READY_EVERY_MS = 20
const SETTLE_MS = 4000
const MIB = 1024 * 1024

interface Started {
  readonly readyMs: number
  readonly idleBytes: number
}

export async function starts(): Promise<Row[]> {
  const simulated = await startSimulatedTenant({ data: seedTenant(new Date()) })
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  // Started by the script of the benchmarks where a server is found on this machine.
  const postgres = process.env.POSTERN_BENCH_DATABASE_URL
  try {
    const first = await start(simulated.origin, { POSTERN_DATA_DIR: folder })
    const again = await start(simulated.origin, { POSTERN_DATA_DIR: folder })
    const bareMs = await bareStart()
    const rows: Row[] = [
      {
        what: 'start, database to be made',
        figure: `${twoDigits(first.readyMs / 1000)} s`,
        yardstick: `Node with botbuilder ${twoDigits(bareMs / 1000)} s`,
        ratio: twoDigits(first.readyMs / bareMs),
        target: '8 s',
      },
      {
        what: 'start, database there',
        figure: `${twoDigits(again.readyMs / 1000)} s`,
        yardstick: `Node with botbuilder ${twoDigits(bareMs / 1000)} s`,
        ratio: twoDigits(again.readyMs / bareMs),
        target: '2.5 s',
      },
      {
        what: 'idle, embedded database',
        figure: `${thousands(again.idleBytes / MIB)} MB`,
        yardstick: '-',
        ratio: '-',
        target: '450 MB',
      },
    ]
    if (postgres === undefined) return rows
    const served = await start(simulated.origin, { DATABASE_URL: postgres })
    return [
      ...rows,
      {
        what: 'idle, PostgreSQL',
        figure: `${thousands(served.idleBytes / MIB)} MB`,
        yardstick: '-',
        ratio: '-',
        target: '250 MB',
      },
    ]
  } finally {
    await simulated.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function start(graphOrigin: string, env: Record<string, string>): Promise<Started> {
  const port = await freePort(0)
  const startMs = performance.now()
  const child = spawn(process.execPath, ['dist/index.js', 'serve'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      POSTERN_GRAPH_SIMULATED_ORIGIN: graphOrigin,
      POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
      POSTERN_LOG_LEVEL: 'warn',
      ...env,
    },
  })
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the bot ended with status ${child.exitCode}`)
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) break
      await wait(READY_EVERY_MS)
    }
    const readyMs = performance.now() - startMs
    await wait(SETTLE_MS)
    return { readyMs, idleBytes: residentBytes(child.pid ?? 0) }
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => (child.exitCode === null ? child.once('close', resolve) : resolve(null)))
  }
}

/** From /proc; not a number on systems that have none. */
function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return Number.NaN
  }
}

async function bareStart(): Promise<number> {
  const startMs = performance.now()
  const child = spawn(process.execPath, ['-e', "require('botbuilder'); require('restify').createServer()"], {
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.once('close', resolve))
  return performance.now() - startMs
}
