import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { alertId, userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import type { Answer } from '../../src/domain/signInAlert/index.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, type Posted, person, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const MIRA = userId(PEOPLE.room)
const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const MINUTE_MS = 60_000

describeOnEachEngine('alerts', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam, { displayName: 'Sam Security' })])
      world.people.set(who, known)
    for (const who of [SAM, MIRA]) world.roles.set(who, [SECURITY_ADMINISTRATOR])
    world.rows = phish()
  })

  const alertOf = (posted: Posted | undefined): AlertView => {
    if (posted === undefined || !('alert' in posted.notice)) throw new Error('no alert card was posted')
    return posted.notice.alert
  }
  const danasAlert = (): AlertView => alertOf(world.cardsFor(DANA)[0])
  const answer = (given: Answer, who = DANA) =>
    answerAlert(world.ports, world.actor(who), { alertId: danasAlert().alertId, answer: given })
  const press = (action: 'revoke-sessions' | 'close', who = SAM) =>
    actOnAlert(world.ports, world.actor(who, 'channel'), {
      alertId: danasAlert().alertId,
      action,
      reason: 'dealt-with',
    })
  const closeByTwo = async () => {
    await press('close', SAM)
    await press('close', MIRA)
  }
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof PosternError ? error.code : String(error)),
    )

  describe('a device code phish', () => {
    it('asks its owner and tells the team, with where it was approved and where the tokens went', async () => {
      await world.settle()
      const [card, ...more] = world.cardsFor(DANA)
      expect(more).toEqual([])
      expect(card?.notice).toMatchObject({ kind: 'owner-alert', telling: 'question' })
      expect(danasAlert()).toMatchObject({
        severity: 'high',
        outcome: 'completed',
        appName: 'Microsoft Office',
        approvedFrom: { city: 'Leeds', countryOrRegion: 'GB', trusted: true },
        redeemedFrom: { city: 'Elsewhere', countryOrRegion: 'NL', ipAddress: '203.0.113.66', trusted: false },
        owner: { displayName: 'Dana Analyst' },
      })
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('sends nothing twice when the log is read again', async () => {
      await world.settle()
      world.pass(MINUTE_MS)
      await world.settle()
      expect(world.inbox).toHaveLength(2)
    })

    it('sends nothing twice after a restart', async () => {
      await world.settle()
      const { rows, people, roles } = world
      world = createWorld(place.store)
      world.rows = rows
      for (const [who, known] of people) world.people.set(who, known)
      for (const [who, held] of roles) world.roles.set(who, held)
      await world.settle()
      expect(world.inbox).toEqual([])
    })

    it('is one case when rows come twice, out of order and in pieces', async () => {
      world.rows = [redemption()]
      await world.settle()
      world.rows = [redemption(), row(), row(), redemption()]
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(danasAlert()).toMatchObject({ approvedFrom: { city: 'Leeds' }, redeemedFrom: { city: 'Elsewhere' } })
    })

    it('is two cases when it happens twice', async () => {
      const second = {
        correlationId: 'c0ffee00-0000-4000-8000-000000000002',
        sessionId: '5e551010-0000-4000-8000-000000000002',
      }
      world.rows = [...phish(), row({ ...second, id: 'row-3' }), redemption({ ...second, id: 'row-4' })]
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(2)
    })

    it('that a policy blocked is coaching, not a question, and nobody else hears of it', async () => {
      world.rows = [row({ errorCode: 53003 })]
      await world.settle()
      expect(world.cardsFor(DANA)[0]?.notice).toMatchObject({ telling: 'coaching' })
      expect(world.cardsFor('team')).toEqual([])
    })

    it('that waits on the confirm page says stop, and becomes the question on the same card once it is completed', async () => {
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      expect(world.cardsFor(DANA)[0]?.notice).toMatchObject({ telling: 'stop-now' })
      world.rows.push(row({ id: 'row-2', at: new Date('2026-11-20T10:00:10Z') }), redemption())
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(world.cardsFor(DANA)[0]?.notice).toMatchObject({ telling: 'question', alert: { outcome: 'completed' } })
    })

    it('on a guest goes to the team alone', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      await world.settle()
      expect(world.cardsFor(DANA)).toEqual([])
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('is asked about even where the roles cannot be read, and the fault is marked', async () => {
      await world.settle()
      world.rows = phish({
        correlationId: 'c0ffee00-0000-4000-8000-000000000009',
        sessionId: '5e551010-0000-4000-8000-000000000009',
      }).map((one, index) => ({ ...one, id: `late-${index}` }))
      const { directory } = world.ports
      const failing = {
        ...world.ports,
        directory: { ...directory, activeRoles: () => Promise.reject(new PosternError('graph-forbidden')) },
      }
      await pollSignIns(failing, 'test')
      await world.work()
      expect(world.cardsFor(DANA)).toHaveLength(2)
      expect(await world.store.health()).toContainEqual(
        expect.objectContaining({ name: 'directory-roles', ok: false, code: 'graph-forbidden' }),
      )
    })
  })

  describe('an answer', () => {
    it.each(['someone-sent-it', 'unknown-to-me'] as const)(
      '%s revokes the sessions once and shows it to both',
      async (given) => {
        await world.settle()
        expect((await answer(given)).changed).toBe(true)
        await world.work()
        expect(world.revoked).toEqual([DANA])
        const done = expect.objectContaining({ step: 'revoke-sessions', outcome: 'done' })
        expect(danasAlert().steps).toContainEqual(done)
        expect(alertOf(world.cardsFor('team')[0]).steps).toContainEqual(done)
        expect(alertOf(world.cardsFor('team')[0]).answers).toMatchObject([{ answer: given }])
      },
    )

    it('given twice counts once', async () => {
      await world.settle()
      await answer('someone-sent-it')
      await world.work()
      expect((await answer('someone-sent-it')).changed).toBe(false)
      await world.work()
      expect(world.revoked).toEqual([DANA])
    })

    it('towards harmless settles an elevated case', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row()]
      await world.settle()
      expect(danasAlert().severity).toBe('elevated')
      await answer('i-did')
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(world.cardsFor('team')).toEqual([])
      expect(world.revoked).toEqual([])
    })

    it('towards harmless is recorded on a high case and stops no timer', async () => {
      await world.settle()
      await answer('i-did')
      world.pass(16 * MINUTE_MS)
      await world.work()
      expect(alertOf(world.cardsFor('team')[0])).toMatchObject({ state: 'escalated', answers: [{ answer: 'i-did' }] })
    })

    it('towards danger counts after one towards harmless, and after closing', async () => {
      await world.settle()
      await answer('i-did')
      await closeByTwo()
      await answer('someone-sent-it')
      await world.work()
      expect(world.revoked).toEqual([DANA])
    })

    it('of somebody else changes nothing, and an unknown alert is no alert', async () => {
      await world.settle()
      expect(await codeOf(answer('someone-sent-it', SAM))).toBe('alert-unknown')
      const forged = alertId('deadbeef-0000-4000-8000-000000000000')
      expect(await codeOf(answerAlert(world.ports, world.actor(DANA), { alertId: forged, answer: 'i-did' }))).toBe(
        'alert-unknown',
      )
      await world.work()
      expect(world.revoked).toEqual([])
      expect(danasAlert().answers).toEqual([])
    })

    it('revokes nothing where the operator wants the team to press', async () => {
      world.settings = { ...world.settings, containmentMode: 'propose' }
      await world.settle()
      await answer('unknown-to-me')
      await world.work()
      expect(world.revoked).toEqual([])
      expect(alertOf(world.cardsFor('team')[0]).steps).toContainEqual(
        expect.objectContaining({ step: 'revoke-sessions', outcome: 'left-to-team' }),
      )
    })

    it('is carried out when Graph is back, where it was out of reach', async () => {
      await world.settle()
      await answer('someone-sent-it')
      world.faults.graph = new PosternError('graph-unavailable')
      await world.work()
      expect(world.revoked).toEqual([])
      world.faults.graph = null
      world.pass(5 * MINUTE_MS)
      await world.work()
      expect(world.revoked).toEqual([DANA])
    })
  })

  describe('silence', () => {
    it('reaches the team at the deadline of its severity and not before', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row()]
      await world.settle()
      world.pass(59 * MINUTE_MS)
      await world.work()
      expect(world.cardsFor('team')).toEqual([])
      world.pass(2 * MINUTE_MS)
      await world.work()
      expect(alertOf(world.cardsFor('team')[0]).state).toBe('escalated')
    })
  })

  describe('a delivery', () => {
    it('that Teams throttles is made when Teams allows it', async () => {
      world.faults.teams = [
        new PosternError('teams-throttled', {}, { retryAfterMs: 0 }),
        new PosternError('teams-throttled', {}, { retryAfterMs: 0 }),
      ]
      await world.settle()
      expect(world.cardsFor(DANA)).toEqual([])
      world.pass(10 * MINUTE_MS)
      await world.work()
      expect(world.cardsFor(DANA)).toHaveLength(1)
    })

    it('to somebody out of reach tells the team at once, whatever the severity', async () => {
      world.people.delete(DANA)
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row()]
      await world.settle()
      expect(alertOf(world.cardsFor('team')[0])).toMatchObject({ state: 'unreachable', severity: 'elevated' })
    })

    it('that was under way in a crash is made again: doubled at worst, and both cards show the answer', async () => {
      world.faults.beforeProof = () => {
        world.faults.beforeProof = null
        throw new Error('the process died here')
      }
      await world.settle()
      world.pass(MINUTE_MS)
      await world.work()
      const cards = world.inbox.filter(({ notice }) => notice.kind === 'owner-alert' || notice.kind === 'team-alert')
      expect(cards).toHaveLength(3)
      expect(new Set(cards.map((card) => alertOf(card).alertId)).size).toBe(1)
      await answer('someone-sent-it')
      await world.work()
      expect(world.revoked).toEqual([DANA])
    })

    it('that Teams refuses for good goes to the team', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row()]
      world.faults.teams = [new PosternError('teams-rejected')]
      await world.settle()
      expect(world.cardsFor(DANA)).toEqual([])
      expect(world.cardsFor('team')).toHaveLength(1)
    })
  })

  describe('the security team', () => {
    it('revokes with the role, once for a double click', async () => {
      await world.settle()
      expect((await press('revoke-sessions')).outcome).toBe('done')
      expect((await press('revoke-sessions')).outcome).toBe('nothing-to-do')
      expect(world.revoked).toEqual([DANA])
    })

    it('can revoke again later, since a case goes on', async () => {
      await world.settle()
      await press('revoke-sessions')
      world.pass(2 * MINUTE_MS)
      expect((await press('revoke-sessions')).outcome).toBe('done')
      expect(world.revoked).toEqual([DANA, DANA])
    })

    it('sees every press of a colleague on the card', async () => {
      await world.settle()
      await press('revoke-sessions')
      await world.work()
      expect(alertOf(world.cardsFor('team')[0])).toMatchObject({
        state: 'containing',
        steps: [
          { step: 'revoke-sessions', outcome: 'done' },
          { step: 'watch-residual', outcome: 'under-way' },
        ],
      })
      await closeByTwo()
      await world.work()
      expect(alertOf(world.cardsFor('team')[0])).toMatchObject({ state: 'closed' })
      expect(danasAlert()).toMatchObject({ state: 'closed' })
    })

    it('sees a revoke that failed, with its reason', async () => {
      await world.settle()
      world.faults.graph = null
      const { containment } = world.ports
      const refused = {
        ...world.ports,
        containment: { ...containment, revokeSessions: () => Promise.reject(new PosternError('graph-forbidden')) },
      }
      await actOnAlert(refused, world.actor(SAM), { alertId: danasAlert().alertId, action: 'revoke-sessions' })
      await world.work()
      expect(alertOf(world.cardsFor('team')[0]).steps).toMatchObject([{ outcome: 'failed', why: 'graph-forbidden' }])
    })

    it('closes a grave case by two people only', async () => {
      await world.settle()
      expect((await press('close')).outcome).toBe('needs-second')
      expect((await press('close')).outcome).toBe('needs-second')
      expect((await press('close', MIRA)).outcome).toBe('done')
      expect((await press('close', MIRA)).outcome).toBe('nothing-to-do')
    })

    it('closes an elevated case alone', async () => {
      world.settings = { ...world.settings, trustedNetworks: [] }
      world.rows = [row()]
      await world.settle()
      expect((await press('close')).outcome).toBe('done')
    })

    it('does not close what the owner has not been told', async () => {
      await pollSignIns(world.ports, 'test')
      const [alert] = await world.store.alertsOf(DANA)
      const early = actOnAlert(world.ports, world.actor(SAM), {
        alertId: alert!.alertId,
        action: 'close',
        reason: 'dealt-with',
      })
      expect((await early).outcome).toBe('not-yet')
      await world.work()
      expect(world.cardsFor(DANA)).toHaveLength(1)
    })

    it('does nothing without the role of this moment, or where it cannot be read', async () => {
      await world.settle()
      await world.ports.directory.activeRoles(SAM)
      world.roles.set(SAM, [])
      expect(await codeOf(press('revoke-sessions'))).toBe('not-allowed')
      world.faults.graph = new PosternError('graph-unavailable')
      expect(await codeOf(press('revoke-sessions'))).toBe('graph-unavailable')
      expect(world.revoked).toEqual([])
    })

    it.each(['revoke-sessions', 'close'] as const)('does not %s its own case', async (action) => {
      await world.settle()
      world.roles.set(DANA, [SECURITY_ADMINISTRATOR])
      expect(await codeOf(press(action, DANA))).toBe('not-allowed')
    })
  })

  describe('the sign-in log', () => {
    it('that lacks both telling fields is a fault, not peace', async () => {
      world.rows = [row({ authenticationProtocol: null, originalTransferMethod: null })]
      await world.settle()
      expect(await world.store.health()).toContainEqual(
        expect.objectContaining({ name: 'sign-in-log', ok: false, code: 'sign-in-fields-missing' }),
      )
    })

    it('that cannot be read is marked, and read from where it stopped', async () => {
      world.faults.graph = new PosternError('graph-forbidden')
      expect((await pollSignIns(world.ports, 'test')).outcome).toBe('failed')
      expect(await world.store.health()).toContainEqual(
        expect.objectContaining({ name: 'sign-in-log', ok: false, code: 'graph-forbidden' }),
      )
      world.faults.graph = null
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
    })

    it('is read by one instance at a time', async () => {
      await world.store.takeLease('sign-in-log', 'another', 60_000)
      expect((await pollSignIns(world.ports, 'test')).outcome).toBe('not-our-turn')
    })
  })
})
