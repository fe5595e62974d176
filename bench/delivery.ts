/**
 * Delivery: questions to many people, owed at once, drained through the real queue and the real connector client over
 * HTTP. The pace and the connector's limit are both raised tenfold to keep the run short; the connector refuses with 429
 * what comes faster. Beside it, in the same run, how fast the bare client of the library posts the same cards.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Activity, ConversationParameters } from 'botbuilder'
import { ConnectorClient } from 'botframework-connector'
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
import type { Told } from './limitedConnector.js'
import { type Row, thousands, twoDigits } from './row.js'

const PEOPLE = 1500
const TIMES = 10
const LIMIT_PER_SECOND = 30 * TIMES
const JOBS_EVERY_MS = 500
const AT_ONCE = 25

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
  const connector = await startConnector(LIMIT_PER_SECOND, PEOPLE)
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
  const { accepted, chats, refused } = await connector.count()
  connector.close()
  await Promise.all(stores.map((store) => store.close()))
  const bareSeconds = await bareClient(await connector.card)
  return {
    what: `delivery of ${thousands(PEOPLE)} questions, ${where}, limit raised tenfold`,
    figure: `${thousands(PEOPLE / seconds)}/s, ${PEOPLE - chats} lost, ${accepted - chats} doubled, ${refused} refused`,
    // Where the machine is busy with other work, the processor's time still tells what it would take.
    yardstick: `limit ${LIMIT_PER_SECOND}/s; the bare client, without a limit, ${thousands(PEOPLE / bareSeconds)}/s; ${twoDigits(cpuMs)} ms of processor a question`,
    ratio: `${twoDigits(PEOPLE / (LIMIT_PER_SECOND * seconds))} of the limit, ${twoDigits(bareSeconds / seconds)} of the bare client`,
    target: '0.9 or more of the limit, none lost, none doubled',
  }
}

/** The library alone: opens the same chats and posts the same card, as many at once as a replica has in hand. */
async function bareClient(card: unknown): Promise<number> {
  const connector = await startConnector(null, PEOPLE)
  const client = new ConnectorClient({ signRequest: async (request) => request }, { baseUri: connector.serviceUrl })
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < PEOPLE; index = next++) {
      const parameters = { isGroup: false, members: [{ id: personOf(index) }] } as unknown as ConversationParameters
      const { id } = await client.conversations.createConversation(parameters)
      await client.conversations.sendToConversation(id, card as Activity)
    }
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const seconds = (performance.now() - startedMs) / 1000
  connector.close()
  return seconds
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

/** @param limit a second; null: none */
async function startConnector(limit: number | null, expected: number) {
  const child = fork(fileURLToPath(new URL('./limitedConnector.js', import.meta.url)), [
    String(limit ?? '-'),
    String(expected),
  ])
  const told = <Kind extends Told['kind']>(kind: Kind): Promise<Extract<Told, { readonly kind: Kind }>> =>
    new Promise((resolve) => {
      const listen = (message: Told): void => {
        if (message.kind !== kind) return
        child.off('message', listen)
        resolve(message as Extract<Told, { readonly kind: Kind }>)
      }
      child.on('message', listen)
    })
  const [drained, card] = [told('drained'), told('card').then(({ body }) => JSON.parse(body) as unknown)]
  const { serviceUrl } = await told('listens')
  return {
    serviceUrl,
    drained,
    card,
    count: () => {
      const counted = told('counted')
      child.send('count')
      return counted
    },
    close: () => child.disconnect(),
  }
}
