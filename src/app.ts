/**
 * The composition root: the only file that knows every adapter. Ports are made when first asked for, so that a command
 * opens only what it needs.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Config, AppIdentity as ConfiguredIdentity } from './config.js'
import { PosternError } from './domain/errors.js'
import { alertId, checkId } from './domain/ids.js'
import { type AppIdentity, createTokenSource } from './entra/tokenSource.js'
import type { Clock, Ids, Settings, Store, TokenSource } from './flows/ports.js'
import { createGraph, type Graph } from './graph/index.js'
import { createLog } from './log.js'
import { openStore } from './store/index.js'
import { type BotPorts, createTeams, type Teams } from './teams/index.js'

export const clock: Clock = { now: () => new Date() }
const ids: Ids = { alertId: () => alertId(randomUUID()), checkId: () => checkId(randomUUID()) }

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
  const identity = once(() => readIdentity(config.identity))
  /** Graph and the Bot Connector have login services of their own in China, so each gets its source of tokens. */
  const tokensAt = (loginUrl: string): TokenSource | null => {
    const app = identity()
    return app === null ? null : createTokenSource(app, new URL(loginUrl).origin)
  }
  const graph = once(() =>
    createGraph({
      cloud: config.cloud,
      tenantId: config.tenantId,
      tokens: tokensAt(config.cloud.login),
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
      identity: botIdentity(identity(), tokensAt(config.cloud.bot.loginUrl)),
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

export function settingsOf(config: Config): Settings {
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

/** With the certificate read from its file. */
function readIdentity(identity: ConfiguredIdentity | null): AppIdentity | null {
  if (identity?.kind !== 'certificate') return identity
  const { appId, tenantId } = identity
  return { appId, tenantId, kind: 'certificate', pem: readPem(identity.file) }
}

const botIdentity = (app: AppIdentity | null, tokens: TokenSource | null) =>
  app === null || tokens === null ? null : { appId: app.appId, tokens }

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new PosternError('config-invalid', { faults: ['MicrosoftAppCertificateFile cannot be read'] })
  }
}

/** Names this process among replicas, in leases and claims. */
export const instanceName = once(() => `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`)

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
