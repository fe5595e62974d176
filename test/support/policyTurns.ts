/**
 * The bot over real HTTP beside a simulated tenant over real HTTP: what an administrator writes and presses, what the
 * channel gets, and what the tenant has then. Time passes only where somebody waits for Graph.
 */
import { onTestFinished } from 'vitest'
import { EMERGENCY_ACCOUNTS, PEOPLE, seedTenant, TENANT_ID } from '../../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../../src/demo/tenant/server.js'
import type { SimulatedTenant } from '../../src/demo/tenant/simulatedTenant.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { tenantId, userId } from '../../src/domain/ids.js'
import type { Store } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { createGraph } from '../../src/graph/index.js'
import { type BotPorts, createTeams, startServer } from '../../src/teams/index.js'
import { payloadsOf, textsOf } from '../cards/checks.js'
import * as example from '../domain/policyStatus/example.js'
import { type Json, personalMessage, post, press, SECURITY_CHANNEL_ID } from './activities.js'
import { cardsOf, startConnector } from './connector.js'
import { createWorld, type World } from './world.js'

export const { admin: MARTA, director: TOMAS, developer: DEVAN } = PEOPLE
type Who = typeof MARTA

/** A card as somebody has it before them. */
export interface Seen {
  readonly texts: readonly string[]
  /** What each button carries. */
  readonly buttons: readonly Json[]
}

export interface PolicyTurns {
  readonly world: World
  readonly tenant: SimulatedTenant
  /** Writes to the bot in their own chat, and sees its last card. */
  write(who: Who, text: string): Promise<Seen>
  /** Presses a button of a card in the security channel: the card that takes its place, or the sentence that is shown. */
  press(who: Who, button: Json | undefined): Promise<Seen | string>
  /** Works off what is owed; the cards that the security channel got by it. */
  work(): Promise<readonly Seen[]>
  /** Policies of device code flow that the tenant has. */
  blocks(): readonly Readonly<Record<string, unknown>>[]
}

export const buttonOf = ({ buttons }: Seen, of: string): Json | undefined =>
  buttons.find(({ verb, press: pressed, question }) =>
    verb === 'change-policy' ? pressed === of : (question as Json | undefined)?.kind === of,
  )

export async function startTurns(store: Store): Promise<PolicyTurns> {
  const world = createWorld(store)
  const now = () => world.ports.clock.now()
  const data = { ...seedTenant(now()), signIns: [], policies: [example.riskPolicy()] }
  const running = await startSimulatedTenant({ data, now })
  const connector = await startConnector()
  const settings = { ...world.settings, tenantId: tenantId(TENANT_ID), securityChannelId: SECURITY_CHANNEL_ID }
  const { clock, log } = world.ports
  const graph = createGraph({
    cloud: CLOUDS.public,
    tenantId: settings.tenantId,
    tokens: null,
    simulatedOrigin: running.origin,
    writing: { tokens: null },
    emergencyAccounts: EMERGENCY_ACCOUNTS.map(userId),
    mfaTrustedIps: [],
    clock,
    log,
    wait: async (ms) => world.pass(ms),
    timeoutMs: 2_000,
  })
  const teams = createTeams({
    cloud: CLOUDS.public,
    identity: null,
    tenantId: settings.tenantId,
    allowedTenants: [settings.tenantId],
    loopbackServiceUrl: connector.serviceUrl,
    securityChannelId: SECURITY_CHANNEL_ID,
    clock,
    log,
  })
  const { directory, policies, policyWriter, people, deviceCodeLog } = graph
  const { messenger, uploads } = teams
  const ports: BotPorts = {
    ...world.ports,
    ...{ settings, directory, policies, policyWriter, people, deviceCodeLog, messenger, uploads },
  }
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, log, receive: teams.createReceiver(ports) },
    readiness: async () => ({ ready: true, checks: {} }),
  })
  onTestFinished(async () => {
    await Promise.all([server.close(), connector.close(), running.close()])
  })
  const receive = async (activity: Json): Promise<string> => {
    const response = await post(`http://127.0.0.1:${server.port}/api/messages`, activity)
    return response.text()
  }
  const as = (who: Who, conversation: Json): Json => ({
    from: { id: `29:${who.id}`, name: who.displayName, aadObjectId: who.id },
    conversation: { ...conversation, tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
  })
  const seen = (card: Json): Seen => ({ texts: textsOf(card), buttons: payloadsOf(card) as readonly Json[] })
  return {
    world,
    tenant: running.tenant,
    async write(who, text) {
      const chat = as(who, { id: `a:${who.id}`, conversationType: 'personal' })
      await receive(personalMessage(connector.serviceUrl, { text, ...chat }))
      return seen(cardsOf(connector.sent).at(-1) ?? {})
    },
    async press(who, button) {
      if (button === undefined) throw new Error('there is no such button')
      const channel = as(who, { id: `${SECURITY_CHANNEL_ID};messageid=1`, conversationType: 'channel' })
      const { type, value } = JSON.parse(await receive(press(connector.serviceUrl, button, channel))) as {
        readonly type?: string
        readonly value?: unknown
      }
      return type === 'application/vnd.microsoft.card.adaptive' ? seen(value as Json) : String(value)
    },
    async work() {
      const before = connector.sent.length
      for (let round = 0; round < 20; round++) if ((await runJobs(ports, 'test')).done === 0) break
      const toChannel = connector.sent.slice(before).filter(({ path }) => path.includes(SECURITY_CHANNEL_ID))
      return cardsOf(toChannel).map(seen)
    },
    blocks: () => running.tenant.policies.filter(({ id }) => id !== example.RISK_ID),
  }
}
