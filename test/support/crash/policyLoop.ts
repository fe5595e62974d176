/**
 * Kills the built bot while it carries out a change of policy that two administrators approved, at one named point after
 * the other, and tells how each change ended: what the security channel heard, and what the tenant has.
 */
import { say } from '../../../src/cards/index.js'
import { EMERGENCY_ACCOUNTS, PEOPLE, TENANT_ID } from '../../../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../../../src/demo/tenant/server.js'
import { type Json, personalMessage, post, press } from '../activities.js'
import { cardsOf, startConnector } from '../connector.js'
import { companyOf } from './cast.js'
import type { LoopOptions, Place } from './crashLoop.js'
import { type Moment, startGate } from './gate.js'
import { CHANNEL_ID } from './points.js'
import type { PolicyPoint } from './policyPoints.js'
import { createReplica, type Replica } from './replica.js'
import { dueJobs, embeddedRows, lapse, postgresRows, writerOfPolicy } from './rows.js'

export interface PolicyCrashReport {
  readonly kills: number
  /** Points after which the change ended otherwise than it should, with what was found. */
  readonly wrong: readonly string[]
  /** Points after which a policy was made more than once. */
  readonly doubled: readonly string[]
  readonly due: readonly string[]
}

const ENDS = ['applied', 'failed', 'rolled-back', 'not-rolled-back', 'unknown'] as const
const PATIENCE_MS = 45_000
/** Graph's clock runs fast, so that no round waits for its limits; the bot keeps to them by its own. */
const FASTER_BY_MS = 3_000

export async function policyLoop(
  place: Place,
  points: readonly PolicyPoint[],
  { patienceMs = PATIENCE_MS, onNext }: LoopOptions = {},
): Promise<PolicyCrashReport> {
  let skewMs = 0
  const now = () => {
    skewMs += FASTER_BY_MS
    return new Date(Date.now() + skewMs)
  }
  const data = { ...companyOf(0).data, policies: [] }
  const simulated = await startSimulatedTenant({ data, now })
  const connector = await startConnector()
  const { admin, director } = PEOPLE
  let armed: PolicyPoint | null = null
  let end: string | null = null
  let kills = 0
  let made = 0
  const listeners = new Set<() => void>()
  const heard = () => {
    for (const look of listeners) look()
  }
  const watch = async (moment: Moment): Promise<boolean> => {
    if (moment.instant === 'taken' && moment.method === 'POST' && moment.path.endsWith('/policies')) made += 1
    if (moment.instant === 'taken' && moment.path.includes(CHANNEL_ID)) end = endIn(moment.body) ?? end
    const isHit = armed !== null && moment.instant === armed.instant && armed.at(moment)
    if (isHit) {
      armed = null
      await kill()
    }
    heard()
    return isHit
  }
  const endIn = (body: string): string | undefined =>
    ENDS.find((state) => body.includes(say(`apply.write.${state}`, 'en', { name: { said: admin.displayName } })))
  const [graph, teams] = await Promise.all([
    startGate(simulated.origin, watch),
    startGate(new URL(connector.serviceUrl).origin, watch),
  ])
  const rows = 'databaseUrl' in place ? await postgresRows(place.databaseUrl) : null
  const env = {
    POSTERN_GRAPH_SIMULATED_ORIGIN: graph.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_SERVICE_URL: `${teams.origin}/teams/`,
    POSTERN_SECURITY_CHANNEL_ID: CHANNEL_ID,
    POSTERN_EMERGENCY_ACCOUNTS: EMERGENCY_ACCOUNTS.join(','),
    POSTERN_POLICY_WRITING: 'on',
    ...('dataDir' in place ? { POSTERN_DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl }),
  }
  const replicas: Replica[] = await Promise.all(Array.from({ length: rows === null ? 1 : 2 }, () => createReplica(env)))

  async function kill(): Promise<void> {
    const pid = rows === null ? null : await writerOfPolicy(rows)
    const replica = replicas.find((one) => one.pid !== null && (pid === null || one.pid === pid))
    const killed = replica?.pid
    if (replica === undefined || !killed) throw new Error(`no process ${pid} to kill`)
    await replica.kill()
    kills += 1
    if (rows !== null) return lapse(rows, killed)
    const alone = await embeddedRows((place as { dataDir: string }).dataDir)
    await lapse(alone, killed).finally(() => alone.close())
  }
  const revive = () => Promise.all(replicas.filter(({ pid }) => pid === null).map((one) => one.start().finally(heard)))
  const until = (what: string, isSo: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const over = () => {
        listeners.delete(look)
        clearTimeout(timer)
      }
      const look = () => {
        if (!isSo()) return
        over()
        resolve()
      }
      const timer = setTimeout(() => {
        over()
        reject(new Error(`waited in vain until ${what}`))
      }, patienceMs)
      listeners.add(look)
      look()
    })
  const by = ({ id, displayName }: { readonly id: string; readonly displayName: string }): Json => ({
    from: { id: `29:${id}`, name: displayName, aadObjectId: id },
    conversation: { id: `a:${id}`, conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
  })
  const send = (activity: Json): Promise<string> => {
    const port = replicas.find(({ isReady }) => isReady)?.port
    return post(`http://127.0.0.1:${port}/api/messages`, activity).then((answer) => answer.text())
  }
  const buttonIn = (card: unknown, pressed: string): Json => {
    const found = /\{[^{}]*"verb":"change-policy"[^{}]*\}/g
    const buttons = (JSON.stringify(card).match(found) ?? []).map((text) => JSON.parse(text) as Json)
    const button = buttons.find((one) => one.press === pressed)
    if (button === undefined) throw new Error(`no button to ${pressed} in ${JSON.stringify(card).slice(0, 2_000)}`)
    return button
  }
  /** Both presses. The second may not be answered any more: what follows from it kills the process. */
  const approve = async (): Promise<void> => {
    await send(personalMessage(env.POSTERN_SERVICE_URL, { text: 'show me the plan', ...by(admin) }))
    const propose = buttonIn(cardsOf(connector.sent).at(-1), 'propose')
    const proposed = await send(press(env.POSTERN_SERVICE_URL, propose, by(admin)))
    const confirm = buttonIn(JSON.parse(proposed), 'confirm')
    await send(press(env.POSTERN_SERVICE_URL, confirm, by(director))).catch(() => undefined)
  }

  const wrong: string[] = []
  const doubled: string[] = []
  try {
    await revive()
    const impact = { v: 1, verb: 'ask-policy', question: { kind: 'impact' } }
    await send(press(env.POSTERN_SERVICE_URL, impact, by(admin)))
    for (const point of points) {
      onNext?.(point.name)
      simulated.tenant.policies = []
      simulated.tenant.dropsAuthenticationFlows = point.losesFlow === true
      const before = kills
      end = null
      made = 0
      armed = point
      await approve()
      await until(`killed where ${point.name}`, () => kills > before)
      await revive()
      await until(`it ended after a kill where ${point.name}`, () => end !== null)
      const left = simulated.tenant.policies.length
      if (end !== point.ends || left !== point.left) wrong.push(`${point.name}: ${end}, ${left} policies`)
      if (made > 1) doubled.push(point.name)
    }
    await Promise.all(replicas.map((replica) => replica.stop()))
    const seen = rows ?? (await embeddedRows((place as { dataDir: string }).dataDir))
    try {
      return { kills, wrong, doubled, due: await dueJobs(seen) }
    } finally {
      if (seen !== rows) await seen.close()
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all([graph.close(), teams.close(), rows?.close()])
    await Promise.all([simulated.close(), connector.close()])
  }
}
