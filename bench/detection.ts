/**
 * Detection delay: from the instant at which a record stands at the source to the instant at which Teams accepts the card,
 * with the built bot as a process of its own. Polling waits for the next round, so half an interval lies in the median;
 * a stream does not.
 *
 * What is usual for these people is known already, as it is for a day after it was read: Graph gives 5 requests in 10 s
 * for its logs, a person's history takes two, and a case every two seconds would measure that budget and nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { SignInRow, SimulatedUser } from '../src/demo/tenant/model.js'
import { TENANT_ID } from '../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../src/demo/tenant/server.js'
import { userId } from '../src/domain/ids.js'
import { usageOf } from '../src/domain/signInAlert/index.js'
import { openStore } from '../src/store/index.js'
import { startConnector } from '../test/support/connector.js'
import { companyOf, lured } from '../test/support/crash/cast.js'
import { startGate } from '../test/support/crash/gate.js'
import { CHANNEL_ID, opensChat, tellsOwner, type Victim } from '../test/support/crash/points.js'
import { createReplica } from '../test/support/crash/replica.js'
import { startEventHub } from '../test/support/eventHub.js'
import { envelope } from '../test/support/streamRows.js'
import { quantile, type Row, twoDigits } from './row.js'

const CASES = 24
/** Two requests a round stay within the report API's 5 in 10 s. */
const POLL_SECONDS = 5
/** Prime to the interval, so that cases fall on all parts of it. */
const APART_MS = 1_300
/** Whatever is not told by then is missing, and the row says so. */
const PATIENCE_MS = 25_000
const HUB = 'sign-ins'

export async function detections(): Promise<Row[]> {
  return [await polled(), await streamed()]
}

async function polled(): Promise<Row> {
  const { delays, missing } = await measure({ POSTERN_POLL_SECONDS: String(POLL_SECONDS) }, (tenant, rows) =>
    tenant.addSignIns(rows),
  )
  return {
    what: `detection delay, polled every ${POLL_SECONDS} s, ${CASES} cases one by one (${missing} missing)`,
    ...figureOf(delays),
    yardstick: `half an interval ${twoDigits(POLL_SECONDS / 2)} s, a whole one ${twoDigits(POLL_SECONDS)} s`,
    ratio: `p50 over half an interval ${twoDigits(quantile(delays, 0.5) / 1000 / (POLL_SECONDS / 2))}`,
    target: 'one interval and a few seconds at p99',
  }
}

/** An event hub of two partitions on this machine; approval and redemption lie on one each. */
async function streamed(): Promise<Row> {
  const hub = await startEventHub(HUB, 2)
  try {
    const stream = {
      POSTERN_POLL: 'off',
      POSTERN_EVENT_HUB_CONNECTION_STRING: hub.connectionString,
      POSTERN_EVENT_HUBS: HUB,
    }
    const bothRead = async () => {
      while (hub.readers() < 2) await wait(50)
    }
    const { delays, missing } = await measure(
      stream,
      (_tenant, rows) => {
        for (const [index, row] of rows.entries()) hub.append(index % 2, envelope({ ...row }), new Date())
      },
      bothRead,
    )
    return {
      what: `detection delay, streamed without polls, ${CASES} cases one by one (${missing} missing)`,
      ...figureOf(delays),
      yardstick: `polled, half an interval ${twoDigits(POLL_SECONDS / 2)} s`,
      ratio: `p50 over half an interval ${twoDigits(quantile(delays, 0.5) / 1000 / (POLL_SECONDS / 2))}`,
      target: 'a few seconds at p99',
    }
  } finally {
    await hub.stop()
  }
}

function figureOf(delays: readonly number[]): { readonly figure: string } {
  const at = (share: number): string => `${twoDigits(quantile(delays, share) / 1000)} s`
  return { figure: `p50 ${at(0.5)}, p99 ${at(0.99)}` }
}

type Tenant = Awaited<ReturnType<typeof startSimulatedTenant>>['tenant']

async function measure(
  env: Readonly<Record<string, string>>,
  appear: (tenant: Tenant, rows: readonly SignInRow[]) => void,
  isReading: () => Promise<void> = async () => undefined,
): Promise<{ readonly delays: readonly number[]; readonly missing: number }> {
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
  await rememberUsage(dataDir, people)
  const bot = await createReplica({
    POSTERN_GRAPH_SIMULATED_ORIGIN: simulated.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_SERVICE_URL: `${gate.origin}/teams/`,
    POSTERN_SECURITY_CHANNEL_ID: CHANNEL_ID,
    POSTERN_DATA_DIR: dataDir,
    ...env,
  })
  try {
    await bot.start()
    await isReading()
    for (const [index, who] of people.entries()) {
      waiting.set({ userId: who.id, displayName: who.displayName, chatId: null }, performance.now())
      appear(simulated.tenant, lured(who, index, new Date()))
      await wait(APART_MS)
    }
    const untilMs = performance.now() + PATIENCE_MS
    while (waiting.size > 0 && performance.now() < untilMs) await wait(100)
    return { delays: delays.sort((one, other) => one - other), missing: waiting.size }
  } finally {
    await bot.stop()
    await Promise.all([gate.close(), simulated.close(), connector.close()])
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function rememberUsage(dataDir: string, people: readonly SimulatedUser[]): Promise<void> {
  const store = await openStore({ dataDir, owner: 'bench' })
  const known = { readAt: new Date(), body: usageOf([], true) }
  for (const { id } of people) await store.saveLookup('sign-in-usage', userId(id), known)
  await store.close()
}
