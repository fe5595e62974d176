/**
 * The composition root: the only file that knows every adapter. Ports are made when first asked for, so that a command
 * opens only what it needs.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Background, type Loop, startBackground } from './background.js'
import { type AppIdentity, type Config, readConfig } from './config.js'
import { isPosternError, PosternError } from './domain/errors.js'
import { alertId, checkId } from './domain/ids.js'
import { examineAll, type Finding } from './flows/doctor.js'
import { pollSignIns } from './flows/pollSignIns.js'
import type { Clock, Ids, Ports, Settings, Store } from './flows/ports.js'
import { type Readiness, readiness } from './flows/readiness.js'
import { runJobs } from './flows/runJobs.js'
import { createGraph, type Graph } from './graph/index.js'
import { createLog } from './log.js'
import { openStore } from './store/index.js'
import { type BotIdentity, type BotPorts, createTeams, startServer, type Teams } from './teams/index.js'

const clock: Clock = { now: () => new Date() }
const ids: Ids = { alertId: () => alertId(randomUUID()), checkId: () => checkId(randomUUID()) }

const JOBS_EVERY_MS = 500
const PURGE_EVERY_MS = 60 * 60 * 1000
const RUNNING_TIMEOUT_MS = 5000

export interface App {
  readonly config: Config
  store(): Promise<Store>
  ports(): Promise<BotPorts>
  graph(): Graph
  teams(): Teams
  close(): Promise<void>
}

export function createApp(config: Config): App {
  const log = createLog(config.logLevel)
  const store = once(() =>
    openStore({ databaseUrl: config.databaseUrl ?? undefined, dataDir: config.dataDir, owner: instanceName() }),
  )
  const graph = once(() =>
    createGraph({
      cloud: config.cloud,
      tenantId: config.tenantId,
      identity: config.identity,
      ...(config.simulated === null ? {} : { simulatedOrigin: config.simulated.graphOrigin }),
      emergencyAccounts: config.emergencyAccounts,
      mfaTrustedIps: config.mfaTrustedIps,
      clock,
      log,
    }),
  )
  const teams = once(() =>
    createTeams({
      cloud: config.cloud,
      identity: botIdentity(config.identity),
      tenantId: config.tenantId,
      allowedTenants: config.allowedTenants,
      loopbackServiceUrl: config.simulated?.serviceUrl ?? null,
      securityChannelId: config.securityChannelId,
      clock,
      log,
    }),
  )
  const ports = once(async (): Promise<BotPorts> => {
    const { signIns, directory, policies, containment } = graph()
    const { messenger } = teams()
    return {
      clock,
      ids,
      log,
      store: await store(),
      messenger,
      directory,
      signIns,
      policies,
      containment,
      settings: settingsOf(config),
    }
  })
  return {
    config,
    store,
    graph,
    teams,
    ports,
    close: async () => {
      // A store that could not be opened has nothing to close.
      if (store.made())
        await store().then(
          (opened) => opened.close(),
          () => undefined,
        )
    },
  }
}

/** Runs the bot until it is told to stop, and finishes what is in hand. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const app = createApp(readConfig(env))
  const { config } = app
  try {
    const ports = await app.ports()
    const { log } = ports
    const server = await startServer({
      host: config.host,
      port: config.port,
      receive: app.teams().createReceiver(ports),
      readiness: () => readiness(ports, config.pollIntervalMs),
      log,
    })
    const background = startBackground(loopsOf(ports, config), log)
    log.info('listening', {
      host: config.host,
      port: server.port,
      cloud: config.cloudName,
      store: ports.store.engine,
      authenticated: config.identity !== null,
    })
    await toldToStop()
    log.info('stopping')
    await stop(server, background)
    log.info('stopped')
  } catch (error) {
    throw isBusyPort(error)
      ? new PosternError('config-invalid', {
          faults: [`PORT ${config.port} is in use: stop what listens there, or set another PORT`],
        })
      : error
  } finally {
    await app.close()
  }
}

function loopsOf(ports: Ports, config: Config): Loop[] {
  const owner = instanceName()
  return [
    { name: 'sign-in-log', everyMs: config.pollIntervalMs, round: () => pollSignIns(ports, owner).then(resting) },
    { name: 'jobs', everyMs: JOBS_EVERY_MS, round: () => runJobs(ports, owner) },
    { name: 'purge', everyMs: PURGE_EVERY_MS, round: () => ports.store.purgeExpired(clock.now()).then(resting) },
  ]
}

/** Nothing more to do until the next round. */
const resting = (): { again: false } => ({ again: false })

/** Requests first, since they may still owe jobs; then the loops finish their round. What is left is in the database. */
async function stop(server: { close(): Promise<void> }, background: Background): Promise<void> {
  await server.close()
  await background.stop()
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

/** For a command: the app, closed afterwards whatever happens. */
export async function withApp<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const app = createApp({ ...readConfig(env), logLevel: 'error' })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

/** For `postern doctor`. A bot that runs meanwhile may hold the embedded database: then it is asked in its place. */
export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  return withApp(env, async (app) => {
    const { config } = app
    const graph = app.graph()
    const teams = app.teams()
    const store = await app.store().catch((error: unknown) => {
      if (isPosternError(error, 'store-locked')) return null
      throw error
    })
    return examineAll({
      clock,
      store,
      directory: graph.directory,
      messenger: teams.messenger,
      settings: settingsOf(config),
      inspection: {
        cloud: config.cloudName,
        isSimulated: config.simulated !== null,
        permissions: () => graph.probe(),
        serverTime: () => graph.serverTime(),
        botToken: () => teams.probe(),
        running: () => askRunning(config),
      },
    })
  })
}

async function askRunning({ host, port }: Config): Promise<Readiness | null> {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const answer = await fetch(`http://${local}:${port}/readyz`, { signal: AbortSignal.timeout(RUNNING_TIMEOUT_MS) })
    return (await answer.json()) as Readiness
  } catch {
    return null
  }
}

function settingsOf(config: Config): Settings {
  return {
    tenantId: config.tenantId,
    containmentMode: config.containmentMode,
    silenceMs: config.silenceMs,
    pollOverlapMs: config.pollOverlapMs,
    firstPollMs: config.firstPollMs,
    emergencyAccounts: config.emergencyAccounts,
    sharedDeviceAccounts: config.sharedDeviceAccounts,
    trustedNetworks: config.mfaTrustedIps,
    checkRetentionMs: config.checkRetentionMs,
    securityChannelId: config.securityChannelId,
  }
}

function botIdentity(identity: AppIdentity | null): BotIdentity | null {
  if (identity?.kind !== 'certificate') return identity
  const { appId, tenantId } = identity
  return { appId, tenantId, kind: 'certificate', pem: readPem(identity.file) }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new PosternError('config-invalid', { faults: ['MicrosoftAppCertificateFile cannot be read'] })
  }
}

/** Names this process among replicas, in leases and claims. */
const instanceName = once(() => `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`)

const isBusyPort = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Makes a thing when first asked for, and the same one ever after. */
function once<T>(make: () => T): (() => T) & { made(): boolean } {
  let made: { readonly thing: T } | undefined
  return Object.assign(
    () => {
      made ??= { thing: make() }
      return made.thing
    },
    { made: () => made !== undefined },
  )
}
