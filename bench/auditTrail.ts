/** What an entry of the audit trail costs the transaction that it is about, alone and among many, beside one without. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkId, userId } from '../src/domain/ids.js'
import type { Store } from '../src/flows/ports.js'
import { openStore } from '../src/store/index.js'
import { quantile, type Row, thousands, twoDigits } from './row.js'

const RUNS = 300
const AT_ONCE = 200
const PEOPLE = 50
const guid = (number: number): string => `a1a1a1a1-0000-4000-8000-${String(number).padStart(12, '0')}`

export async function auditTrails(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const databaseUrl = process.env.POSTERN_BENCH_DATABASE_URL
  try {
    const embedded = await measure(await openStore({ dataDir: folder, owner: 'bench' }))
    if (databaseUrl === undefined) return embedded
    return [...embedded, ...(await measure(await openStore({ databaseUrl, dataDir: folder, owner: 'bench' })))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(store: Store): Promise<Row[]> {
  try {
    const [plain, audited] = [await run(store, false), await run(store, true)]
    const startMs = performance.now()
    const { entries } = await store.verifyTrail(null)
    const walkMs = performance.now() - startMs
    const row = (what: string, figure: string, yardstick: string, ratio: number): Row => ({
      what: `audit trail, ${store.engine}: ${what}`,
      figure,
      yardstick: `without an entry ${yardstick}`,
      ratio: twoDigits(ratio),
      target: '-',
    })
    return [
      row(
        'a check, p50',
        `${twoDigits(audited.p50Ms)} ms`,
        `${twoDigits(plain.p50Ms)} ms`,
        audited.p50Ms / plain.p50Ms,
      ),
      row(
        `checks, ${AT_ONCE} at once`,
        `${thousands(audited.perSecond)}/s`,
        `${thousands(plain.perSecond)}/s`,
        audited.perSecond / plain.perSecond,
      ),
      {
        what: `audit trail, ${store.engine}: verify`,
        figure: `${thousands((entries / walkMs) * 1000)} entries/s`,
        yardstick: '-',
        ratio: '-',
        target: '-',
      },
    ]
  } finally {
    await store.close()
  }
}

async function run(store: Store, isAudited: boolean): Promise<{ readonly p50Ms: number; readonly perSecond: number }> {
  const check = (index: number): Promise<void> =>
    store.transaction(async (tx) => {
      const [id, user, at] = [checkId(guid(index)), userId(guid(index % PEOPLE)), new Date()]
      const found = { verdict: 'phishing', confidence: 'certain', signals: [], advice: [] } as const
      await tx.saveCheck({ checkId: id, userId: user, at, check: found, expiresAt: new Date(at.getTime() + 60_000) })
      if (isAudited) await tx.addAudit({ event: 'message-checked', actor: user, at, details: { checkId: id } })
    })
  const times: number[] = []
  for (let index = 0; index < RUNS; index++) {
    const startMs = performance.now()
    await check(index)
    times.push(performance.now() - startMs)
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => check(index)))
  const perSecond = (AT_ONCE / (performance.now() - startMs)) * 1000
  return {
    p50Ms: quantile(
      times.sort((one, other) => one - other),
      0.5,
    ),
    perSecond,
  }
}
