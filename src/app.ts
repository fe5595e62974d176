/**
 * The composition root: the only file that knows every adapter. Ports are made when first asked for, so that a command
 * opens only what it needs; the Bot Framework and Entra's libraries, the two heaviest, are loaded only then.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as waitFor } from 'node:timers/promises'
import type { Config } from './config.js'
import type { AppIdentity } from './domain/appIdentity.js'
import { PosternError } from './domain/errors.js'
import { alertId, checkId, policyWriteId, warningId } from './domain/ids.js'
import type { Login } from './entra/tokenSource.js'
import { createFileTurns } from './flows/fileTurns.js'
import { createKeptPolicies, type KeptPolicies } from './flows/keptPolicies.js'
import type { FileReader } from './flows/ports/files.js'
import type { AppToken, Clock, Deadlines, Ids, QuestionChooser, Store, TokenSource } from './flows/ports.js'
import { createGraph, type Graph } from './graph/index.js'
import { createPolicyJudge } from './judging/index.js'
import { createLog } from './log.js'
import { createFileReader } from './reading/index.js'
import { createKeyedHash, createSealer, newTraceKey } from './secrets.js'
import { settingsOf } from './settings.js'
import { openStore } from './store/index.js'
import type { SignInStream } from './stream/index.js'
import type { BotPorts, Teams } from './teams/index.js'
import { createTuningFile } from './tuningFile.js'
import { createWebhook } from './webhook/index.js'

export const clock: Clock = { now: () => new Date() }
export const deadlines: Deadlines = { after: (ms) => AbortSignal.timeout(ms) }
const ids: Ids = {
  alertId: () => alertId(randomUUID()),
  checkId: () => checkId(randomUUID()),
  warningId: () => warningId(randomUUID()),
  policyWriteId: () => policyWriteId(randomUUID()),
}

/** Nobody waits longer for an answer in Teams, and one person's file holds up the next one's. */
const READING_LIMITS = { timeMs: 10_000, waitingMs: 10_000 }

export interface App {
  readonly config: Config
  store(): Promise<Store>
  ports(): Promise<BotPorts>
  graph(): Graph
  /** Kept in the database, for all replicas. */
  policies(): Promise<KeptPolicies>
  /** The app's own token for Graph, looked into; null where it cannot be, as with a simulated tenant. */
  appToken(): Promise<AppToken | null>
  /** The same of an app of its own that writes policy; null also where there is none. */
  policyAppToken(): Promise<AppToken | null>
  teams(): Promise<Teams>
  /** Loaded by the first question; null: no language model is configured. */
  chooser(): QuestionChooser | null
  /** Reads files in a process of its own, which is started by the first one. */
  fileReader(): FileReader
  /** Sign-ins that are pushed; null: the log is polled only. */
  stream(): Promise<SignInStream | null>
  close(): Promise<void>
}

export function createApp(config: Config): App {
  const { identity, cloud } = config
  const log = createLog(config.logLevel)
  const store = once(() =>
    openStore({
      databaseUrl: config.databaseUrl ?? undefined,
      dataDir: config.dataDir,
      owner: instanceName(),
      auditKey: config.audit.key,
    }),
  )
  /** Graph and the Bot Connector have login services of their own in China, so each gets its source of tokens. */
  const tokensAt = (origin: string, who: AppIdentity | null = identity): TokenSource | null => {
    if (who === null) return null
    const login: Login = { origin, tokenExchangeAudience: cloud.tokenExchangeAudience }
    const source = once(async () => (await import('./entra/tokenSource.js')).createTokenSource(who, login))
    return async (scope, options) => (await source())(scope, options)
  }
  const graphTokens = tokensAt(cloud.login)
  const policyTokens = tokensAt(cloud.login, config.writing?.identity ?? null)
  const lookInto = async (tokens: TokenSource | null): Promise<AppToken | null> => {
    if (tokens === null) return null
    const { readTokenClaims } = await import('./entra/tokenClaims.js')
    return readTokenClaims(await tokens(`${cloud.graph}/.default`))
  }
  const graph = once(() =>
    createGraph({
      cloud,
      tenantId: config.tenantId,
      tokens: graphTokens,
      ...(config.simulated === null ? {} : { simulatedOrigin: config.simulated.graphOrigin }),
      writing: config.writing === null ? null : { tokens: policyTokens },
      emergencyAccounts: config.emergencyAccounts,
      mfaTrustedIps: config.mfaTrustedIps,
      teamsAppId: config.teamsAppId,
      sharedPace: {
        // A command that has no use for the database does not open it for the pace's sake.
        take: async (name, limit) => (store.made() ? (await store()).takeToken(name, limit) : 0),
        pause: async (name, ms) => (store.made() ? (await store()).pauseBucket(name, ms) : undefined),
      },
      clock,
      log,
    }),
  )
  const policies = once(async () =>
    createKeptPolicies({ clock, deadlines, log, store: await store(), reader: graph().tenantReader }, instanceName()),
  )
  const teams = once(async () => {
    const { createTeams } = await import('./teams/index.js')
    const tokens = tokensAt(cloud.bot.login)
    return createTeams({
      cloud,
      identity: identity === null || tokens === null ? null : { appId: identity.appId, tokens },
      tenantId: config.tenantId,
      allowedTenants: config.allowedTenants,
      loopbackServiceUrl: config.simulated?.serviceUrl ?? null,
      securityChannelId: config.securityChannelId,
      language: config.language,
      clock,
      log,
    })
  })
  const judge = once(() => createPolicyJudge())
  const chooser = once((): QuestionChooser | null => {
    const { model } = config
    if (model === null) return null
    const made = once(async () => (await import('./model/index.js')).createQuestionChooser(model))
    return { choose: async (...asked) => (await made()).choose(...asked) }
  })
  const fileReader = once(() => createFileReader({ languages: config.ocrLanguages, limits: READING_LIMITS }))
  const ports = once(async (): Promise<BotPorts> => {
    const { signIns, directory, containment, meetings, senders, hostedContent, hunting, audience } = graph()
    const { history, deviceCodeLog, deviceAudit, policyAudit, emergencySignIns, installations, managers } = graph()
    const { people, evaluator } = graph()
    const { messenger, files, uploads } = await teams()
    const opened = await store()
    const traceKey = config.traceKey ?? (await opened.keepSecret('trace-key', newTraceKey()))
    return {
      clock,
      ids,
      log,
      store: opened,
      messenger,
      uploads,
      directory,
      signIns,
      policies: await policies(),
      people,
      evaluator,
      judge: judge(),
      chooser: chooser(),
      policyWriter: graph().policyWriter,
      containment,
      meetings,
      senders,
      hunting,
      audience,
      deadlines,
      eventReceiver: config.webhook === null ? null : createWebhook({ ...config.webhook, clock }),
      sealer: createSealer(),
      traceHash: createKeyedHash(traceKey),
      files: {
        fetch: (pointer, options) =>
          pointer.kind === 'hosted-content' ? hostedContent(pointer.url) : files.fetch(pointer, options),
      },
      reader: fileReader(),
      fileTurns: createFileTurns(),
      history,
      deviceCodeLog,
      deviceAudit,
      policyAudit,
      emergencySignIns,
      installations,
      managers,
      tuning: createTuningFile(config.tuningFile),
      settings: settingsOf(config),
    }
  })
  return {
    config,
    store,
    graph,
    policies,
    appToken: () => lookInto(graphTokens),
    policyAppToken: () => lookInto(policyTokens),
    teams,
    chooser,
    fileReader,
    ports,
    async stream() {
      if (config.stream === null) return null
      const { createEventHubs } = await import('./stream/index.js')
      const { access, ...rest } = config.stream
      const opened = await store()
      return createEventHubs({
        ...rest,
        access: access.kind === 'identity' ? { ...access, tokens: ownTokens(graphTokens) } : access,
        store: opened,
        isAlone: opened.engine === 'embedded',
        clock,
        log,
        wait: (ms, signal) => waitFor(ms, undefined, { signal }).catch(() => undefined),
      })
    },
    close: async () => {
      if (fileReader.made()) await fileReader().close()
      if (judge.made()) await judge().close()
      // A store that could not be opened has nothing to close.
      if (store.made())
        await store().then(
          (opened) => opened.close(),
          () => undefined,
        )
    },
  }
}

/** The settings let nobody read a namespace without an identity. */
function ownTokens(tokens: TokenSource | null): TokenSource {
  if (tokens === null) throw new PosternError('config-invalid', { faults: ['MicrosoftAppId is missing'] })
  return tokens
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
