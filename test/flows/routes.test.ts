/** Whom else is asked to reach a person, and in which language people are written to. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { type UserId, userId } from '../../src/domain/ids.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { languageOf, rememberConversation } from '../../src/flows/conversations.js'
import type { Conversation, Ports } from '../../src/flows/ports.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, row } from '../support/signInRows.js'
import { createWorld, person, TENANT, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const HELP_DESK = '19:helpdesk@thread.tacv2'
const MINUTE_MS = 60_000

describeOnEachEngine('routes around a person', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
    world.people.set(...person(PEOPLE.sam, { displayName: 'Sam Manager' }))
    world.managers.set(DANA, SAM)
    route({ manager: true, secondChannelId: null })
    world.rows = phish()
  })

  const route = (routes: World['settings']['routes']) => {
    world.settings = { ...world.settings, routes }
  }
  const silence = async (minutes = 16) => {
    await world.settle()
    world.pass(minutes * MINUTE_MS)
    await world.work()
  }
  const asked = (who: UserId = SAM) => world.cardsFor(who).map(({ notice }) => notice)
  const atHelpDesk = () => world.inbox.filter(({ to }) => to.conversationId === HELP_DESK).map(({ notice }) => notice)
  const NOTICE = {
    kind: 'reach-out',
    to: 'manager',
    person: { userId: DANA, displayName: 'Dana Analyst', userPrincipalName: 'dana@contoso.example' },
    at: new Date('2026-11-20T10:00:00Z'),
  }

  it('ask the manager after silence at high, once, with a name and a time and nothing else', async () => {
    await world.settle()
    expect(asked()).toEqual([])
    await silence()
    expect(asked()).toEqual([NOTICE])
    await silence(60)
    expect(asked()).toHaveLength(1)
  })

  it('stand on the team’s card and in the trail, each once it was asked', async () => {
    route({ manager: true, secondChannelId: HELP_DESK })
    await world.settle()
    const onCard = () => {
      const notice = world.cardsFor('team')[0]?.notice
      return notice?.kind === 'team-alert' ? notice.alert.routes.map(({ to }) => to) : null
    }
    expect(onCard()).toEqual([])
    await silence()
    expect(new Set(onCard())).toEqual(new Set(['manager', 'channel']))
    const trail = (await world.store.listAudit({ limit: 50 })).map(({ what }) => what)
    expect(trail).toContain('manager-asked')
    expect(trail).toContain('second-channel-asked')
  })

  it('stand nowhere where nobody was reached', async () => {
    world.noChat.set(SAM, 'not-installed')
    await silence()
    expect((await world.store.listAudit({ limit: 50 })).map(({ what }) => what)).not.toContain('manager-asked')
  })

  it('ask the manager at once where the person is out of reach', async () => {
    world.noChat.set(DANA, 'not-installed')
    await world.settle()
    expect(asked()).toEqual([NOTICE])
  })

  it('ask a second channel likewise', async () => {
    route({ manager: false, secondChannelId: HELP_DESK })
    await silence()
    expect(asked()).toEqual([])
    expect(atHelpDesk()).toEqual([{ ...NOTICE, to: 'channel' }])
  })

  it.each<[string, () => unknown]>([
    ['they are off', () => route({ manager: false, secondChannelId: null })],
    [
      'the case is elevated',
      () => {
        world.settings = { ...world.settings, trustedNetworks: [] }
        world.rows = [row()]
      },
    ],
    ['nobody is named', () => world.managers.delete(DANA)],
    ['the person is named as their own', () => world.managers.set(DANA, DANA)],
    ['the manager is a guest', () => world.people.set(...person(PEOPLE.sam, { isGuest: true }))],
    ['the manager’s account is disabled', () => world.people.set(...person(PEOPLE.sam, { accountEnabled: false }))],
    ['the manager cannot be reached either', () => world.noChat.set(SAM, 'not-installed')],
  ])('ask no manager where %s, and the team hears all the same', async (_, set) => {
    set()
    await silence(61)
    expect(asked()).toEqual([])
    expect(world.cardsFor('team').length).toBeGreaterThan(0)
  })

  it.each([
    ['ask nobody once the person has raised the alarm', 'unknown-to-me', 0],
    ['go on about a grave case that the account calls harmless, since the attacker may hold it', 'i-did', 1],
  ] as const)('%s', async (_, answer, calls) => {
    await world.settle()
    const [alert] = await world.store.alertsOf(DANA)
    await answerAlert(world.ports, world.actor(DANA), { alertId: alert!.alertId, answer })
    await silence()
    expect(asked()).toHaveLength(calls)
  })

  it('that may not read who the manager is say so by name, and the rest goes on', async () => {
    await world.settle()
    world.pass(16 * MINUTE_MS)
    const refused: Ports = {
      ...world.ports,
      managers: { managerOf: () => Promise.reject(new PosternError('graph-forbidden')) },
    }
    for (let round = 0; round < 3; round++) await runJobs(refused, 'test')
    expect(await world.store.health()).toContainEqual(
      expect.objectContaining({ name: 'directory-managers', ok: false, code: 'graph-forbidden' }),
    )
    expect((await world.store.alertsOf(DANA))[0]?.state).toBe('escalated')
    expect(world.cardsFor('team').length).toBeGreaterThan(0)
  })

  it('outlast a Graph that is away', async () => {
    await world.settle()
    world.pass(16 * MINUTE_MS)
    world.faults.graph = new PosternError('graph-unavailable')
    await world.work()
    expect(asked()).toEqual([])
    world.faults.graph = null
    world.pass(10 * MINUTE_MS)
    await world.work()
    expect(asked()).toHaveLength(1)
  })
})

describeOnEachEngine('the language of somebody who is written to unasked', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana, { language: 'sv-SE' }))
    world.rows = phish()
  })

  const chat = (locale?: string): Conversation => ({
    conversationId: `a:${DANA}`,
    kind: 'personal',
    userId: DANA,
    tenantId: TENANT,
    serviceUrl: 'https://smba.trafficmanager.net/teams/',
    reference: locale === undefined ? {} : { locale },
  })
  const spoken = () => languageOf(world.cardsFor(DANA)[0]!.to)

  it('is that of their profile before they ever wrote', async () => {
    await world.settle()
    expect(spoken()).toBe('sv-SE')
  })

  it('is that of what they wrote last', async () => {
    await rememberConversation(world.ports, chat('pl-PL'))
    await rememberConversation(world.ports, chat('tr-TR'))
    await world.settle()
    expect(spoken()).toBe('tr-TR')
  })

  it('is not lost by an activity that names none', async () => {
    await rememberConversation(world.ports, chat('pl-PL'))
    await rememberConversation(world.ports, { ...chat(), serviceUrl: 'https://smba.trafficmanager.net/emea/' })
    await world.settle()
    expect(spoken()).toBe('pl-PL')
  })

  it('is left to the default where nobody knows, and the card goes out', async () => {
    world.people.set(...person(PEOPLE.dana))
    await world.settle()
    expect(spoken()).toBeNull()
  })

  it('is not that of whoever wrote last in a channel', async () => {
    const channel = { ...chat('de-DE'), conversationId: '19:x@thread.tacv2', kind: 'channel' as const, userId: null }
    await rememberConversation(world.ports, channel)
    await rememberConversation(world.ports, { ...channel, reference: { locale: 'uk-UA' } })
    const kept = await world.store.conversationById(channel.conversationId)
    expect(kept && languageOf(kept)).toBe('de-DE')
  })
})
