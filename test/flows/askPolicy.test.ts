/** Questions about policy: who may ask, what is written down, what is remembered, and what Graph says beside us. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { type AskedQuestion, readFollowUp } from '../../src/domain/policyStatus/index.js'
import { askPolicy } from '../../src/flows/askPolicy.js'
import { lastQuestion, meantBy } from '../../src/flows/lastQuestion.js'
import { policyFile } from '../../src/flows/policyFile.js'
import { policy } from '../domain/policyStatus/example.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const EVERYBODY = policy({ users: { excludeUsers: [] }, conditions: { locations: null } })
const WHAT_IF: AskedQuestion = {
  kind: 'what-if',
  who: { called: 'Dana' },
  from: { address: '203.0.113.9' },
  app: null,
  platform: null,
}

describeOnEachEngine('questions about policy', (place) => {
  let world: World

  beforeEach(async () => {
    world = createWorld(place.store)
    for (const [who, known] of [
      person(PEOPLE.dana, { displayName: 'Dana Analyst' }),
      person(PEOPLE.sam, { displayName: 'Sam Security', userPrincipalName: 'sam@contoso.example' }),
    ])
      world.people.set(who, known)
    world.roles.set(SAM, [SECURITY_READER])
    world.policies = { policies: [EVERYBODY] }
    world.graphApplied = [{ id: String(EVERYBODY.id), state: 'enabled', blocks: true }]
  })

  const ask = async (question: AskedQuestion, who = SAM) => {
    const reply = await askPolicy(world.ports, world.actor(who), question)
    return reply.kind === 'answer' ? reply.answer : reply
  }

  it.each<AskedQuestion>([
    { kind: 'people', of: 'left-open', only: null, page: 0 },
    { kind: 'why-open', who: { called: 'Dana' } },
    WHAT_IF,
    { kind: 'risk-policies' },
    { kind: 'teams-devices', page: 0 },
    { kind: 'device-code-users', days: 30, page: 0 },
  ])('$kind is refused without a role, and looks nobody up', async (question) => {
    world.ports.people.called = () => Promise.reject(new Error('looked up'))
    expect(await ask(question, DANA)).toEqual({ kind: 'refused', why: 'no-role' })
  })

  it('stands in the trail with whom it was about, and the log names nobody', async () => {
    await ask({ kind: 'why-open', who: { called: 'Dana' } })
    expect(await world.store.listAudit({ limit: 1 })).toMatchObject([
      { event: 'policy-asked', actorUserId: SAM, aboutUserId: DANA },
    ])
    expect(JSON.stringify(world.log.lines)).not.toContain('Dana')
  })

  it('shows a pick list for a name of several, and asks about the one that is picked', async () => {
    world.people.set(...person(PEOPLE.room, { displayName: 'Dana Room', userPrincipalName: 'room@contoso.example' }))
    const answer = await ask({ kind: 'why-open', who: { called: 'Dana' } })
    if (answer.kind !== 'choose') throw new Error(answer.kind)
    expect(answer.choices.map(({ question }) => question)).toContainEqual({ kind: 'why-open', who: { id: DANA } })
    expect(await ask({ kind: 'why-open', who: { id: DANA } })).toMatchObject({ kind: 'why-open', person: { id: DANA } })
    expect(await ask({ kind: 'why-open', who: { called: 'Zoe' } })).toEqual({
      kind: 'nobody',
      what: 'person',
      called: 'Zoe',
    })
  })

  it('sets Graph beside us: the same, otherwise, or not asked with the reason', async () => {
    expect(await ask(WHAT_IF)).toMatchObject({ outcome: 'block', graph: { kind: 'agrees' } })
    world.graphApplied = []
    expect(await ask(WHAT_IF)).toMatchObject({ outcome: 'block', graph: { kind: 'differs', blocks: false } })
    const { ports } = world
    const forbidden = { ...ports, evaluator: { applied: () => Promise.reject(new PosternError('graph-forbidden')) } }
    const reply = await askPolicy(forbidden, world.actor(SAM), WHAT_IF)
    expect(reply).toMatchObject({ answer: { outcome: 'block', graph: { kind: 'unknown', why: 'graph-forbidden' } } })
    expect(await ask({ ...WHAT_IF, who: 'member' })).toMatchObject({ graph: { why: 'nobody-in-particular' } })
  })

  it('is answered from no policy data that is older than a day', async () => {
    world.policies = { policies: [EVERYBODY], takenAt: '2020-01-01T00:00:00Z' }
    expect(await ask(WHAT_IF)).toMatchObject({ kind: 'too-old' })
  })

  it('is remembered for half an hour, by person and chat, without the words', async () => {
    const meant = async (text: string, actor = world.actor(SAM)) => {
      const [last, again] = [await lastQuestion(world.ports, actor), readFollowUp(text)]
      return last === null || again === null ? null : meantBy(last, again)
    }
    await ask({ kind: 'why-open', who: { called: 'Dana' } })
    expect(await meant('again')).toEqual({ kind: 'why-open', who: { id: DANA } })
    expect(await meant('why her?')).toEqual({ kind: 'why-open', who: { id: DANA } })
    expect(await meant('again', { ...world.actor(SAM), conversationId: 'elsewhere' })).toBeNull()
    expect(await meant('again', world.actor(DANA))).toBeNull()
    world.pass(31 * 60_000)
    expect(await meant('again')).toBeNull()
    world.pass(24 * 60 * 60_000)
    await world.store.purgeExpired(world.ports.clock.now())
    const subject = `${SAM} ${world.actor(SAM).conversationId}`
    expect(await world.store.lookup('last-question', subject)).toBeNull()
  })

  it('counts who used device code, from our own cases', async () => {
    world.rows = phish()
    await world.settle()
    const answer = await ask({ kind: 'device-code-users', days: 30, page: 0 })
    expect(answer).toMatchObject({ total: 1, isLast: true, people: [{ id: DANA, signIns: 1, completed: 1 }] })
    expect(answer).toMatchObject({ readTo: expect.any(Date), keptSince: expect.any(Date) })
    const file = await policyFile(
      world.ports,
      world.actor(SAM),
      { kind: 'device-code-users', days: 30, page: 4 },
      'csv',
    )
    expect(file.kind === 'file' && new TextDecoder().decode(file.bytes)).toContain(DANA)
    expect(await policyFile(world.ports, world.actor(DANA), { kind: 'excluded' }, 'csv')).toMatchObject({
      kind: 'refused',
    })
    expect(await policyFile(world.ports, world.actor(SAM), { kind: 'status' }, 'csv')).toEqual({ kind: 'nothing' })
  })

  describe('of the days before our own record', () => {
    const daysAgo = (days: number) => ({
      id: `before-${days}`,
      at: new Date(START.getTime() - days * 24 * 60 * 60_000),
      correlationId: `before-${days}`,
      sessionId: `before-${days}`,
    })
    const users = (days = 30) => ask({ kind: 'device-code-users', days, page: 0 })

    it('asks Graph who used device code, and counts a sign-in that both know once', async () => {
      world.rows = phish()
      await world.settle()
      world.past = [...phish(), redemption(daysAgo(10))]
      const since = new Date(world.ports.clock.now().getTime() - 30 * 24 * 60 * 60_000)
      expect(await users()).toMatchObject({ people: [{ id: DANA, signIns: 2 }], logSince: since, knownSince: since })
      world.past = []
      expect(await users()).toMatchObject({ people: [{ id: DANA, signIns: 2 }] })
      expect(await users(7)).toMatchObject({ people: [{ id: DANA, signIns: 1 }] })
      world.pass(61 * 60_000)
      expect(await users()).toMatchObject({ people: [{ id: DANA, signIns: 1 }] })
    })

    it('counts what its own record holds also where nobody knows how far that was read', async () => {
      world.rows = phish()
      await world.settle()
      await world.store.markHealth({
        name: 'sign-in-log',
        ok: true,
        code: null,
        at: world.ports.clock.now(),
        detail: {},
      })
      expect(await users()).toMatchObject({ total: 1, people: [{ id: DANA }], readTo: null })
    })

    it('reads the log once for all pages, where no source was ever read', async () => {
      world.past = [redemption(daysAgo(2))]
      const read = await users()
      expect(read).toMatchObject({ total: 1, readTo: START })
      world.past = []
      world.pass(60_000)
      expect(await users()).toMatchObject({ total: 1, readTo: START })
    })

    it('misses nobody of the first day that was read', async () => {
      world.rows = phish()
      world.settings = { ...world.settings, firstPollMs: 20 * 60 * 60_000 }
      await world.settle()
      world.past = [redemption(daysAgo(29.9))]
      expect(await users()).toMatchObject({ people: [{ id: DANA, signIns: 2 }] })
    })

    it('says what was gone before it was read, in a file too', async () => {
      world.rows = phish()
      await world.settle()
      const hole = { fromAt: '2026-11-19T08:00:00.000Z', toAt: '2026-11-19T09:00:00.000Z' }
      const at = world.ports.clock.now()
      await world.store.markHealth({ name: 'sign-in-log-hole', ok: false, code: 'sign-in-hole', at, detail: hole })
      expect(await users()).toMatchObject({ holes: [{ from: new Date(hole.fromAt), to: new Date(hole.toAt) }] })
      const asked = { kind: 'device-code-users', days: 30, page: 0 } as const
      const file = await policyFile(world.ports, world.actor(SAM), asked, 'csv')
      const said = file.kind === 'file' ? new TextDecoder().decode(file.bytes) : ''
      expect(said).toContain(`Never read: ${hole.fromAt} to ${hole.toAt}.`)
      expect(said).toContain('Nothing is known from before 2026-10-21')
      expect(await users(1)).toMatchObject({ holes: [] })
    })

    it('says how far back it knows where Graph does not answer', async () => {
      world.rows = phish()
      await world.settle()
      const deviceCodeLog = { rows: () => Promise.reject(new PosternError('graph-unavailable')) }
      const question = { kind: 'device-code-users', days: 30, page: 0 } as const
      const answer = await askPolicy({ ...world.ports, deviceCodeLog }, world.actor(SAM), question)
      expect(answer).toMatchObject({
        answer: {
          people: [{ id: DANA, signIns: 1 }],
          logSince: null,
          knownSince: new Date(START.getTime() - world.settings.firstPollMs),
        },
      })
    })
  })

  it('says that newer data is on its way where it is older than was asked for, and only there', async () => {
    const snapshot = await world.ports.policies.snapshot({ maxAgeMs: 0 })
    const underWay = { beganAt: world.ports.clock.now(), leftMs: 170_000 }
    const readingOf = async (changes: Partial<typeof snapshot>, refresh = false) => {
      const policies = { snapshot: async () => ({ ...snapshot, ...changes }), underWay: async () => underWay }
      const reply = await askPolicy({ ...world.ports, policies }, world.actor(SAM), { kind: 'status' }, { refresh })
      return reply.kind === 'answer' ? reply.reading : reply
    }
    const ago = (ms: number) => new Date(world.ports.clock.now().getTime() - ms).toISOString()
    expect(await readingOf({ takenAt: ago(60_000) })).toBeNull()
    expect(await readingOf({ takenAt: ago(60_000) }, true)).toEqual(underWay)
    expect(await readingOf({ takenAt: ago(60 * 60_000) })).toEqual(underWay)
    const nothing = { takenAt: ago(0), unknowns: [{ what: 'policies' as const, why: 'being-read' }] }
    expect(await readingOf(nothing)).toEqual(underWay)
  })

  it('is no file where the data is too old to answer from', async () => {
    const snapshot = await world.ports.policies.snapshot({ maxAgeMs: 0 })
    const takenAt = new Date(world.ports.clock.now().getTime() - 25 * 60 * 60_000).toISOString()
    const policies = { snapshot: async () => ({ ...snapshot, takenAt }) }
    const question = { kind: 'left-open' } as const
    expect(await policyFile({ ...world.ports, policies }, world.actor(SAM), question, 'csv')).toEqual({
      kind: 'too-old',
    })
  })

  it('lists the rooms that the operator declared, each with how it stands', async () => {
    world.settings = { ...world.settings, sharedDeviceAccounts: [userId(PEOPLE.room)] }
    expect(await ask({ kind: 'teams-devices', page: 0 })).toMatchObject({
      total: 1,
      devices: [{ id: PEOPLE.room, isDeclared: true, openness: 'blocked' }],
    })
  })
})
