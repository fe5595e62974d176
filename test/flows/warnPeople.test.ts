/** Warning the people who may have received a lure: who is found, who may send it, who gets it, and that nobody gets it twice. */
import { beforeEach, describe, expect, it } from 'vitest'
import { ROLES } from '../../src/demo/tenant/catalog.js'
import type { SimulatedMessage } from '../../src/demo/tenant/model.js'
import { GROUPS, PEOPLE } from '../../src/demo/tenant/seed.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { PosternError } from '../../src/domain/errors.js'
import { type CheckId, type UserId, userId, type WarningId, warningId } from '../../src/domain/ids.js'
import type { WarningView } from '../../src/domain/lureNotices.js'
import type { Notice } from '../../src/domain/notices.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { decideWarning } from '../../src/flows/decideWarning.js'
import { forgetExpired } from '../../src/flows/forgetExpired.js'
import { nameGroup } from '../../src/flows/nameGroup.js'
import { reportCheck } from '../../src/flows/reportCheck.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { warnPeople } from '../../src/flows/warnPeople.js'
import { type World as GraphWorld, NOON, startWorld } from '../graph/world.js'
import { describeOnEachEngine } from '../support/engines.js'
import { createWorld, person, type World } from '../support/world.js'

const id = (one: keyof typeof PEOPLE): UserId => userId(PEOPLE[one].id)
const [RILEY, MARTA, DEVAN, ELENA, AIKO] = [
  id('employee'),
  id('admin'),
  id('developer'),
  id('finance'),
  id('fieldEngineer'),
]
const READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const LURE = `From: Audit Office <audit@northwind-review.example>
Hello, the compliance review of your department begins this afternoon and we still miss your confirmation.
Please open https://microsoft.com/devicelogin and enter the session number HNGP5CAF8 to join the call.
The file is at https://files.northwind-review.example/q3`
const BY_PHONE = `Somebody called me and said: open microsoft.com/devicelogin and enter the code that I read to you,
or your account will be closed today, and do not tell anybody about it.`

describeOnEachEngine('warning people', (place) => {
  let world: World
  let tenant: GraphWorld['tenant']

  beforeEach(async () => {
    world = createWorld(place.store)
    const simulated = await startWorld()
    tenant = simulated.tenant
    world.hunting = simulated.graph.hunting
    world.audience = simulated.graph.audience
    for (const { id: who, displayName } of tenant.users.values())
      world.people.set(...person(who, { displayName, userPrincipalName: `${who}@contoso.example` }))
    world.roles.set(MARTA, [ROLES.securityAdministrator])
    world.roles.set(ELENA, [ROLES.globalAdministrator])
    world.roles.set(DEVAN, [READER])
    for (const who of [RILEY, MARTA, AIKO]) await hasChat(who)
    tenant.messages.push(mail('employee', 'finance', 'fieldEngineer', 'guest', 'leaver'))
  })

  const hasChat = (who: UserId, locale?: string) =>
    place.store.saveConversation({
      conversationId: `a:${who}`,
      kind: 'personal',
      userId: who,
      tenantId: world.settings.tenantId,
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      reference: locale === undefined ? {} : { locale },
    })
  const mail = (...to: readonly (keyof typeof PEOPLE)[]): SimulatedMessage => ({
    log: 'mail',
    at: new Date(NOON.getTime() - 60 * MINUTE_MS).toISOString(),
    sender: 'audit@northwind-review.example',
    subject: 'Review',
    urls: [],
    deliveryAction: 'Delivered',
    recipients: to.map((one) => ({ objectId: PEOPLE[one].id, address: PEOPLE[one].mail })),
  })
  const report = async (text = LURE, who = RILEY): Promise<CheckId> => {
    const { checkId, key } = await checkForPerson(
      world.ports,
      world.actor(who),
      { text },
      { author: null, audience: 'asker' },
    )
    await reportCheck(world.ports, world.actor(who), checkId, key)
    await world.work()
    return checkId
  }
  const admin = (who = MARTA) => world.actor(who, 'channel')
  const warn = async (lure: CheckId, who = MARTA) => {
    const outcome = await warnPeople(world.ports, admin(who), lure)
    await world.work()
    return outcome
  }
  const notices = <Kind extends Notice['kind']>(kind: Kind) =>
    world.inbox.flatMap(({ notice }) => (notice.kind === kind ? [notice as Extract<Notice, { kind: Kind }>] : []))
  const card = (): WarningView => {
    const shown = notices('team-warning').at(-1)?.warning
    if (shown === undefined) throw new Error('no card of a warning')
    return shown
  }
  const caseCard = () => notices('team-report').find(({ part }) => part === 'case')?.report.warning
  const decide = async (decision: 'send' | 'drop' = 'send', { warningId: warning, version } = card(), who = MARTA) => {
    const outcome = await decideWarning(world.ports, admin(who), { warningId: warning, version, decision })
    await world.work()
    return outcome
  }
  const named = async (called: string, { warningId: warning, version } = card()) => {
    const result = await nameGroup(world.ports, admin(), { warningId: warning, version, called })
    await world.work()
    return result
  }
  const toldOnes = () => world.inbox.flatMap(({ to, notice }) => (notice.kind === 'warning' ? [to.userId] : [])).sort()
  const minutePasses = async () => {
    world.pass(MINUTE_MS)
    await world.work()
  }
  const previewed = async () => {
    const lure = await report()
    await warn(lure)
    return lure
  }

  it('finds the recipients by the logs, previews them in the thread, sends after a second press, and says how many have it', async () => {
    const lure = await report()
    expect(await warn(lure)).toBe('finding')
    expect(toldOnes()).toEqual([])
    expect(world.cardsFor('team').at(-1)?.to.conversationId).toMatch(/;messageid=activity-/)
    expect(card()).toMatchObject({
      state: 'preview',
      group: null,
      gaps: [],
      // Elena has no chat with the bot.
      counts: { reachable: 2, unreachable: 1, guests: 1, disabled: 1, unknown: 0, already: 0 },
      marks: { sender: 'audit@northwind-review.example', host: 'files.northwind-review.example' },
    })
    expect(await decide()).toBe('sending')
    expect(toldOnes()).toEqual([RILEY, AIKO].sort())
    await minutePasses()
    expect(card()).toMatchObject({ state: 'done', counts: { sent: 2, unreachable: 1 }, startedBy: { userId: MARTA } })
    expect(caseCard()).toMatchObject({ state: 'done', counts: { sent: 2, unreachable: 1 } })
    expect(notices('team-warning')).toHaveLength(1)
    expect(await place.store.warningSteps(lure)).toMatchObject([
      { event: 'asked', actor: MARTA },
      { event: 'previewed', actor: 'postern', people: 3 },
      { event: 'started', actor: MARTA, people: 2 },
      { event: 'ended', actor: 'postern', people: 2 },
    ])
  })

  it('tells each person of the lure without its reporter or its text', async () => {
    await previewed()
    await decide()
    expect(notices('warning')[0]).toEqual({
      kind: 'warning',
      marks: { sender: 'audit@northwind-review.example', host: 'files.northwind-review.example' },
    })
    expect(JSON.stringify(world.log.lines)).not.toMatch(/northwind|compliance/)
  })

  describe('may be pressed', () => {
    const everyPress = (lure: CheckId, who: UserId) => [
      () => warnPeople(world.ports, admin(who), lure),
      () => decideWarning(world.ports, admin(who), { ...card(), decision: 'send' }),
      () => decideWarning(world.ports, admin(who), { ...card(), decision: 'drop' }),
      () => nameGroup(world.ports, admin(who), { ...card(), called: 'Field Engineers' }),
    ]

    it.each([
      ['an employee', RILEY],
      ['a reader', DEVAN],
    ])('by nobody like %s', async (_who, who) => {
      const lure = await previewed()
      for (const press of everyPress(lure, who)) await expect(press()).rejects.toMatchObject({ code: 'not-allowed' })
      await world.work()
      expect(toldOnes()).toEqual([])
      expect(card()).toMatchObject({ state: 'preview' })
    })

    it('by nobody from another tenant, and by nobody whose role has ended since the last press', async () => {
      const lure = await previewed()
      const foreign = { ...admin(), tenantId: '99999999-9999-4999-8999-999999999999' as never }
      await expect(warnPeople(world.ports, foreign, lure)).rejects.toMatchObject({ code: 'not-allowed' })
      world.roles.set(MARTA, [])
      for (const press of everyPress(lure, MARTA)) await expect(press()).rejects.toMatchObject({ code: 'not-allowed' })
    })

    it('by nobody while Graph does not tell the roles', async () => {
      const lure = await previewed()
      world.faults.graph = new PosternError('graph-unavailable')
      for (const press of everyPress(lure, MARTA))
        await expect(press()).rejects.toMatchObject({ code: 'graph-unavailable' })
    })

    it('by a second administrator, on what the first one had found', async () => {
      await previewed()
      expect(await decide('send', card(), ELENA)).toBe('sending')
      expect(card().startedBy?.userId).toBe(ELENA)
    })
  })

  describe('a press', () => {
    it('of an id that nobody has, or on a version that is not the newest, does nothing', async () => {
      await previewed()
      const unknown = warningId('00000000-0000-4000-8000-00000000dead')
      expect(await decide('send', { ...card(), warningId: unknown })).toBe('moved-on')
      expect(await decide('send', { ...card(), version: card().version - 1 })).toBe('moved-on')
      expect(await decide('send', { ...card(), version: card().version + 1 })).toBe('moved-on')
      expect(await warn('00000000-0000-4000-8000-00000000dead' as CheckId)).toBe('gone')
      expect(toldOnes()).toEqual([])
    })

    it('twice, or by two replicas at once, sends once', async () => {
      await previewed()
      const shown = card()
      const press = (who: UserId) => decideWarning(world.ports, admin(who), { ...shown, decision: 'send' })
      const outcomes = await Promise.all([press(MARTA), press(ELENA), press(MARTA)])
      expect([...outcomes].sort()).toEqual(['moved-on', 'moved-on', 'sending'])
      await Promise.all([runJobs(world.ports, 'one'), runJobs(world.ports, 'two')])
      await world.work()
      expect(toldOnes()).toEqual([RILEY, AIKO].sort())
    })

    it('to begin, twice at once, begins one', async () => {
      const lure = await report()
      const outcomes = await Promise.all([
        warnPeople(world.ports, admin(), lure),
        warnPeople(world.ports, admin(ELENA), lure),
      ])
      expect([...outcomes].sort()).toEqual(['finding', 'under-way'])
      await world.work()
      expect(notices('team-warning')).toHaveLength(1)
    })

    it('on a preview of half an hour ago sends nothing, and a new one can be begun', async () => {
      const lure = await previewed()
      world.pass(30 * MINUTE_MS - 1)
      expect(await warn(lure)).toBe('under-way')
      world.pass(1)
      expect(await decide()).toBe('expired')
      expect(toldOnes()).toEqual([])
      expect(card()).toMatchObject({ state: 'preview', isExpired: true })
      expect(await warn(lure)).toBe('finding')
      expect(await decide()).toBe('sending')
    })

    it('of Do not send sends nothing, and forgets who was found', async () => {
      const lure = await previewed()
      expect(await decide('drop')).toBe('dropped')
      expect(await decide('send')).toBe('moved-on')
      expect(toldOnes()).toEqual([])
      expect(card()).toMatchObject({ state: 'dropped', counts: { reachable: 0, unreachable: 0 } })
      expect(await warn(lure)).toBe('finding')
    })

    it('on a case that is no phishing, or has passed its time, does nothing', async () => {
      const harmless = await report(
        'See you on Monday at the yard, and please bring the drawings of the new pier with you.',
      )
      expect(await warn(harmless)).toBe('gone')
      const lure = await report()
      world.pass(91 * DAY_MS)
      expect(await warn(lure)).toBe('gone')
      world.settings = { ...world.settings, securityChannelId: null }
      expect(await warn(lure)).toBe('no-channel')
    })
  })

  describe('nobody', () => {
    it('is told of a lure twice: a second warning goes to who is new', async () => {
      const lure = await previewed()
      await decide()
      await hasChat(DEVAN)
      tenant.messages.push(mail('developer'))
      world.pass(MINUTE_MS)
      expect(await warn(lure)).toBe('finding')
      expect(card().counts).toMatchObject({ reachable: 1, unreachable: 1, already: 2 })
      await decide()
      expect(toldOnes()).toEqual([RILEY, AIKO, DEVAN].sort())
      await hasChat(ELENA)
      await warn(lure)
      await decide()
      expect(toldOnes()).toEqual([RILEY, AIKO, DEVAN, ELENA].sort())
      await warn(lure)
      expect(card()).toMatchObject({ state: 'needs-group', gaps: ['all-told'] })
    })

    it('is told twice where two lures reach him, each once', async () => {
      await previewed()
      await decide()
      const other = await report(
        'From: pay@other-lure.example\nEnter the code K7RTQ2XWM at microsoft.com/devicelogin before noon',
        MARTA,
      )
      tenant.messages.push({ ...mail('employee'), sender: 'pay@other-lure.example' })
      await warn(other)
      await decide()
      expect(toldOnes().filter((who) => who === RILEY)).toHaveLength(2)
    })

    it('who blocked the bot holds up the others', async () => {
      await previewed()
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      // The first call to Teams is the card of the channel.
      const { messenger } = world.ports
      const blocked = {
        ...messenger,
        send: (...[to, notice]: Parameters<typeof messenger.send>) =>
          to.userId === RILEY ? Promise.reject(new PosternError('teams-unreachable')) : messenger.send(to, notice),
      }
      await runJobs({ ...world.ports, messenger: blocked }, 'test')
      await minutePasses()
      expect(toldOnes()).toEqual([AIKO])
      expect(caseCard()).toMatchObject({ state: 'done', counts: { sent: 1, unreachable: 2 } })
    })
  })

  describe('where the logs find no way, the card says why and asks for a group', () => {
    const gapsOf = async (text = LURE) => {
      await warn(await report(text))
      expect(toldOnes()).toEqual([])
      return [card().state, ...card().gaps]
    }

    it('of a lure that was told by phone', async () => {
      expect(await gapsOf(BY_PHONE)).toEqual(['needs-group', 'no-traces'])
    })

    it('without the permission', async () => {
      tenant.withheld.add('ThreatHunting.Read.All')
      expect(await gapsOf()).toEqual(['needs-group', 'not-permitted'])
    })

    it('in a cloud that has no hunting', async () => {
      world.hunting = { ...world.hunting, isInThisCloud: CLOUDS.china.hasHunting }
      expect(await gapsOf()).toEqual(['needs-group', 'not-in-this-cloud'])
    })

    it('where the logs know of nobody', async () => {
      tenant.messages.length = 0
      expect(await gapsOf()).toEqual(['needs-group', 'nobody-found'])
    })

    it('where the organisation’s own domains are not known', async () => {
      const lure = await report()
      const { senders } = world.ports
      const organisation = () => Promise.reject(new PosternError('graph-forbidden'))
      await warnPeople(world.ports, admin(), lure)
      await runJobs({ ...world.ports, senders: { ...senders, organisation } }, 'test')
      await world.work()
      expect(card().gaps).toEqual(['own-domains-unknown'])
    })

    it('where Graph does not answer for a while', async () => {
      const lure = await report()
      await warnPeople(world.ports, admin(), lure)
      tenant.fault({ kind: 'status', status: 503, on: 'runHuntingQuery', times: 100 })
      for (let round = 0; round < 6; round++) await minutePasses()
      expect(card()).toMatchObject({ state: 'needs-group', gaps: ['not-answered'] })
    })

    it('and a search that failed for a moment is made again', async () => {
      tenant.fault({ kind: 'status', status: 503, on: 'runHuntingQuery', times: 5 })
      await warn(await report())
      await minutePasses()
      expect(card()).toMatchObject({ state: 'preview', gaps: [] })
    })

    it('and where one log was searched and the other not, the number is "at least"', async () => {
      tenant.missingTables.add('MessageEvents')
      await warn(await report())
      expect(card()).toMatchObject({ state: 'preview', gaps: ['teams-not-searched'] })
    })
  })

  describe('a group', () => {
    beforeEach(async () => {
      await warn(await report(BY_PHONE))
    })

    it('is found by its name, previewed with those in groups inside it, and warned', async () => {
      expect(await named('Field Engineers')).toEqual({ outcome: 'finding' })
      expect(card()).toMatchObject({
        state: 'preview',
        group: { name: 'Field Engineers' },
        counts: { reachable: 2, unreachable: 2 },
      })
      expect(await decide()).toBe('sending')
      expect(toldOnes()).toEqual([RILEY, AIKO].sort())
    })

    it('of several with that name is picked by its id', async () => {
      const twin = { id: 'b2000000-0000-4000-8000-0000000000aa', displayName: 'Field Engineers', members: [RILEY] }
      tenant.groups.set(twin.id, twin)
      const result = await named('Field Engineers')
      expect(result).toMatchObject({
        outcome: 'several',
        groups: [{ groupId: GROUPS.fieldEngineers }, { groupId: twin.id }],
      })
      expect(await named(twin.id)).toEqual({ outcome: 'finding' })
      expect(card()).toMatchObject({ state: 'preview', counts: { reachable: 1 } })
    })

    it('that nobody has, or that too many have, is asked for again', async () => {
      expect(await named('Nobody')).toEqual({ outcome: 'none' })
      expect(await named('')).toEqual({ outcome: 'none' })
      for (let n = 10; n < 30; n++)
        tenant.groups.set(`${n}`, { id: `b2000000-0000-4000-8000-0000000000${n}`, displayName: 'Many', members: [] })
      expect(await named('Many')).toEqual({ outcome: 'too-many' })
      expect(card()).toMatchObject({ state: 'needs-group', gaps: ['no-traces'] })
    })

    it('without members says so, and another can be named', async () => {
      tenant.groups.set('e', { id: 'b2000000-0000-4000-8000-0000000000ee', displayName: 'Empty', members: [] })
      tenant.groups.set('b2000000-0000-4000-8000-0000000000ee', {
        id: 'b2000000-0000-4000-8000-0000000000ee',
        displayName: 'Empty',
        members: [],
      })
      tenant.groups.delete('e')
      await named('Empty')
      expect(card()).toMatchObject({ state: 'needs-group', gaps: ['group-empty'] })
      await named('Field Engineers')
      expect(card()).toMatchObject({ state: 'preview' })
    })

    it('named on a card that moved on, or too late, changes nothing', async () => {
      const old = card()
      await named('Field Engineers')
      expect(await named('Security Team', old)).toEqual({ outcome: 'moved-on' })
      world.pass(31 * MINUTE_MS)
      expect(await named('Security Team')).toEqual({ outcome: 'moved-on' })
      expect(card().group?.name).toBe('Field Engineers')
    })
  })

  describe('sending', () => {
    /** The shared bucket, by the clock of this world in place of the database's. */
    const paced = () => {
      let [freeAtMs, taken] = [0, 0]
      const nowMs = () => world.ports.clock.now().getTime()
      const over = {
        takeToken: async () => {
          taken += nowMs() < freeAtMs ? 0 : 1
          return Math.max(0, freeAtMs - nowMs())
        },
        pauseBucket: async (_bucket: string, pauseMs: number) => {
          freeAtMs = nowMs() + pauseMs
        },
      }
      const store = new Proxy(place.store, {
        get: (target, name) => (name in over ? over[name as keyof typeof over] : Reflect.get(target, name)),
      })
      return { run: () => runJobs({ ...world.ports, store }, 'test'), taken: () => taken }
    }

    it('waits as long as Teams asks in the middle, and loses and doubles nobody', async () => {
      await previewed()
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      const { run } = paced()
      world.faults.teams.push(new PosternError('teams-throttled', {}, { retryAfterMs: 90_000 }))
      for (let round = 0; round < 8; round++) {
        await run()
        world.pass(10_000)
      }
      expect(toldOnes().length).toBeLessThan(2)
      for (let round = 0; round < 60; round++) {
        await run()
        world.pass(10_000)
      }
      expect(toldOnes()).toEqual([RILEY, AIKO].sort())
      expect(caseCard()).toMatchObject({ state: 'done', counts: { sent: 2 } })
    })

    it('goes on after a crash between the rows and the first card', async () => {
      await previewed()
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      // The process ends here; another one finds what is owed.
      const later = { ...createWorld(place.store).ports, clock: world.ports.clock, messenger: world.ports.messenger }
      for (let round = 0; round < 5; round++) await runJobs(later, 'another')
      expect(toldOnes()).toEqual([RILEY, AIKO].sort())
    })

    it('sends at most one card twice after a crash between a card and its record', async () => {
      await previewed()
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      const real = place.store.settleWarned.bind(place.store)
      let crashes = 1
      const store = new Proxy(place.store, {
        get: (target, name) =>
          name === 'settleWarned' && crashes-- > 0
            ? () => Promise.reject(new Error('the process ended'))
            : name === 'settleWarned'
              ? real
              : Reflect.get(target, name),
      })
      for (let round = 0; round < 3; round++) await runJobs({ ...world.ports, store }, 'test')
      for (let round = 0; round < 3; round++) await minutePasses()
      expect(new Set(toldOnes()).size).toBe(2)
      expect(toldOnes()).toHaveLength(3)
      expect(caseCard()).toMatchObject({ state: 'done', counts: { sent: 2 } })
    })

    it('counts as unreachable whom it could not tell for a day', async () => {
      await previewed()
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      const { messenger } = world.ports
      const broken = {
        ...messenger,
        send: (...[to, notice]: Parameters<typeof messenger.send>) =>
          to.userId === RILEY ? Promise.reject(new PosternError('teams-unavailable')) : messenger.send(to, notice),
      }
      // The bucket goes by the real clock, in which a day of tries takes seconds.
      const store = { ...place.store, takeToken: async () => 0 }
      for (let round = 0; round < 320; round++) {
        await runJobs({ ...world.ports, messenger: broken, store }, 'test')
        world.pass(6 * MINUTE_MS)
      }
      await world.work()
      expect(toldOnes()).toEqual([AIKO])
      expect(card()).toMatchObject({ state: 'done', counts: { sent: 1, unreachable: 2 } })
    })

    it('to hundreds edits the cards once a minute, not once a person', async () => {
      const many = Array.from({ length: 120 }, (_, n) =>
        userId(`a9000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
      )
      for (const who of many) {
        tenant.users.set(who, {
          ...PEOPLE.finance,
          id: who,
          userPrincipalName: `${who}@halyard.example`,
          mail: `${who}@halyard.example`,
        })
        await hasChat(who)
      }
      const group = { id: 'b2000000-0000-4000-8000-0000000000bb', displayName: 'Everybody', members: many }
      tenant.groups.set(group.id, group)
      await warn(await report(BY_PHONE))
      await named('Everybody')
      const editsBefore = world.edits.length
      await decideWarning(world.ports, admin(), { ...card(), decision: 'send' })
      const { run, taken } = paced()
      for (let round = 0; round < 100; round++) {
        await run()
        world.pass(5_000)
      }
      expect(taken()).toBeGreaterThanOrEqual(120)
      expect(new Set(toldOnes()).size).toBe(120)
      expect(toldOnes()).toHaveLength(120)
      expect(world.edits.length - editsBefore).toBeLessThan(20)
    })
  })

  it('forgets people, group and marks with the lure, and keeps who did what', async () => {
    const lure = await previewed()
    const { warningId: warning } = card()
    await decide()
    world.pass(91 * DAY_MS)
    await forgetExpired(world.ports)
    await world.work()
    await forgetExpired(world.ports)
    expect(await place.store.warningById(warning as WarningId)).toBeNull()
    expect(await place.store.warningSteps(lure)).toHaveLength(4)
  })
})
