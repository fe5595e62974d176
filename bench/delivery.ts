/**
 * Delivery: questions to many people, owed at once, drained through the real queue and the real connector client over
 * HTTP. The pace and the connector's limit are both raised tenfold to keep the run short; the connector refuses with 429
 * what comes faster.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBackground } from '../src/background.js'
import { CLOUDS } from '../src/domain/clouds.js'
import { priorityOf } from '../src/flows/alertPriority.js'
import { jobOf } from '../src/flows/jobs.js'
import { pollSignIns } from '../src/flows/pollSignIns.js'
import type { Log, Ports, Store } from '../src/flows/ports.js'
import { runJobs } from '../src/flows/runJobs.js'
import { openStore } from '../src/store/index.js'
import { createTeams } from '../src/teams/index.js'
import { approval, personOf } from '../test/support/manyCases.js'
import { createWorld, person, START, TENANT, type World } from '../test/support/world.js'
import { withFreshDatabase } from './database.js'
import { type Row, thousands, twoDigits } from './row.js'

const PEOPLE = 1500
const TIMES = 10
const LIMIT_PER_SECOND = 30 * TIMES
const JOBS_EVERY_MS = 500

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function deliveries(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const rows: Row[] = []
  try {
    const store = await openStore({ dataDir, owner: 'bench' })
    rows.push(await drain('embedded', [store]))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  await withFreshDatabase(async (databaseUrl) => {
    const open = () => openStore({ databaseUrl, dataDir, owner: 'bench' })
    rows.push(await drain('PostgreSQL, two replicas', [await open(), await open()]))
  })
  return rows
}

async function drain(where: string, stores: readonly [Store, ...Store[]]): Promise<Row> {
  const world = createWorld(stores[0])
  await owe(world, stores[0])
  const connector = await startLimited(PEOPLE)
  const startedMs = performance.now()
  const usedBefore = process.cpuUsage()
  const loops = stores.map((store, index) => {
    const ports = portsOf(world, store, connector.serviceUrl, startedMs)
    const round = () => runJobs(ports, `replica-${index}`)
    return startBackground([{ name: 'jobs', everyMs: JOBS_EVERY_MS, round }], silent)
  })
  await connector.drained
  const seconds = (performance.now() - startedMs) / 1000
  const { user, system } = process.cpuUsage(usedBefore)
  const cpuMs = (user + system) / 1000 / PEOPLE
  // What would be sent twice is owed behind what was sent once.
  await Promise.all(loops.map((loop) => loop.stop()))
  const { accepted, chats, refused } = connector
  await connector.close()
  await Promise.all(stores.map((store) => store.close()))
  return {
    what: `delivery of ${thousands(PEOPLE)} questions, ${where}, limit raised tenfold`,
    figure: `${thousands(PEOPLE / seconds)}/s, ${PEOPLE - chats()} lost, ${accepted() - chats()} doubled, ${refused()} refused`,
    // Where the machine is busy with other work, the processor's time still tells what it would take.
    yardstick: `limit ${LIMIT_PER_SECOND}/s; ${twoDigits(cpuMs)} ms of processor a question`,
    ratio: `${twoDigits(PEOPLE / (LIMIT_PER_SECOND * seconds))} of the limit`,
    target: '0.9 or more, none lost, none doubled',
  }
}

/** One case as the pipeline makes it, and the others like it: making each would be another figure. */
async function owe(world: World, store: Store): Promise<void> {
  world.rows.push(...approval(world, 0))
  await pollSignIns(world.ports, 'bench')
  const [[one], [alert]] = [await store.casesOf(personOf(0)), await store.alertsOf(personOf(0))]
  if (one === undefined || alert === undefined) throw new Error('the first case has no alert')
  for (let index = 1; index < PEOPLE; index++) {
    const who = personOf(index)
    world.people.set(...person(who))
    const own = { userId: who, caseId: `${one.caseId}-${index}` }
    await store.transaction(async (tx) => {
      await tx.saveCase({ ...one, ...own })
      const alertId = world.ports.ids.alertId()
      await tx.addAlert({ ...alert, ...own, alertId })
      await tx.addJob(jobOf.tellOwner(alertId, 1, priorityOf(alert.severity), START))
    })
  }
}

/** The world's clock goes on with ours from here; the pace is ten times Teams'. */
function portsOf(world: World, store: Store, serviceUrl: string, startedMs: number): Ports {
  const clock = { now: () => new Date(START.getTime() + performance.now() - startedMs) }
  const { messenger } = createTeams({
    cloud: CLOUDS.public,
    identity: null,
    tenantId: TENANT,
    allowedTenants: [TENANT],
    loopbackServiceUrl: serviceUrl,
    securityChannelId: null,
    clock,
    log: silent,
  })
  const faster: Store = {
    ...store,
    takeToken: (bucket, { capacity, perSecond }) =>
      store.takeToken(bucket, { capacity: capacity * TIMES, perSecond: perSecond * TIMES }),
  }
  return { ...world.ports, clock, log: silent, messenger, store: faster }
}

/** Takes what comes, and refuses what comes faster than the limit within any second. */
async function startLimited(expected: number) {
  const counts = new Map<string, number>()
  const recent: number[] = []
  let [accepted, refused, opened] = [0, 0, 0]
  let allHere: () => void = () => undefined
  const drained = new Promise<void>((resolve) => {
    allHere = resolve
  })
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const path = request.url ?? ''
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' })
        response.end(JSON.stringify(body))
      }
      if (path.endsWith('/v3/conversations')) return answer(200, { id: `a:${++opened}` })
      const nowMs = performance.now()
      while ((recent[0] ?? nowMs) < nowMs - 1000) recent.shift()
      // A full bucket and a second of its filling may meet in one second.
      if (recent.length >= 2 * LIMIT_PER_SECOND) {
        refused += 1
        return answer(429, {})
      }
      recent.push(nowMs)
      accepted += 1
      counts.set(path, (counts.get(path) ?? 0) + 1)
      answer(200, { id: `activity-${accepted}` })
      if (counts.size === expected) allHere()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`,
    drained,
    accepted: () => accepted,
    chats: () => counts.size,
    refused: () => refused,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
