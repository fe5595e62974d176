import { beforeEach, describe, expect, it } from 'vitest'
import type { DeskAnswer } from '../../src/domain/desk/index.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { askDesk, type DeskQuestion } from '../../src/flows/askDesk.js'
import { ownQuestion, ownQuestions, ownSignIns } from '../../src/flows/ownQuestions.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

describeOnEachEngine('questions about alerts', (place) => {
  let world: World

  beforeEach(async () => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam, { displayName: 'Sam Security' })])
      world.people.set(who, known)
    world.roles.set(SAM, [SECURITY_READER])
    world.rows = phish()
    await world.settle()
  })

  const ask = (question: DeskQuestion, who = SAM) => askDesk(world.ports, world.actor(who), question)
  const asked = async <Kind extends DeskAnswer['kind']>(kind: Kind, question: DeskQuestion) => {
    const answer = await ask(question)
    if (answer.kind !== kind) throw new Error(`answered ${answer.kind}`)
    return answer as Extract<DeskAnswer, { kind: Kind }>
  }
  const alerts = () => asked('alerts', { kind: 'alerts', page: 0 })

  it.each<DeskQuestion>([
    { kind: 'alerts', page: 0 },
    { kind: 'alert', id: '00000000' },
    { kind: 'sign-ins', called: 'Dana', days: 7 },
    { kind: 'sign-ins-of', person: DANA, days: 7 },
    { kind: 'campaigns' },
    { kind: 'stats' },
  ])('$kind is refused to whoever has no role, with the same words whatever there is', async (question) => {
    expect(await ask(question, DANA)).toEqual({ kind: 'refused', why: 'no-role' })
    world.faults.graph = new PosternError('graph-unavailable')
    expect(await ask(question, userId(PEOPLE.room))).toEqual({ kind: 'refused', why: 'roles-unknown' })
  })

  it('writes to the log what was asked, and nobody’s name', async () => {
    await ask({ kind: 'sign-ins', called: 'Dana Analyst', days: 7 })
    expect(JSON.stringify(world.log.lines)).not.toContain('Dana Analyst')
  })

  it('writes to the trail who asked about whom, and who was refused', async () => {
    await ask({ kind: 'sign-ins-of', person: DANA, days: 7 })
    await ask({ kind: 'sign-ins', called: 'dana@', days: 7 })
    await ask({ kind: 'campaigns' })
    await ask({ kind: 'alerts', page: 0 }, DANA)
    expect((await world.store.listAudit({ limit: 4 })).toReversed()).toMatchObject([
      { event: 'alerts-asked', what: 'sign-ins-of', actorUserId: SAM, aboutUserId: DANA },
      { event: 'alerts-asked', what: 'sign-ins', actorUserId: SAM, aboutUserId: DANA },
      { event: 'alerts-asked', what: 'campaigns', actorUserId: SAM, aboutUserId: null },
      { event: 'alerts-refused', what: 'no-role', actorUserId: DANA },
    ])
  })

  it('lists the open alerts with their owners', async () => {
    expect(await alerts()).toMatchObject({ total: 1, page: 0, isLast: true })
    expect((await alerts()).alerts).toMatchObject([
      { severity: 'high', owner: { displayName: 'Dana Analyst' }, appName: 'Microsoft Office', takenBy: null },
    ])
  })

  it('shows one by how its id begins, and none where several do', async () => {
    const [{ alertId = '' } = {}] = (await alerts()).alerts
    expect((await asked('alert', { kind: 'alert', id: alertId })).alert.alertId).toBe(alertId)
    expect(await ask({ kind: 'alert', id: 'ffffffff' })).toEqual({ kind: 'no-alert', why: 'none' })
    const second = { correlationId: 'c0ffee00-0000-4000-8000-000000000002', sessionId: 'another' }
    world.rows = [...phish(), row({ ...second, id: 'row-3' }), redemption({ ...second, id: 'row-4' })]
    await world.settle()
    expect(await ask({ kind: 'alert', id: '00000000' })).toEqual({ kind: 'no-alert', why: 'several' })
  })

  it('finds somebody’s sign-ins by a part of their sign-in name, and says how far back it can see', async () => {
    const answer = await asked('sign-ins', { kind: 'sign-ins', called: 'dana@', days: 7 })
    expect(answer).toMatchObject({ person: { userId: DANA }, total: 1 })
    expect(answer.signIns).toMatchObject([
      { outcome: 'completed', severity: 'high', to: { city: 'Elsewhere' }, isAsked: true },
    ])
    expect(answer.keptSince).not.toBeNull()
    expect((await asked('sign-ins', { kind: 'sign-ins', called: DANA, days: 7 })).total).toBe(1)
  })

  it('asks back where several people are meant, and says so where nobody is known', async () => {
    world.rows = [
      ...phish(),
      row({
        id: 'row-5',
        userId: PEOPLE.sam,
        correlationId: 'other',
        sessionId: 's',
      }),
    ]
    await world.settle()
    const several = await asked('people', { kind: 'sign-ins', called: 'contoso', days: 14 })
    expect([several.people.length, several.days]).toEqual([2, 14])
    expect((await asked('nobody', { kind: 'sign-ins', called: 'Zelda', days: 7 })).called).toBe('Zelda')
  })

  it('leaves out what is older than the days that were asked for', async () => {
    world.pass(3 * 24 * 60 * 60_000)
    expect(await asked('sign-ins', { kind: 'sign-ins-of', person: DANA, days: 2 })).toMatchObject({
      total: 0,
      signIns: [],
    })
  })

  it('counts the last 30 days', async () => {
    await answerAlert(world.ports, world.actor(DANA), {
      alertId: (await alerts()).alerts[0]!.alertId,
      answer: 'unknown-to-me',
    })
    world.pass(60_000)
    await world.work()
    const { stats } = await asked('stats', { kind: 'stats' })
    expect(stats.bySeverity).toEqual({ expected: 0, low: 0, elevated: 0, high: 1, critical: 0 })
    expect(stats.byOutcome.completed).toBe(1)
    expect(stats.answers).toEqual({ 'i-did': 0, 'unknown-to-me': 1, 'someone-sent-it': 0 })
    expect(stats.answeredMs).toBe(0)
    expect(stats.containedMs).toBeGreaterThan(0)
  })

  it('tells a campaign by where the sign-ins of three people went', async () => {
    const people = [PEOPLE.dana, PEOPLE.sam, PEOPLE.room].flatMap((who, index) => {
      const own = {
        userId: who,
        correlationId: `flow-${index}`,
        sessionId: `session-${index}`,
      }
      return [row({ ...own, id: `a-${index}` }), redemption({ ...own, id: `r-${index}` })]
    })
    world.rows = people
    await world.settle()
    const { campaigns } = await asked('campaigns', { kind: 'campaigns' })
    expect(campaigns).toMatchObject([{ kind: 'tokens', people: 3, place: { ipAddress: '203.0.113.66' } }])
  })

  describe('of a person about their own', () => {
    it('list their sign-ins, and the questions that wait', async () => {
      const own = await ownSignIns(world.ports, world.actor(DANA))
      expect(own).toMatchObject({ kind: 'own-sign-ins', total: 1, signIns: [{ isAsked: true, answer: null }] })
      const waiting = await ownQuestions(world.ports, world.actor(DANA))
      if (waiting.kind !== 'own-questions') throw new Error(waiting.kind)
      expect(waiting.questions).toHaveLength(1)
      const { alertId } = waiting.questions[0]!
      const card = await ownQuestion(world.ports, world.actor(DANA), alertId!)
      expect(card).toMatchObject({ kind: 'own-question', telling: 'question', alert: { alertId } })
      await answerAlert(world.ports, world.actor(DANA), { alertId: alertId!, answer: 'i-did' })
      expect(await ownQuestions(world.ports, world.actor(DANA))).toEqual({ kind: 'own-questions', questions: [] })
      expect(await ownSignIns(world.ports, world.actor(DANA))).toMatchObject({
        signIns: [{ isAsked: false, answer: 'i-did' }],
      })
    })

    it('show nobody else’s', async () => {
      expect(await ownSignIns(world.ports, world.actor(SAM))).toMatchObject({ total: 0, signIns: [] })
      expect(await ownQuestions(world.ports, world.actor(SAM))).toEqual({ kind: 'own-questions', questions: [] })
      const { alertId } = (await alerts()).alerts[0]!
      await expect(ownQuestion(world.ports, world.actor(SAM), alertId)).rejects.toMatchObject({ code: 'alert-unknown' })
    })
  })
})
