/**
 * One HTTP turn: a check (without its store write) beside a bare botbuilder bot with the same strict authentication
 * that answers one card. Real RS256 tokens, and replies over HTTP to a connector on this machine; callers and connector
 * have threads and processes of their own, so that the figures are the bot's.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { CardFactory, MessageFactory } from 'botbuilder'
import { CLOUDS } from '../src/domain/clouds.js'
import { tenantId } from '../src/domain/ids.js'
import type { Log } from '../src/flows/ports.js'
import { createKeyedHash, createSealer, newTraceKey } from '../src/secrets.js'
import { TeamsAdapter, type Turn } from '../src/teams/adapter.js'
import { createBot } from '../src/teams/bot.js'
import type { BotPorts } from '../src/teams/botPorts.js'
import { createChannelKeys } from '../src/teams/channelKeys.js'
import { startServer } from '../src/teams/server.js'
import { StrictAuth } from '../src/teams/strictAuth.js'
import { APP_ID, startChannelTokens } from '../test/support/channelTokens.js'
import { type Row, thousands, twoDigits } from './row.js'

const TENANT = '7e4a4700-0000-4000-8000-000000000001'
const USER = '3f2a1b00-0000-4000-8000-000000000001'
const SECONDS = 6
const CONNECTIONS = 10

/** A turn that failed would be a fast one, and no figure. */
const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => {
    throw new Error(`${message} ${JSON.stringify(fields)}`)
  },
}
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello', wrap: true }] }

/** Nothing is written, everything else is real. */
const ports = {
  clock: { now: () => new Date() },
  ids: { alertId: () => USER, checkId: () => USER },
  log: silent,
  settings: { checksPerHourMax: 60, checkRetentionMs: 1000, reportRetentionMs: 1000 },
  sealer: createSealer(),
  traceHash: createKeyedHash(newTraceKey()),
  store: {
    saveCheck: async () => undefined,
    saveTraces: async () => undefined,
    saveSealed: async () => undefined,
    luresLike: async () => [],
    addJob: async () => true,
    conversationById: async () => null,
    saveConversation: async () => undefined,
    takeToken: async () => 0,
  },
} as unknown as BotPorts

const bare: Turn = (context) => context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card)))

export async function httpTurns(): Promise<Row[]> {
  const [tokens, connector] = await Promise.all([startChannelTokens(), connectorProcess()])
  const authorization = `Bearer ${await tokens.sign({ serviceurl: connector.serviceUrl })}`
  const measure = async (turn: Turn): Promise<autocannon.Result> => {
    const keys = createChannelKeys(tokens.metadataUrl)
    const auth = new StrictAuth({
      appId: APP_ID,
      tenants: [tenantId(TENANT)],
      bot: CLOUDS.public.bot,
      keys,
      connector: { token: null, isServiceUrlAllowed: (url) => url === connector.serviceUrl },
      now: () => new Date(),
    })
    const adapter = new TeamsAdapter(auth, silent)
    const server = await startServer({
      host: '127.0.0.1',
      port: 0,
      log: silent,
      receive: (body, header) => adapter.receive(body, header, turn),
      readiness: async () => ({ ready: true, checks: {} }),
    })
    const options = {
      url: `http://127.0.0.1:${server.port}/api/messages`,
      method: 'POST' as const,
      connections: CONNECTIONS,
      workers: 1,
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(message(connector.serviceUrl)),
    }
    await autocannon({ ...options, duration: 2 })
    globalThis.gc?.()
    const result = await autocannon({ ...options, duration: SECONDS })
    await server.close()
    if (result.non2xx > 0) throw new Error(`${result.non2xx} turns were refused`)
    return result
  }
  // Each once before the measured ones, so that neither pays for the warming up.
  await measure(bare)
  await measure(createBot(ports))
  const bot = await measure(bare)
  const postern = await measure(createBot(ports))
  connector.close()
  await tokens.close()
  const [ours, theirs] = [postern.requests.average, bot.requests.average]
  return [
    {
      what: `HTTP turn, a check, ${CONNECTIONS} connections`,
      figure: `${thousands(ours)}/s, p99 ${postern.latency.p99} ms`,
      yardstick: `bare bot ${thousands(theirs)}/s, p99 ${bot.latency.p99} ms`,
      ratio: twoDigits(ours / theirs),
      target: '0.7 or more of the bare bot',
    },
  ]
}

async function connectorProcess(): Promise<{ readonly serviceUrl: string; close(): void }> {
  const child = fork(fileURLToPath(new URL('./connectorProcess.js', import.meta.url)))
  const serviceUrl = await new Promise<string>((resolve) => child.once('message', (url) => resolve(String(url))))
  return { serviceUrl, close: () => child.disconnect() }
}

const message = (serviceUrl: string): unknown => ({
  type: 'message',
  id: 'activity-1',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:dana', aadObjectId: USER, name: 'Dana' },
  recipient: { id: `28:${APP_ID}`, name: 'Postern' },
  conversation: { id: 'a:dana', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  locale: 'en-GB',
  text: 'You are invited. Join here: https://microsoft.com/devicelogin Meeting ID: HNGP5CAF8',
})
