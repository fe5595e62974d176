import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { CloseReason } from '../../src/domain/signInAlert/index.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import type { Ports, StoredCase } from '../../src/flows/ports.js'
import { describeOnEachEngine } from '../support/engines.js'
import { AZURE_CLI, PEOPLE, phish, type RowChange, redemption, row } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const AT_MS = Date.parse('2026-11-20T10:00:00Z')
const ELSEWHERE = '203.0.113.66'

describeOnEachEngine('what is usual for a person', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam)]) world.people.set(who, known)
    world.roles.set(SAM, ['194ae4cb-b126-40b2-bd5b-6091b380977d'])
    world.settings = { ...world.settings, trustedNetworks: [] }
  })

  const ids = (name: string): RowChange => ({
    correlationId: `c0ffee00-0000-4000-8000-${name.padStart(12, '0')}`,
    sessionId: `5e551010-0000-4000-8000-${name.padStart(12, '0')}`,
  })
  /** A use of the Azure CLI in one place, `agoMs` before ten o'clock. */
  const tool = (name: string, agoMs: number, change: RowChange = {}) => {
    const at = new Date(AT_MS - agoMs)
    const use = { ...ids(name), at, appId: AZURE_CLI, ...change }
    const receiver =
      change.ipAddress === undefined
        ? { autonomousSystemNumber: 64496, ipAddress: '198.51.100.20', location: { countryOrRegion: 'GB' } }
        : {}
    return [
      row({ ...use, id: `${name}-a` }),
      { ...redemption({ ...use, id: `${name}-r`, at: new Date(at.getTime() + 1000) }), ...receiver },
    ]
  }
  const work = (name: string, agoMs: number, change: RowChange = {}) =>
    row({ ...ids(name), id: name, at: new Date(AT_MS - agoMs), authenticationProtocol: 'none', ...change })
  const countingReads = (read: () => void): Ports => {
    const { ports } = world
    const rowsOf: Ports['history']['rowsOf'] = (...of) => {
      read()
      return ports.history.rowsOf(...of)
    }
    return { ...ports, history: { rowsOf } }
  }
  const caseAt = async (agoMs = 0): Promise<StoredCase | undefined> =>
    (await world.store.casesOf(DANA)).find(({ firstSeen }) => firstSeen.getTime() === AT_MS - agoMs)

  it('lets a developer go on with their daily tool unasked', async () => {
    world.past = [...[1, 2, 3].flatMap((day) => tool(`${day}`, day * DAY_MS)), work('9', DAY_MS)]
    world.rows = tool('4', 0)
    await world.settle()
    expect(await caseAt()).toMatchObject({
      severity: 'expected',
      reasons: expect.arrayContaining(['user-started-tool']),
    })
    expect(world.inbox).toEqual([])
  })

  it('calls the first use in 30 days so, and a network and country where they never were', async () => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    await world.settle()
    const reasons = ['first-use-in-30-days', 'unusual-network', 'unusual-country']
    expect((await caseAt())?.reasons).toEqual(expect.arrayContaining(reasons))
  })

  it('is unknown where the log cannot be read for it: no reason, a mark, and a second look that settles it', async () => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    const blind: Ports = {
      ...world.ports,
      history: { rowsOf: () => Promise.reject(new PosternError('graph-throttled')) },
    }
    await pollSignIns(blind, 'test')
    expect((await caseAt())?.reasons).not.toContain('first-use-in-30-days')
    const marks = await world.store.health()
    expect(marks.find(({ name }) => name === 'sign-in-history')).toMatchObject({ ok: false, code: 'graph-throttled' })
    world.pass(6 * MINUTE_MS)
    await world.work()
    expect((await caseAt())?.reasons).toContain('first-use-in-30-days')
  })

  it('gets a second look for every case that was assessed in the dark, also twice within an hour', async () => {
    const dark: Ports = {
      ...world.ports,
      directory: { ...world.ports.directory, activeRoles: () => Promise.reject(new PosternError('graph-throttled')) },
    }
    world.roles.set(DANA, ['62e90394-69f5-4237-9190-012177145e10'])
    world.rows = phish()
    await pollSignIns(dark, 'test')
    world.pass(6 * MINUTE_MS)
    await world.work()
    expect((await caseAt())?.reasons).toContain('privileged-user')
    const [again, at] = [ids('5'), new Date(AT_MS + 5 * MINUTE_MS)]
    world.rows = [row({ ...again, at, id: '5-a' }), redemption({ ...again, at, id: '5-r' })]
    await pollSignIns(dark, 'test')
    world.pass(6 * MINUTE_MS)
    await world.work()
    expect((await caseAt(-5 * MINUTE_MS))?.reasons).toContain('privileged-user')
  })

  it('is read once a day, however many cases and second looks there are', async () => {
    let reads = 0
    const counting = countingReads(() => reads++)
    for (const name of ['1', '2', '3']) {
      world.rows.push(...tool(name, 0))
      await pollSignIns(counting, 'test')
    }
    expect(reads).toBe(1)
    world.pass(25 * 60 * MINUTE_MS)
    world.rows.push(...tool('4', -25 * 60 * MINUTE_MS))
    await pollSignIns(counting, 'test')
    expect(reads).toBe(2)
  })

  it('is not asked for where a policy stopped the sign-in', async () => {
    world.rows = [row({ errorCode: 53003 })]
    const blind: Ports = { ...world.ports, history: { rowsOf: () => Promise.reject(new PosternError('internal')) } }
    await pollSignIns(blind, 'test')
    expect(await caseAt()).toMatchObject({ severity: 'low' })
  })

  it('holds up nobody in a campaign: a round reads for a few, the others get a second look', async () => {
    const people = Array.from(
      { length: 30 },
      (_, n) => `3f2a1b00-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
    )
    for (const one of people) world.people.set(...person(one))
    world.rows = people.flatMap((who, n) =>
      phish({ userId: who, ...ids(`${n}`) }).map((one) => ({ ...one, id: `${one.id}-${n}` })),
    )
    let reads = 0
    const counting = countingReads(() => reads++)
    await pollSignIns(counting, 'test')
    expect(reads).toBe(10)
    expect((await world.store.casesBetween(new Date(0), new Date(AT_MS + DAY_MS))).length).toBe(30)
  })

  const danasAlert = async () => {
    const [alert] = await world.store.alertsOf(DANA)
    if (alert === undefined) throw new Error('no alert')
    return alert
  }
  const laterUse = async (): Promise<StoredCase | undefined> => {
    // The attacker has a browser by now.
    const since = work('77', -60 * MINUTE_MS, { ipAddress: ELSEWHERE })
    world.past.push(since)
    world.pass(2 * DAY_MS)
    const again = { ipAddress: ELSEWHERE, at: new Date(AT_MS + 2 * DAY_MS), ...ids('78') }
    world.rows = [row({ ...again, id: '78-a' }), redemption({ ...again, id: '78-r' })]
    await world.settle()
    return (await world.store.casesOf(DANA)).find(({ case: one }) =>
      one.legs.some(({ record }) => record.id === '78-a'),
    )
  }

  it('is not taught by a case that nobody has answered', async () => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    await world.settle()
    expect((await laterUse())?.reasons).toEqual(expect.arrayContaining(['unusual-network', 'first-use-in-30-days']))
  })

  it('is not taught by a grave case that was answered harmless: the attacker may have answered', async () => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    await world.settle()
    await answerAlert(world.ports, world.actor(DANA), { alertId: (await danasAlert()).alertId, answer: 'i-did' })
    expect((await laterUse())?.reasons).toContain('unusual-network')
  })

  it('is not taught by a case that was contained, also once it is closed', async () => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    await world.settle()
    const { alertId } = await danasAlert()
    await answerAlert(world.ports, world.actor(DANA), { alertId, answer: 'someone-sent-it' })
    await world.work()
    await actOnAlert(world.ports, world.actor(SAM, 'channel'), { alertId, action: 'close' })
    expect((await laterUse())?.reasons).toContain('unusual-network')
  })

  const closedAs = async (reason: CloseReason) => {
    world.past = [work('9', DAY_MS)]
    world.rows = phish()
    await world.settle()
    world.roles.set(userId(PEOPLE.room), ['194ae4cb-b126-40b2-bd5b-6091b380977d'])
    const { alertId } = await danasAlert()
    for (const who of [SAM, userId(PEOPLE.room)])
      await actOnAlert(world.ports, world.actor(who, 'channel'), { alertId, action: 'close', reason })
    expect(await danasAlert()).toMatchObject({ state: 'closed' })
  }

  it.each<CloseReason>(['dealt-with', 'exercise', 'other'])(
    'is not taught by a case that the team closed as %s: the account may have been taken',
    async (reason) => {
      await closedAs(reason)
      expect((await laterUse())?.reasons).toContain('unusual-network')
    },
  )

  it('is taught by a grave case that the team has found to be the person’s own', async () => {
    await closedAs('own-sign-in')
    expect((await laterUse())?.reasons).not.toContain('unusual-network')
  })

  it('is taught by a milder case that its owner has called harmless', async () => {
    world.past = [work('9', DAY_MS), ...tool('8', DAY_MS)]
    world.rows = tool('5', 0, { ipAddress: ELSEWHERE })
    await world.settle()
    expect(await caseAt()).toMatchObject({ severity: 'elevated' })
    await answerAlert(world.ports, world.actor(DANA), { alertId: (await danasAlert()).alertId, answer: 'i-did' })
    expect((await laterUse())?.reasons).not.toContain('unusual-network')
  })
})

describeOnEachEngine('a device that is registered after a case', (place) => {
  let world: World
  const registered = (change: Record<string, unknown> = {}) => ({
    id: 'audit-1',
    activityDateTime: '2026-11-20T10:04:00Z',
    activityDisplayName: 'Register device',
    result: 'success',
    initiatedBy: { user: null, app: { displayName: 'Device Registration Service' } },
    targetResources: [{ id: PEOPLE.dana, userPrincipalName: 'dana@contoso.example', type: 'User' }],
    ...change,
  })

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    world.rows = phish()
  })
  const theCase = async () => (await world.store.casesOf(DANA))[0]

  it('makes the case critical', async () => {
    world.audit = [registered()]
    await world.settle()
    expect(await theCase()).toMatchObject({
      severity: 'critical',
      reasons: expect.arrayContaining(['device-registered-after']),
    })
  })

  it('is found although its audit row comes 50 minutes late', async () => {
    await world.settle()
    expect((await theCase())?.severity).toBe('high')
    world.audit = [registered()]
    world.pass(61 * MINUTE_MS)
    await world.work()
    expect(await theCase()).toMatchObject({ severity: 'critical' })
    expect(world.cardsFor('team').length).toBeGreaterThan(0)
  })

  it.each([
    ['of somebody else', { targetResources: [{ id: PEOPLE.sam }] }],
    ['that was refused', { result: 'failure' }],
    ['of hours later', { activityDateTime: '2026-11-20T12:31:00Z' }],
  ])('does not count one %s', async (_, change) => {
    world.audit = [registered(change)]
    await world.settle()
    expect((await theCase())?.reasons).not.toContain('device-registered-after')
  })

  it('is unknown where the audit log cannot be read, and a second look finds it', async () => {
    world.audit = [registered()]
    const blind: Ports = {
      ...world.ports,
      deviceAudit: { registrations: () => Promise.reject(new PosternError('graph-forbidden')) },
    }
    await pollSignIns(blind, 'test')
    expect((await theCase())?.severity).toBe('high')
    expect((await world.store.health()).find(({ name }) => name === 'directory-audit')).toMatchObject({ ok: false })
    world.pass(6 * MINUTE_MS)
    await world.work()
    expect((await theCase())?.severity).toBe('critical')
  })
})

describeOnEachEngine('a session that lives for months', (place) => {
  it('stays one case, whose flow is still known when its rows have gone', async () => {
    const world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    world.rows = phish()
    await world.settle()
    for (const days of [25, 50, 75]) {
      world.pass(25 * DAY_MS)
      await world.store.purgeExpired(world.ports.clock.now())
      const at = new Date(AT_MS + days * DAY_MS)
      const correlationId = `c0ffee00-0000-4000-8000-0000000000${days}`
      world.rows = [redemption({ id: `tail-${days}`, at, correlationId })]
      await world.settle()
    }
    const cases = await world.store.casesOf(DANA)
    expect(cases.map((one) => one.case.legs.map(({ kind }) => kind))).toEqual([
      ['approval', 'redemption', 'tail', 'tail', 'tail'],
    ])
    expect(world.cardsFor(DANA)).toHaveLength(1)
  })
})

describeOnEachEngine('a Teams room that its licences tell', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.room, { isSharedDevice: true }))
  })
  /** It approves and redeems in one place. */
  const signsIn = (ipAddress: string, appId: string) =>
    phish({ userId: PEOPLE.room, appId, ipAddress }).map((one) => ({ ...one, userAgent: 'Dalvik/2.1.0' }))
  const severity = async () => (await world.store.casesOf(userId(PEOPLE.room)))[0]?.severity

  it.each([
    ['is expected in a trusted network', '198.51.100.20', 'd3590ed6-52b3-4102-aeff-aad2292ab01c', 'expected'],
    ['is low there where it enrols', '198.51.100.20', '29d9ed98-a469-4536-ade2-f981bc1d605e', 'low'],
    ['is high anywhere else', '203.0.113.66', 'd3590ed6-52b3-4102-aeff-aad2292ab01c', 'high'],
  ])('%s, and nobody is asked', async (_, ipAddress, appId, expected) => {
    world.rows = signsIn(ipAddress, appId)
    await world.settle()
    expect(await severity()).toBe(expected)
    expect(world.cardsFor(userId(PEOPLE.room))).toEqual([])
    expect(world.cardsFor('team')).toHaveLength(expected === 'high' ? 1 : 0)
  })
})
