/** An emergency access account that signs in is told at once, once, whatever the sign-in. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { SignInRow } from '../../src/demo/tenant/model.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { watchEmergency } from '../../src/flows/watchEmergency.js'
import { type World as GraphWorld, startWorld } from '../graph/world.js'
import { describeOnEachEngine, type Place } from '../support/engines.js'
import { createWorld, person, type World } from '../support/world.js'

const MINUTE_MS = 60_000
const ACCOUNT = userId(PEOPLE.emergencyOne.id)

describeOnEachEngine('the watch over emergency accounts', (place: Place) => {
  let tenant: GraphWorld
  let bot: World
  beforeEach(async () => {
    tenant = await startWorld()
    bot = createWorld(place.store)
    bot.settings = { ...bot.settings, emergencyAccounts: [ACCOUNT, userId(PEOPLE.emergencyTwo.id)] }
    bot.people.set(...person(ACCOUNT, { displayName: 'Emergency Access 1' }))
  })

  const portsOf = () => ({
    ...bot.ports,
    clock: { now: tenant.now },
    emergencySignIns: tenant.graph.emergencySignIns,
  })
  const look = async (owner = 'one') => {
    await watchEmergency(portsOf(), owner)
    await runJobs(portsOf(), owner)
  }
  const told = () =>
    bot.cardsFor('team').flatMap(({ notice }) => (notice.kind === 'emergency-sign-in' ? [notice.emergency] : []))
  let serial = 0
  const signIn = (change: Partial<SignInRow> = {}): SignInRow => ({
    id: `sign-in ${++serial}`,
    createdDateTime: tenant.now().toISOString(),
    userId: ACCOUNT,
    sessionId: null,
    signInEventTypes: ['interactiveUser'],
    status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
    appliedConditionalAccessPolicies: [],
    appDisplayName: 'Azure Portal',
    ipAddress: '203.0.113.9',
    isInteractive: true,
    location: { city: 'Malmö', countryOrRegion: 'SE' },
    ...change,
  })

  it('tells of a sign-in at once, and once: who, when, from where and which app', async () => {
    await look()
    expect(told()).toEqual([])
    const row = signIn()
    tenant.tenant.addSignIns([row, signIn({ userId: PEOPLE.employee.id })])
    tenant.pass(MINUTE_MS)
    await look()
    await look('two')
    expect(told()).toEqual([
      {
        person: expect.objectContaining({ userId: ACCOUNT, displayName: 'Emergency Access 1' }),
        signIns: [
          {
            signInId: row.id,
            at: row.createdDateTime,
            app: 'Azure Portal',
            from: { city: 'Malmö', countryOrRegion: 'SE', ipAddress: '203.0.113.9', trusted: false },
            succeeded: true,
            isInteractive: true,
          },
        ],
      },
    ])
  })

  it('tells of one that failed and of one without anybody present, and of a row that came late', async () => {
    await look()
    const status = { errorCode: 50126, failureReason: 'Invalid.', additionalDetails: null }
    tenant.tenant.addSignIns([signIn({ status })])
    const late = signIn({ signInEventTypes: ['nonInteractiveUser'], isInteractive: false, ipAddress: '198.51.100.7' })
    tenant.tenant.addSignIns([late], { visibleFrom: new Date(tenant.now().getTime() + 60 * MINUTE_MS) })
    tenant.pass(MINUTE_MS)
    await look()
    tenant.pass(60 * MINUTE_MS)
    await look()
    expect(
      told().map(({ signIns }) => signIns.map(({ succeeded, isInteractive }) => [succeeded, isInteractive])),
    ).toEqual([[[false, true]], [[true, false]]])
  })

  it('tells of a session in use every quarter of an hour, and of another address at once', async () => {
    await look()
    for (let minute = 0; minute < 20; minute++) {
      tenant.pass(MINUTE_MS)
      tenant.tenant.addSignIns([signIn({ ipAddress: minute === 4 ? '198.51.100.7' : '203.0.113.9' })])
      await look()
    }
    expect(told().map(({ signIns }) => signIns.length)).toEqual([1, 4, 15])
  })

  it('says that it cannot see where that is a fault of ours, and goes on from there', async () => {
    await look()
    tenant.tenant.addSignIns([signIn()])
    tenant.pass(MINUTE_MS)
    const broken = { signInsOf: () => Promise.reject(new TypeError('a fault')) }
    await expect(watchEmergency({ ...portsOf(), emergencySignIns: broken }, 'one')).rejects.toThrow('a fault')
    expect(await place.store.health()).toContainEqual(
      expect.objectContaining({ name: 'emergency-sign-ins', ok: false, code: 'internal' }),
    )
    await look()
    expect(told()).toHaveLength(1)
  })

  it('says that it cannot see, and goes on from there', async () => {
    await look()
    tenant.tenant.withheld.add('AuditLog.Read.All')
    tenant.tenant.addSignIns([signIn()])
    tenant.pass(3 * 60 * MINUTE_MS)
    await look()
    expect(await place.store.health()).toContainEqual(
      expect.objectContaining({ name: 'emergency-sign-ins', ok: false, code: 'graph-forbidden' }),
    )
    tenant.tenant.withheld.clear()
    await look()
    expect(told()).toHaveLength(1)
  })

  it('looks at the other accounts where one cannot be read, says so, and reads that one from there later', async () => {
    await look()
    const other = userId(PEOPLE.emergencyTwo.id)
    const missed = signIn()
    tenant.tenant.addSignIns([missed, signIn({ userId: other })])
    tenant.pass(MINUTE_MS)
    const real = tenant.graph.emergencySignIns
    const signInsOf: typeof real.signInsOf = (account, window) =>
      account === ACCOUNT ? Promise.reject(new PosternError('graph-unavailable')) : real.signInsOf(account, window)
    for (let round = 0; round < 2; round++) {
      await watchEmergency({ ...portsOf(), emergencySignIns: { signInsOf } }, 'one')
      await runJobs(portsOf(), 'one')
      tenant.pass(3 * 60 * MINUTE_MS)
    }
    expect(told().map(({ person }) => person.userId)).toEqual([other])
    expect(await place.store.health()).toContainEqual(
      expect.objectContaining({
        name: 'emergency-sign-ins',
        ok: false,
        code: 'graph-unavailable',
        detail: { isComplete: false, failed: 1 },
      }),
    )
    await look()
    expect(told().flatMap(({ signIns }) => signIns.map(({ signInId }) => signInId))).toContain(missed.id)
    expect(await place.store.health()).toContainEqual(
      expect.objectContaining({ name: 'emergency-sign-ins', ok: true, detail: { isComplete: true, failed: 0 } }),
    )
  })

  it('reads on where there are more sign-ins than one reading brings, and loses none of them', async () => {
    bot.settings = { ...bot.settings, pollOverlapMs: MINUTE_MS }
    await look()
    const rows = Array.from({ length: 40 }, () => {
      tenant.pass(MINUTE_MS)
      return signIn()
    })
    tenant.tenant.addSignIns(rows)
    tenant.pass(MINUTE_MS)
    const real = tenant.graph.emergencySignIns
    const few: typeof real.signInsOf = async (account, window) => {
      const { signIns } = await real.signInsOf(account, window)
      return { signIns: signIns.slice(0, 1), isComplete: signIns.length <= 1 }
    }
    const seen = async () =>
      new Set((await place.store.emergencySignIns(ACCOUNT, new Date(0))).map((one) => one.signIn.signInId))
    await watchEmergency({ ...portsOf(), emergencySignIns: { signInsOf: few } }, 'one')
    // The newest are kept first, and the rest is not lost by the end of the round.
    expect(await seen()).toContain(rows.at(-1)?.id)
    expect((await seen()).size).toBeLessThan(rows.length)
    for (let round = 0; round < 9; round++)
      await watchEmergency({ ...portsOf(), emergencySignIns: { signInsOf: few } }, 'one')
    expect(await seen()).toEqual(new Set(rows.map(({ id }) => id)))
    expect(await place.store.watermark('emergency-sign-ins')).toEqual(tenant.now())
  })

  describe('with two replicas', () => {
    it('tells once', async () => {
      await look()
      tenant.tenant.addSignIns([signIn()])
      tenant.pass(MINUTE_MS)
      await Promise.all([look('one'), look('two')])
      await look('two')
      expect(told()).toHaveLength(1)
    })
  })
})
