/** What the commands that need the whole app do with it: serve, examine, or borrow it for a while. */
import { type App, clock, createApp, instanceName, settingsOf } from './app.js'
import { type Background, type Loop, startBackground } from './background.js'
import { type Config, readConfig } from './config.js'
import { isPosternError, PosternError } from './domain/errors.js'
import { examineAll, type Finding } from './flows/doctor.js'
import { pollSignIns } from './flows/pollSignIns.js'
import type { Ports, Readiness } from './flows/ports.js'
import { readiness } from './flows/readiness.js'
import { runJobs } from './flows/runJobs.js'
import { startServer } from './teams/index.js'

const JOBS_EVERY_MS = 500
const PURGE_EVERY_MS = 60 * 60 * 1000
const RUNNING_TIMEOUT_MS = 5000

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

const isBusyPort = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
