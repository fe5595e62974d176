/**
 * Detection delay: from the instant at which a record stands in the log to the instant at which Teams accepts the card,
 * with the built bot as a process of its own. Polling waits for the next round, so half an interval lies in the median.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { TENANT_ID } from '../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../src/demo/tenant/server.js'
import { startConnector } from '../test/support/connector.js'
import { companyOf, lured } from '../test/support/crash/cast.js'
import { startGate } from '../test/support/crash/gate.js'
import { CHANNEL_ID, opensChat, tellsOwner, type Victim } from '../test/support/crash/points.js'
import { createReplica } from '../test/support/crash/replica.js'
import { quantile, type Row, twoDigits } from './row.js'

const CASES = 24
/** Two requests a round stay within the report API's 5 in 10 s. */
const POLL_SECONDS = 5
/** Prime to the interval, so that cases fall on all parts of it. */
const APART_MS = 1_700
const PATIENCE_MS = 120_000

export async function detections(): Promise<Row[]> {
  const { data, people } = companyOf(CASES)
  const simulated = await startSimulatedTenant({ data })
  const connector = await startConnector()
  const delays: number[] = []
  const waiting = new Map<Victim, number>()
  const gate = await startGate(new URL(connector.serviceUrl).origin, async (moment) => {
    if (moment.instant !== 'taken') return false
    for (const [victim, sinceMs] of waiting) {
      if (opensChat(moment, victim)) victim.chatId = String((JSON.parse(moment.answer) as { id?: unknown }).id)
      else if (tellsOwner(moment, victim)) {
        waiting.delete(victim)
        delays.push(performance.now() - sinceMs)
      }
    }
    return false
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const bot = await createReplica({
    POSTERN_GRAPH_SIMULATED_ORIGIN: simulated.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_SERVICE_URL: `${gate.origin}/teams/`,
    POSTERN_SECURITY_CHANNEL_ID: CHANNEL_ID,
    POSTERN_POLL_SECONDS: String(POLL_SECONDS),
    POSTERN_DATA_DIR: dataDir,
  })
  try {
    await bot.start()
    for (const [index, who] of people.entries()) {
      waiting.set({ userId: who.id, displayName: who.displayName, chatId: null }, performance.now())
      simulated.tenant.addSignIns(lured(who, index, new Date()))
      await wait(APART_MS)
    }
    const untilMs = performance.now() + PATIENCE_MS
    while (waiting.size > 0 && performance.now() < untilMs) await wait(100)
    delays.sort((one, other) => one - other)
    const at = (share: number): string => `${twoDigits(quantile(delays, share) / 1000)} s`
    return [
      {
        what: `detection delay, polled every ${POLL_SECONDS} s, ${CASES} cases one by one (${waiting.size} missing)`,
        figure: `p50 ${at(0.5)}, p99 ${at(0.99)}`,
        yardstick: `half an interval ${twoDigits(POLL_SECONDS / 2)} s, a whole one ${twoDigits(POLL_SECONDS)} s`,
        ratio: `p50 over half an interval ${twoDigits(quantile(delays, 0.5) / 1000 / (POLL_SECONDS / 2))}`,
        target: 'one interval and a few seconds at p99',
      },
    ]
  } finally {
    await bot.stop()
    await Promise.all([gate.close(), simulated.close(), connector.close()])
    rmSync(dataDir, { recursive: true, force: true })
  }
}
