/**
 * Kills the built bot at one named point after the other, each with a case of its own, and tells what became of all the
 * cases. The bot, the simulated tenant and the Bot Connector speak over real HTTP, through gates that see every call.
 */

import { TENANT_ID } from '../../../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../../../src/demo/tenant/server.js'
import { post, press } from '../activities.js'
import { startConnector } from '../connector.js'
import { companyOf, lured } from './cast.js'
import { type Moment, startGate } from './gate.js'
import { CHANNEL_ID, type KillPoint, opensChat, tellsOwner, tellsTeam, type Victim } from './points.js'
import { createReplica, type Replica } from './replica.js'
import { claimant, dueJobs, embeddedRows, lapse, postgresRows, provenCards, provenRevokes } from './rows.js'

export type Place = { readonly dataDir: string } | { readonly databaseUrl: string }

export interface LoopOptions {
  /** How long each step may take. */
  readonly patienceMs?: number
  /** Told the name of each point as its turn comes. */
  readonly onNext?: (point: string) => void
}

export interface CrashReport {
  readonly kills: number
  readonly cases: number
  /** Cases without a question to the person, without a card to the team, or without the containment that was asked for. */
  readonly lost: readonly string[]
  /** Cards that went out again since the process died between Teams' acceptance and the proof. */
  readonly doubledInWindow: readonly string[]
  /** Cards that went out again although the first was proven. */
  readonly doubled: readonly string[]
  /** Jobs that were due and not done at the end. */
  readonly due: readonly string[]
}

interface Case extends Victim {
  alertId: string | null
  owner: number
  team: number
  answered: boolean
  revokes: number
}

/** Of the tests; a benchmark may run on a machine that is busy with others. */
const PATIENCE_MS = 45_000
/** Graph's report API takes 5 requests in 10 s; its clock runs fast here, so that no round waits for it. */
const FASTER_BY_MS = 3_000

export async function crashLoop(
  place: Place,
  points: readonly KillPoint[],
  { patienceMs = PATIENCE_MS, onNext }: LoopOptions = {},
): Promise<CrashReport> {
  const { data, people } = companyOf(points.length + 1)
  let skewMs = 0
  const now = () => {
    skewMs += FASTER_BY_MS
    return new Date(Date.now() + skewMs)
  }
  const simulated = await startSimulatedTenant({ data, now })
  const connector = await startConnector()
  const cases: Case[] = []
  const listeners = new Set<() => void>()
  let armed: { readonly point: KillPoint; readonly victim: Case; pid: number | null; fired(): void } | null = null
  let kills = 0

  const watch = async (moment: Moment): Promise<boolean> => {
    for (const one of cases) note(one, moment)
    const target = armed
    let killed = false
    if (target?.point.at(moment, target.victim)) {
      if (moment.instant === 'arrived' && rows !== null) target.pid = await claimant(rows, target.victim.userId)
      if (moment.instant === target.point.instant && armed === target) {
        armed = null
        await kill(target.pid)
        killed = true
        target.fired()
      }
    }
    heard()
    return killed
  }
  const heard = () => {
    for (const look of listeners) look()
  }

  const [graph, teams] = await Promise.all([
    startGate(simulated.origin, watch),
    startGate(new URL(connector.serviceUrl).origin, watch),
  ])
  const env = {
    POSTERN_GRAPH_SIMULATED_ORIGIN: graph.origin,
    POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
    POSTERN_SERVICE_URL: `${teams.origin}/teams/`,
    POSTERN_SECURITY_CHANNEL_ID: CHANNEL_ID,
    POSTERN_POLL_SECONDS: '2',
    ...('dataDir' in place ? { POSTERN_DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl }),
  }
  const rows = 'databaseUrl' in place ? await postgresRows(place.databaseUrl) : null
  const replicas: Replica[] = await Promise.all(Array.from({ length: rows === null ? 1 : 2 }, () => createReplica(env)))

  async function kill(pid: number | null): Promise<void> {
    const replica = replicas.find((one) => one.pid !== null && (pid === null || one.pid === pid))
    const killed = replica?.pid
    if (replica === undefined || !killed) throw new Error(`no process ${pid} to kill`)
    await replica.kill()
    kills += 1
    if (rows !== null) await lapse(rows, killed)
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
  const lure = (index: number): Case => {
    const who = people[index]
    if (who === undefined) throw new Error('nobody is left to be lured')
    const { id: userId, displayName } = who
    const one: Case = {
      userId,
      displayName,
      chatId: null,
      alertId: null,
      owner: 0,
      team: 0,
      answered: false,
      revokes: 0,
    }
    cases.push(one)
    simulated.tenant.addSignIns(lured(who, index, new Date(Date.now() - 60_000)))
    return one
  }
  simulated.tenant.onRevoke((userId) => {
    for (const one of cases) if (one.userId === userId) one.revokes += 1
  })
  const disown = async (one: Case): Promise<void> => {
    await until(`${one.displayName} is asked`, () => one.alertId !== null)
    const data = { v: 1, verb: 'answer-alert', alertId: one.alertId, answer: 'unknown-to-me' }
    const from = { id: `29:${one.userId}`, name: one.displayName, aadObjectId: one.userId }
    const conversation = { id: one.chatId, conversationType: 'personal', tenantId: TENANT_ID }
    const tenant = { tenant: { id: TENANT_ID } }
    one.answered = true
    const pressed = press(env.POSTERN_SERVICE_URL, data, { from, conversation, channelData: tenant })
    // The process may be killed by what follows before it has answered the press; Teams lets the person press again.
    while (armed?.victim === one) {
      await until('somebody listens', () => replicas.some(({ isReady }) => isReady) || armed?.victim !== one)
      const port = replicas.find(({ isReady }) => isReady)?.port
      const answer = await post(`http://127.0.0.1:${port}/api/messages`, pressed).catch(() => null)
      if (answer?.ok) return
      if (answer !== null) throw new Error(`the press was refused: ${answer.status}`)
    }
  }

  const revived: Promise<unknown>[] = []
  try {
    if (rows !== null) await revive()
    for (const [index, point] of points.entries()) {
      onNext?.(point.name)
      const victim = lure(index)
      let fired = false
      armed = {
        point,
        victim,
        pid: null,
        fired: () => {
          fired = true
        },
      }
      // With two, the other one goes on meanwhile.
      revived.push(revive())
      if (point.answered) await disown(victim)
      await until(`killed where ${point.name}`, () => fired)
    }
    await Promise.all([...revived, revive()])
    // The last one is owed behind everything that is due.
    const last = lure(points.length)
    await until('every case is answered for', () => cases.every((one) => isAnsweredFor(one) && last.team > 0))
    await Promise.all(replicas.map((replica) => replica.stop()))
    const seen = rows ?? (await embeddedRows((place as { dataDir: string }).dataDir))
    try {
      return reckon(cases, kills, await provenCards(seen), await provenRevokes(seen), await dueJobs(seen))
    } finally {
      if (seen !== rows) await seen.close()
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all([graph.close(), teams.close(), rows?.close()])
    await Promise.all([simulated.close(), connector.close()])
  }
}

function note(one: Case, moment: Moment): void {
  if (moment.instant !== 'taken' || moment.status !== 200) return
  if (opensChat(moment, one)) one.chatId = String((JSON.parse(moment.answer) as { id?: unknown }).id)
  if (tellsTeam(moment, one)) one.team += 1
  if (!tellsOwner(moment, one)) return
  one.owner += 1
  one.alertId = /"alertId":"([0-9a-f-]{36})"/.exec(moment.body)?.[1] ?? null
}

const isAnsweredFor = ({ owner, team, answered, revokes }: Case): boolean =>
  owner > 0 && team > 0 && (!answered || revokes > 0)

function reckon(
  cases: readonly Case[],
  kills: number,
  proven: ReadonlyMap<string, number>,
  revoked: ReadonlySet<string>,
  due: readonly string[],
): CrashReport {
  const cards = cases.flatMap(({ userId, displayName, owner, team }) =>
    (['owner', 'team'] as const).map((audience) => ({
      name: `${displayName}, ${audience}`,
      accepted: audience === 'owner' ? owner : team,
      proven: proven.get(`${userId} ${audience}`) ?? 0,
    })),
  )
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name)
  return {
    kills,
    cases: cases.length,
    lost: [
      ...names(cards.filter(({ proven }) => proven === 0)),
      ...cases.filter(({ userId, answered }) => answered && !revoked.has(userId)).map(({ displayName }) => displayName),
    ],
    doubledInWindow: names(cards.filter(({ accepted, proven }) => accepted > proven)),
    doubled: names(cards.filter(({ proven }) => proven > 1)),
    due,
  }
}
