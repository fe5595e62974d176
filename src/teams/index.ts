/**
 * Teams in and out, put together: the messenger that flows speak through, and the receiver that the server hands every
 * authenticated activity to.
 */
import { type Cloud, isServiceUrlOf } from '../domain/clouds.js'
import type { TenantId } from '../domain/ids.js'
import type { TokenSource } from '../flows/ports/tokens.js'
import type { Clock, Log } from '../flows/ports.js'
import { type HttpAnswer, TeamsAdapter } from './adapter.js'
import { createBot } from './bot.js'
import type { BotAuthentication } from './botAuthentication.js'
import type { BotPorts } from './botPorts.js'
import { createChannelKeys } from './channelKeys.js'
import { connectorStatus } from './connectorStatus.js'
import { createConnectorToken } from './credentials.js'
import { createTeamsFiles, type TeamsFiles } from './files.js'
import { LoopbackAuth } from './loopbackAuth.js'
import { createMessenger, type TeamsMessenger } from './messenger.js'
import { StrictAuth } from './strictAuth.js'
import { createTeamsUploads, type TeamsUploads } from './upload.js'

export type { HttpAnswer } from './adapter.js'
export type { BotPorts } from './botPorts.js'
export type { TeamsMessenger } from './messenger.js'
export { type RunningServer, type ServerOptions, startServer } from './server.js'

export interface TeamsOptions {
  readonly cloud: Cloud
  /** Null: the loopback mode, in which nobody proves anything and nothing leaves this machine. */
  readonly identity: { readonly appId: string; readonly tokens: TokenSource } | null
  readonly tenantId: TenantId
  readonly allowedTenants: readonly TenantId[]
  /** Where to write first in the loopback mode; elsewhere the cloud says. */
  readonly loopbackServiceUrl: string | null
  readonly securityChannelId: string | null
  readonly language?: string | null
  readonly clock: Clock
  readonly log: Log
}

export interface Teams {
  readonly messenger: TeamsMessenger
  /** Files and pictures that come with messages to the bot. */
  readonly files: TeamsFiles
  /** Files that people agreed to take. */
  readonly uploads: TeamsUploads
  /** Makes the bot, once all ports are there, and answers one activity a call. */
  createReceiver(ports: BotPorts): (body: unknown, authorization: string) => Promise<HttpAnswer>
  /** The status of a harmless request to the Bot Connector, as `doctor` tries it; null: there is no address to ask. */
  connectorStatus(): Promise<number | null>
}

export function createTeams(options: TeamsOptions): Teams {
  const { cloud, identity, log } = options
  const token = identity === null ? null : createConnectorToken(identity.tokens, cloud)
  const authentication = createAuthentication(options, token)
  const serviceUrl = identity === null ? options.loopbackServiceUrl : cloud.defaultServiceUrl
  const messenger = createMessenger({
    connectors: authentication.createConnectorFactory(),
    appId: identity?.appId ?? '',
    tenantId: options.tenantId,
    serviceUrl,
    securityChannelId: options.securityChannelId,
    language: options.language ?? null,
  })
  const adapter = new TeamsAdapter(authentication, log)
  return {
    messenger,
    files: createTeamsFiles({ cloud, token }),
    uploads: createTeamsUploads({ cloud, isLoopback: token === null }),
    createReceiver(ports) {
      const turn = createBot(ports)
      return (body, authorization) => adapter.receive(body, authorization, turn)
    },
    connectorStatus: () => connectorStatus(token, serviceUrl),
  }
}

function createAuthentication(
  { cloud, identity, allowedTenants, clock }: TeamsOptions,
  token: ReturnType<typeof createConnectorToken> | null,
): BotAuthentication {
  if (identity === null) return new LoopbackAuth()
  return new StrictAuth({
    appId: identity.appId,
    tenants: allowedTenants,
    bot: cloud.bot,
    keys: createChannelKeys(cloud.bot.openIdMetadata, () => clock.now()),
    connector: { token, isServiceUrlAllowed: (serviceUrl) => isServiceUrlOf(cloud, serviceUrl) },
    now: () => clock.now(),
  })
}
