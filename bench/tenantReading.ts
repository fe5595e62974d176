/**
 * Reading a tenant of 350,000 people into the database: what it costs by itself, how long Microsoft's limits stretch it,
 * and the memory that it takes. The simulated tenant answers at once, from a process of its own.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TENANT_ID } from '../src/demo/tenant/seed.js'
import { CLOUDS } from '../src/domain/clouds.js'
import { tenantId } from '../src/domain/ids.js'
import { readTenant } from '../src/flows/keptPolicies.js'
import type { Log, Store } from '../src/flows/ports.js'
import { createGraph } from '../src/graph/index.js'
import { openStore } from '../src/store/index.js'
import { withFreshDatabase } from './database.js'
import { type Row, thousands, twoDigits } from './row.js'
import { LARGE } from './tenantReadingSize.js'

const MIB = 1024 * 1024
/** A round trip to Graph from a data centre; the one figure that is assumed and not measured. */
const ROUND_TRIP_MS = 300
const SAMPLE_EVERY_MS = 20
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function tenantReadings(): Promise<Row[]> {
  const child = fork(fileURLToPath(new URL('./tenantReadingProcess.js', import.meta.url)))
  const origin = await new Promise<string>((resolve) => child.once('message', (told) => resolve(String(told))))
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  try {
    const rows = await measure('embedded', origin, () => openStore({ dataDir: folder, owner: 'bench' }))
    await withFreshDatabase(async (databaseUrl) => {
      const open = () => openStore({ databaseUrl, dataDir: folder, owner: 'bench' })
      rows.push(...(await measure('PostgreSQL', origin, open)))
    })
    return rows
  } finally {
    child.disconnect()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(engine: string, origin: string, open: () => Promise<Store>): Promise<Row[]> {
  const store = await open()
  try {
    globalThis.gc?.()
    const restBytes = process.memoryUsage().rss
    const first = await readOnce(store, origin)
    const again = await readOnce(store, origin)
    globalThis.gc?.()
    const startMs = performance.now()
    const kept = await store.newestSnapshot()
    const snapshot = kept === null ? null : await store.loadSnapshot(kept.snapshotId)
    const loadMs = performance.now() - startMs
    const people = snapshot?.directory.users?.length ?? 0
    const limitsMs = first.waitedMs + first.requests * ROUND_TRIP_MS
    return [
      {
        what: `reading a tenant of ${thousands(people)} people, ${LARGE.policies} policies, ${engine}`,
        figure: `${twoDigits(first.tookMs / 1000)} s`,
        yardstick: `${thousands(first.requests)} requests; waits for the limits ${twoDigits(first.waitedMs / 1000)} s; with round trips of ${ROUND_TRIP_MS} ms ${twoDigits(limitsMs / 60_000)} min`,
        ratio: twoDigits(first.tookMs / limitsMs),
        target: 'less than what the limits take',
      },
      {
        what: `  its memory at most, above rest, ${engine}`,
        figure: `${thousands((first.peakBytes - restBytes) / MIB)} MB`,
        yardstick: `rest ${thousands(restBytes / MIB)} MB`,
        ratio: '-',
        target: 'bounded, whatever the tenant',
      },
      {
        what: `  read again, unchanged, ${engine}`,
        figure: `${twoDigits(again.tookMs / 1000)} s`,
        yardstick: `first ${twoDigits(first.tookMs / 1000)} s`,
        ratio: twoDigits(again.tookMs / first.tookMs),
        target: '-',
      },
      {
        what: `  loading it to answer from, ${engine}`,
        figure: `${twoDigits(loadMs / 1000)} s`,
        yardstick: '-',
        ratio: '-',
        target: '-',
      },
    ]
  } finally {
    await store.close()
  }
}

async function readOnce(store: Store, origin: string) {
  let nowMs = Date.now()
  let waitedMs = 0
  const clock = { now: () => new Date(nowMs) }
  const graph = createGraph({
    cloud: CLOUDS.public,
    tenantId: tenantId(TENANT_ID),
    tokens: null,
    simulatedOrigin: origin,
    emergencyAccounts: [],
    mfaTrustedIps: [],
    clock,
    log: silent,
    // Time passes only where the pace asks for it.
    wait: async (ms) => {
      nowMs += ms
      waitedMs += ms
    },
  })
  let requests = 0
  const counting: typeof fetch = (...given) => {
    requests += 1
    return plainFetch(...given)
  }
  const plainFetch = globalThis.fetch
  globalThis.fetch = counting
  let peakBytes = 0
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
  }, SAMPLE_EVERY_MS)
  const startMs = performance.now()
  try {
    const deadlines = { after: () => new AbortController().signal }
    const outcome = await readTenant({ clock, deadlines, log: silent, store, reader: graph.tenantReader }, 'bench')
    if (outcome.kind !== 'kept') throw new Error('the tenant was not read')
  } finally {
    clearInterval(sampler)
    globalThis.fetch = plainFetch
  }
  return { tookMs: performance.now() - startMs, waitedMs, requests, peakBytes }
}
