/**
 * The PostgreSQL server dies in the middle of the work, twice, and comes back: the built bot goes on, says so, and makes
 * up for all of it. What Teams took while nothing could be written down is not sent again, since the bot still knows.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostgres } from '../../scripts/lib/postgres.mjs'
import { TENANT_ID } from '../../src/demo/tenant/seed.js'
import { type RunningTenant, startSimulatedTenant } from '../../src/demo/tenant/server.js'
import { startConnector } from '../support/connector.js'
import { companyOf, lured } from '../support/crash/cast.js'
import { type Gate, type Moment, startGate } from '../support/crash/gate.js'
import { CHANNEL_ID, opensChat, POINTS, tellsOwner, tellsTeam, type Victim } from '../support/crash/points.js'
import { createReplica, type Replica } from '../support/crash/replica.js'
import { dueJobs, lapse, postgresRows, provenCards } from '../support/crash/rows.js'
import { describeOnPostgres } from '../support/engines.js'

const MINUTE_MS = 60_000
/** Graph's report API takes 5 requests in 10 s; its clock runs fast here, so that no round waits for it. */
const FASTER_BY_MS = 3_000

interface Case extends Victim {
  owner: number
  team: number
}

describeOnPostgres('the built bot, whose database dies', () => {
  const cases: Case[] = []
  const { data, people } = companyOf(3)
  let database: NonNullable<Awaited<ReturnType<typeof startPostgres>>>
  let simulated: RunningTenant
  let connector: Awaited<ReturnType<typeof startConnector>>
  let gates: readonly Gate[]
  let replica: Replica
  let watch = async (_moment: Moment): Promise<void> => undefined
  const heard = new Set<() => void>()

  beforeAll(async () => {
    const started = await startPostgres()
    if (started === null) throw new Error('there is a server for the other tests, and none for this one')
    database = started
    let skewMs = 0
    const now = () => {
      skewMs += FASTER_BY_MS
      return new Date(Date.now() + skewMs)
    }
    simulated = await startSimulatedTenant({ data, now })
    connector = await startConnector()
    const see = async (moment: Moment): Promise<boolean> => {
      for (const one of cases) note(one, moment)
      await watch(moment)
      for (const look of heard) look()
      return false
    }
    gates = await Promise.all([simulated.origin, new URL(connector.serviceUrl).origin].map((to) => startGate(to, see)))
    replica = await createReplica({
      POSTERN_GRAPH_SIMULATED_ORIGIN: gates[0]?.origin ?? '',
      POSTERN_SIMULATED_TENANT_ID: TENANT_ID,
      POSTERN_SERVICE_URL: `${gates[1]?.origin}/teams/`,
      POSTERN_SECURITY_CHANNEL_ID: CHANNEL_ID,
      POSTERN_POLL_SECONDS: '2',
      DATABASE_URL: database.url,
    })
    await replica.start()
  })
  afterAll(async () => {
    await replica.stop()
    await Promise.all([...gates.map((gate) => gate.close()), simulated.close(), connector.close()])
    await database.stop()
  })

  const note = (one: Case, moment: Moment): void => {
    if (moment.instant !== 'taken' || moment.status !== 200) return
    if (opensChat(moment, one)) one.chatId = String((JSON.parse(moment.answer) as { id?: unknown }).id)
    if (tellsTeam(moment, one)) one.team += 1
    if (tellsOwner(moment, one)) one.owner += 1
  }
  const lure = (index: number): Case => {
    const who = people[index]!
    const one = { userId: who.id, displayName: who.displayName, chatId: null, owner: 0, team: 0 }
    cases.push(one)
    simulated.tenant.addSignIns(lured(who, index, new Date(Date.now() - MINUTE_MS)))
    return one
  }
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return
        heard.delete(look)
        resolve()
      }
      heard.add(look)
      look()
    })
  /** Resolves when the server has died at that point of the pipeline, with the call that saw it still in hand. */
  const dieAt = (name: string, victim: Case): Promise<void> => {
    const point = POINTS.find((one) => one.name === name)!
    return new Promise((resolve) => {
      watch = async (moment) => {
        if (moment.instant !== point.instant || !point.at(moment, victim)) return
        watch = async () => undefined
        await database.crash()
        resolve()
      }
    })
  }
  const readyz = async () => {
    const answer = await fetch(`http://127.0.0.1:${replica.port}/readyz`)
    return { status: answer.status, body: await answer.json() }
  }
  /** What it had claimed comes free when the lease ends; here that time has passed at once. */
  const comeBack = async (pid: number) => {
    await database.restart()
    const rows = await postgresRows(database.url)
    await lapse(rows, pid)
    await rows.close()
  }

  it('goes on, says on /readyz that it cannot work, and asks everybody once when the database is back', async () => {
    const pid = replica.pid!
    const first = lure(0)
    await dieAt('all is known, the case is being written', first)
    expect(await readyz()).toMatchObject({ status: 503, body: { checks: { store: { code: 'store-unavailable' } } } })
    const second = lure(1)
    await comeBack(pid)
    await until(() => [first, second].every(({ owner, team }) => owner > 0 && team > 0))
    expect(await readyz()).toMatchObject({ status: 200 })

    const third = lure(2)
    await dieAt('the question is accepted, not written', third)
    expect((await readyz()).status).toBe(503)
    await comeBack(pid)
    await until(() => third.team > 0)

    expect(replica.pid).toBe(pid)
    await replica.stop()
    const rows = await postgresRows(database.url)
    const proven = await provenCards(rows)
    expect(cases.map(({ owner, team }) => [owner, team])).toEqual(cases.map(() => [1, 1]))
    for (const { userId } of cases) {
      expect([proven.get(`${userId} owner`), proven.get(`${userId} team`)]).toEqual([1, 1])
    }
    expect(await dueJobs(rows)).toEqual([])
    await rows.close()
  })
})
