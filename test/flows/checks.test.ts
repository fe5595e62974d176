import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { checkId, userId } from '../../src/domain/ids.js'
import { answerCheckOrigin } from '../../src/flows/answerCheckOrigin.js'
import { askPolicy } from '../../src/flows/askPolicy.js'
import { checkForPerson } from '../../src/flows/checkForPerson.js'
import { REPORTS_PER_HOUR_MAX, reportCheck } from '../../src/flows/reportCheck.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509'
const LURE = 'To join the meeting go to https://microsoft.com/devicelogin and enter the code HNGP5CAF8.'
const PROMPT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code HNGP5CAF8 to authenticate.'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describeOnEachEngine('checks', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
  })

  const check = (text = LURE, who = DANA) => checkForPerson(world.ports, world.actor(who), { text })
  const report = (id: Awaited<ReturnType<typeof check>>['checkId'], who = DANA) =>
    reportCheck(world.ports, world.actor(who), id)

  describe('a check', () => {
    it('keeps the findings and never the text', async () => {
      const { checkId: id, check: found } = await check()
      expect(found.verdict).toBe('phishing')
      const kept = JSON.stringify(await world.store.checkById(id))
      expect(kept).toContain('phishing')
      expect(kept).not.toContain('To join the meeting')
    })

    it('is forgotten after its time', async () => {
      const { checkId: id } = await check()
      world.pass(31 * DAY_MS)
      expect(await world.store.purgeExpired(world.ports.clock.now())).toBeGreaterThan(0)
      expect(await world.store.checkById(id)).toBeNull()
    })

    it('answered phishing makes a sign-in soon after it critical', async () => {
      await check()
      world.rows = phish({ at: new Date('2026-11-20T10:05:00Z') })
      world.pass(10 * 60_000)
      await world.settle()
      expect(world.cardsFor(DANA)[0]?.notice).toMatchObject({
        alert: { severity: 'critical', reasons: expect.arrayContaining(['reported-phishing-before']) },
      })
    })
  })

  describe('a report', () => {
    it('shows the findings in the security channel, once', async () => {
      const { checkId: id } = await check()
      expect(await report(id)).toMatchObject({ outcome: 'reported-without-text' })
      expect(await report(id)).toMatchObject({ outcome: 'already-reported' })
      await world.work()
      expect(world.cardsFor('team').map(({ notice }) => notice.kind)).toEqual(['team-report'])
    })

    it('of somebody else’s check, or of none, looks the same', async () => {
      const { checkId: id } = await check()
      expect(await report(id, SAM)).toMatchObject({ outcome: 'gone' })
      expect(await report(checkId('deadbeef-0000-4000-8000-000000000000'))).toMatchObject({ outcome: 'gone' })
      await world.work()
      expect(world.inbox).toEqual([])
    })

    it('is bounded by the hour', async () => {
      for (let made = 0; made < REPORTS_PER_HOUR_MAX; made++)
        expect((await report((await check()).checkId)).outcome).toBe('reported-without-text')
      const { checkId: one } = await check()
      expect(await report(one)).toMatchObject({ outcome: 'too-many' })
      world.pass(HOUR_MS + 1)
      expect(await report(one)).toMatchObject({ outcome: 'reported-without-text' })
    })

    it('has nowhere to go without a channel, and says so', async () => {
      world.settings = { ...world.settings, securityChannelId: null }
      expect(await report((await check()).checkId)).toMatchObject({ outcome: 'no-channel' })
    })
  })

  describe('the ask-back on a device login prompt', () => {
    it('turns into the phishing advice where somebody sent it', async () => {
      const { checkId: id, check: found } = await check(PROMPT)
      expect(found.verdict).toBe('legitimate-device-login')
      const { check: now } = await answerCheckOrigin(world.ports, world.actor(DANA), id, 'sent')
      expect(now).toMatchObject({ verdict: 'phishing', advice: ['do-not-enter'] })
      expect((await world.store.checkById(id))?.check.verdict).toBe('phishing')
    })

    it('changes nothing where the person started it', async () => {
      const { checkId: id } = await check(PROMPT)
      await answerCheckOrigin(world.ports, world.actor(DANA), id, 'mine')
      expect((await world.store.checkById(id))?.check.verdict).toBe('legitimate-device-login')
    })

    it('takes no answer from somebody else', async () => {
      const { checkId: id } = await check(PROMPT)
      await expect(answerCheckOrigin(world.ports, world.actor(SAM), id, 'sent')).rejects.toMatchObject({
        code: 'not-yours',
      })
    })
  })

  describe('a policy question', () => {
    const ask = (who = SAM) => askPolicy(world.ports, world.actor(who), { kind: 'status' })

    it('is answered to somebody who may read', async () => {
      world.roles.set(SAM, [SECURITY_READER])
      expect(await ask()).toMatchObject({ kind: 'answer', answer: { kind: 'status' } })
    })

    it('is refused to everybody else', async () => {
      expect(await ask(DANA)).toEqual({ kind: 'refused', why: 'no-role' })
    })

    it('is refused, with the reason, where the roles cannot be read', async () => {
      world.roles.set(SAM, [SECURITY_READER])
      world.faults.graph = new PosternError('graph-unavailable')
      expect(await ask()).toEqual({ kind: 'refused', why: 'roles-unknown' })
    })
  })
})
