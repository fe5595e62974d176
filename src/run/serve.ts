/** `postern serve`: runs the bot until it is told to stop, and finishes what is in hand. */
import { type App, createApp, instanceName } from '../app.js'
import { type Background, type Loop, startBackground } from '../background.js'
import { type Config, readConfig } from '../config.js'
import { PosternError } from '../domain/errors.js'
import { scheduleDigest } from '../flows/digest.js'
import { followStream } from '../flows/followStream.js'
import { forgetExpired } from '../flows/forgetExpired.js'
import { writeProofs } from '../flows/jobs/prove.js'
import { MANAGERS } from '../flows/jobs/tellRoutes.js'
import { judgeAhead } from '../flows/judgeAhead.js'
import type { KeptPolicies } from '../flows/keptPolicies.js'
import { noteStart } from '../flows/noteStart.js'
import { pollSignIns } from '../flows/pollSignIns.js'
import type { GroupChanges, Ports } from '../flows/ports.js'
import { readiness } from '../flows/readiness.js'
import { StreamReader } from '../flows/readStream.js'
import { runJobs } from '../flows/runJobs.js'
import { sendEvents } from '../flows/sendEvents.js'
import { sweepReach } from '../flows/sweepReach.js'
import { watchDrift } from '../flows/watchDrift.js'
import { watchEmergency } from '../flows/watchEmergency.js'
import { watchGroups } from '../flows/watchGroups.js'
import { watchSources } from '../flows/watchSources.js'
import type { RunningStream } from '../stream/index.js'
import { startServer } from '../teams/index.js'

const JOBS_EVERY_MS = 500
const EVENTS_EVERY_MS = 2000
/** Reads as often as the settings say, and goes on with a reading that was cut; this is how often it looks. */
const POLICIES_EVERY_MS = 60 * 1000
/** Between two readings; a round costs a request for each 50 groups. */
const GROUPS_EVERY_MS = 60 * 1000
/** After each reading that found something new; this is how often it looks, which asks the database for three rows. */
const DRIFT_EVERY_MS = 10 * 1000
const EMERGENCY_EVERY_MS = 60 * 1000
const PURGE_EVERY_MS = 60 * 60 * 1000
const LOOK_AT_SOURCES_EVERY_MS = 60 * 1000
/** Sweeps once a day; this is how often it looks whether it is time. */
const REACH_EVERY_MS = 10 * 60 * 1000
/** Posts once a day; this is how often it looks whether it is time. */
const DIGEST_EVERY_MS = 60 * 1000

export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const app = createApp(readConfig(env))
  const { config } = app
  try {
    const ports = await app.ports()
    const { log } = ports
    await noteStart(ports)
    // A route that was switched off cannot be faulty.
    if (!config.routes.manager) await ports.store.forgetMarks(MANAGERS)
    const server = await startServer({
      host: config.host,
      port: config.port,
      receive: (await app.teams()).createReceiver(ports),
      readiness: () => readiness(ports),
      log,
    })
    const background = startBackground(loopsOf(ports, config, await app.policies(), app.graph().groupChanges), log)
    const stream = await startStream(app, ports)
    log.info('listening', {
      host: config.host,
      port: server.port,
      cloud: config.cloudName,
      store: ports.store.engine,
      authenticated: config.identity !== null,
    })
    await toldToStop()
    log.info('stopping')
    await stop(server, background, stream)
    // What only this process knows: without it the next one would do it again.
    await writeProofs(ports)
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

function loopsOf(ports: Ports, config: Config, policies: KeptPolicies, groupChanges: GroupChanges): Loop[] {
  const owner = instanceName()
  const startedAt = ports.clock.now()
  return [
    config.isPolled
      ? {
          name: 'sign-in-log',
          everyMs: config.pollIntervalMs,
          round: () => pollSignIns(ports, owner).then(({ behind }) => ({ again: behind })),
        }
      : { name: 'stream-reach', everyMs: config.pollIntervalMs, round: () => followStream(ports, owner).then(resting) },
    ...(ports.eventReceiver === null
      ? []
      : [{ name: 'events', everyMs: EVENTS_EVERY_MS, round: () => sendEvents(ports, owner) }]),
    { name: 'jobs', everyMs: JOBS_EVERY_MS, round: () => runJobs(ports, owner) },
    {
      name: 'sources',
      everyMs: LOOK_AT_SOURCES_EVERY_MS,
      round: () => watchSources(ports, owner, startedAt).then(resting),
    },
    { name: 'reach', everyMs: REACH_EVERY_MS, round: () => sweepReach(ports, owner).then(resting) },
    {
      name: 'policies',
      everyMs: POLICIES_EVERY_MS,
      round: () => judgeAhead(ports, policies, config.policies.refreshMs).then(resting),
    },
    {
      name: 'group-changes',
      everyMs: GROUPS_EVERY_MS,
      round: () => watchGroups({ ...ports, groupChanges }, owner).then(resting),
    },
    { name: 'policy-drift', everyMs: DRIFT_EVERY_MS, round: () => watchDrift(ports, owner) },
    {
      name: 'emergency-sign-ins',
      everyMs: EMERGENCY_EVERY_MS,
      round: () => watchEmergency(ports, owner).then(resting),
    },
    { name: 'digest', everyMs: DIGEST_EVERY_MS, round: () => scheduleDigest(ports, owner).then(resting) },
    { name: 'purge', everyMs: PURGE_EVERY_MS, round: () => forgetExpired(ports).then(resting) },
  ]
}

async function startStream(app: App, ports: Ports): Promise<RunningStream | null> {
  const stream = await app.stream()
  return stream?.start((owner) => new StreamReader(ports, owner)) ?? null
}

/** Nothing more to do until the next round. */
const resting = (): { again: false } => ({ again: false })

/** Requests first, since they may still owe jobs; then the loops finish their round. What is left is in the database. */
async function stop(
  server: { close(): Promise<void> },
  background: Background,
  stream: RunningStream | null,
): Promise<void> {
  await server.close()
  await Promise.all([background.stop(), stream?.close()])
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

const isBusyPort = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
