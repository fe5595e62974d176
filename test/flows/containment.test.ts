/** Containment: each mode, each brake, what the team presses and takes back, and what a revoke did not reach. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { alertId, userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import {
  type AdditionKind,
  assembleCases,
  type ContainmentMode,
  type ContainmentPress,
  readRecords,
} from '../../src/domain/signInAlert/index.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { actOnContainment } from '../../src/flows/actOnContainment.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { runJobs } from '../../src/flows/runJobs.js'
import { addition } from '../support/containment.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)
const SECURITY_ADMINISTRATOR = '194ae4cb-b126-40b2-bd5b-6091b380977d'
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'
const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814'
const MINUTE_MS = 60_000

describeOnEachEngine('containment', (place) => {
  let world: World

  beforeEach(async () => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana), person(PEOPLE.sam, { displayName: 'Sam Security' })])
      world.people.set(who, known)
    world.roles.set(SAM, [SECURITY_ADMINISTRATOR])
    world.containment.found.set('device', [addition()])
    world.rows = phish()
    await world.settle()
  })

  const mode = (containmentMode: ContainmentMode) => {
    world.settings = { ...world.settings, containmentMode }
  }
  const alert = async () => {
    const [first] = await world.store.alertsOf(DANA)
    if (first === undefined) throw new Error('there is no alert')
    return first
  }
  const worry = async () => {
    await answerAlert(world.ports, world.actor(DANA), { alertId: (await alert()).alertId, answer: 'someone-sent-it' })
    await world.work()
  }
  const press = async (action: ContainmentPress, who = SAM) =>
    actOnContainment(world.ports, world.actor(who, 'channel'), { alertId: (await alert()).alertId, action })
  const revoke = async () =>
    actOnAlert(world.ports, world.actor(SAM), { alertId: (await alert()).alertId, action: 'revoke-sessions' })
  const steps = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await world.store.containmentSteps((await alert()).alertId)).map(({ step, outcome, why }) => [
        step,
        why === null ? outcome : `${outcome} ${why}`,
      ]),
    )
  const teamCard = (): AlertView => {
    const [card] = world.cardsFor('team')
    if (card === undefined || card.notice.kind !== 'team-alert') throw new Error('the team has no card')
    return card.notice.alert
  }
  const changes = () => world.containment.calls.filter((call) => !/^(read|collect)-/.test(call))
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error instanceof PosternError ? error.code : String(error)),
    )

  describe('after a worrying answer', () => {
    it.each([
      ['propose', [], 'left-to-team mode-leaves-it-to-team'],
      ['revoke', ['revoke'], 'left-to-team mode-leaves-it-to-team'],
      ['full', ['disable-device', 'disable-account', 'revoke'], 'done'],
    ] as const)(
      'in mode %s takes these steps, devices and account before the sessions',
      async (chosen, calls, devices) => {
        mode(chosen)
        await worry()
        expect(changes()).toEqual(calls)
        expect(await steps()).toMatchObject({
          'collect-additions': 'done',
          'disable-new-devices': devices,
          'mark-compromised': 'left-to-team mode-leaves-it-to-team',
          'watch-residual': chosen === 'propose' ? 'not-possible nothing-revoked' : 'under-way',
        })
      },
    )

    it('reads each change back: that is its proof', async () => {
      mode('full')
      await worry()
      for (const [change, proof] of [
        ['disable-device', 'read-device'],
        ['disable-account', 'read-account'],
        ['revoke', 'read-sessions'],
      ] as const)
        expect(world.containment.calls.slice(world.containment.calls.indexOf(change) + 1)).toContain(proof)
    })

    it('says that Graph accepted a change, and does not show it', async () => {
      mode('full')
      world.containment.isAccountEnabled = async () => true
      world.containment.sessionsValidFrom = async () => null
      await worry()
      expect(await steps()).toMatchObject({
        'disable-account': 'done not-read-back',
        'revoke-sessions': 'done not-read-back',
      })
    })

    it('shows the findings on the card and tells them once in the thread', async () => {
      await worry()
      await worry()
      expect(teamCard().containment.collections).toMatchObject([
        { kind: 'device', why: null, found: [{ name: 'DESKTOP-X1' }] },
        { kind: 'method', why: null, found: [] },
        { kind: 'consent', why: null, found: [] },
        { kind: 'mailbox-rule', why: null, found: [] },
      ])
      const jobs = await Promise.all([0, 1].map(() => world.store.jobCounts()))
      expect(jobs[0]?.abandoned).toBe(0)
      // The case, the answer, what was added.
      expect(world.cardsFor('team')).toHaveLength(3)
    })

    it('disables no device from before the sign-in, and none whose time is unknown', async () => {
      mode('full')
      const old = addition({ id: 'old', at: new Date('2026-11-20T09:59:59Z') })
      world.containment.found.set('device', [old, addition({ id: 'undated', at: null })])
      await worry()
      expect(world.containment.disabledDevices.size).toBe(0)
      expect(await steps()).toMatchObject({ 'disable-new-devices': 'done no-new-devices' })
    })

    it('writes every step with who and when, before and after', async () => {
      mode('full')
      await worry()
      const history = (await world.store.alertSteps((await alert()).alertId)).filter(
        ({ event }) => event === 'containment-step',
      )
      const lines = history.map(({ why }) => why)
      for (const step of ['disable-new-devices', 'disable-account', 'revoke-sessions']) {
        const [before, after] = [`${step} under-way`, `${step} done`].map((start) =>
          lines.findIndex((line) => line.startsWith(start)),
        )
        expect(before).toBeGreaterThanOrEqual(0)
        expect(after).toBeGreaterThan(before ?? 0)
      }
      expect(new Set(history.map(({ actor }) => actor))).toEqual(new Set(['postern']))
    })

    it('tells the owner what they would notice, and not what was looked at', async () => {
      mode('full')
      await worry()
      const [card] = world.cardsFor(DANA)
      expect(card?.notice.kind).toBe('owner-alert')
    })
  })

  describe('the brakes', () => {
    beforeEach(() => mode('full'))

    it.each([
      ['an emergency account', 'owner-is-emergency-account', () => emergency()],
      ['a Global Administrator', 'owner-is-privileged', () => holds(GLOBAL_ADMINISTRATOR)],
      ['a Privileged Role Administrator', 'owner-is-privileged', () => holds(PRIVILEGED_ROLE_ADMINISTRATOR)],
      ['whoever may act on alerts', 'owner-is-bot-admin', () => holds(SECURITY_ADMINISTRATOR)],
      ['somebody whose roles cannot be read', 'owner-rights-unknown', () => hideRoles()],
    ])('never let the machine disable %s, and revoke all the same', async (_who, reason, arrange) => {
      arrange()
      await worry()
      expect(await steps()).toMatchObject({ 'disable-account': `left-to-team ${reason}`, 'revoke-sessions': 'done' })
      expect(world.containment.disabledAccounts.size).toBe(0)
    })

    const emergency = () => {
      world.settings = { ...world.settings, emergencyAccounts: [DANA] }
    }
    const holds = (role: string) => void world.roles.set(DANA, [role])
    const hideRoles = () => {
      const { directory } = world.ports
      const activeRoles = () => Promise.reject(new PosternError('graph-forbidden'))
      Object.defineProperty(world, 'ports', {
        value: { ...world.ports, settings: world.settings, directory: { ...directory, activeRoles } },
      })
    }

    it('hold a guest, whose roles are not read, and say that nobody here can revoke or mark', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      await worry()
      expect(await steps()).toMatchObject({
        'disable-account': 'left-to-team owner-rights-unknown',
        'revoke-sessions': 'not-possible guest-home-organisation',
        'mark-compromised': 'not-possible guest-home-organisation',
        'watch-residual': 'not-possible nothing-revoked',
      })
      expect(changes()).toEqual(['disable-device'])
    })

    it('stop after five disables an hour over all replicas, and propose', async () => {
      await place.store.transaction(async (tx) => {
        for (let number = 1; number <= 4; number++)
          await tx.beginAction(
            {
              alertId: (await tx.alertsOf(DANA))[0]!.alertId,
              step: 'disable-new-devices',
              target: `other-${number}`,
              automatic: true,
              actor: 'postern',
              at: START,
            },
            { most: 5, since: new Date(START.getTime() - MINUTE_MS) },
          )
      })
      await worry()
      // The fifth was the device; the account is the sixth.
      expect(await steps()).toMatchObject({
        'disable-new-devices': 'done',
        'disable-account': 'left-to-team hourly-limit-reached',
        'revoke-sessions': 'done',
      })
      expect(world.containment.disabledAccounts.size).toBe(0)
      expect((await press('disable-account')).outcome).toBe('done')
      expect(world.containment.disabledAccounts).toEqual(new Set([DANA]))
    })

    it('leave the account its turn, however many devices an intruder has registered', async () => {
      const devices = [1, 2, 3, 4, 5, 6].map((number) => addition({ id: `device-${number}` }))
      world.containment.found.set('device', devices)
      await worry()
      expect(await steps()).toMatchObject({
        'disable-new-devices': 'left-to-team hourly-limit-reached',
        'disable-account': 'done',
      })
      expect(world.containment.disabledDevices.size).toBe(4)
    })

    it('count two replicas together, however close they are', async () => {
      const NOOR = userId(PEOPLE.guest)
      world.people.set(...person(PEOPLE.guest, { displayName: 'Noor Ordinary' }))
      world.containment.additions = async (kind, who) => ({
        found: kind === 'device' ? [1, 2, 3, 4].map((number) => addition({ id: `${who}-${number}` })) : [],
        isComplete: true,
      })
      const another = { correlationId: 'c0ffee00-0000-4000-8000-00000000000a', sessionId: 'another' }
      world.rows = phish({ userId: NOOR, ...another }).map((row, index) => ({ ...row, id: `noor-${index}` }))
      await world.settle()
      for (const owner of [DANA, NOOR]) {
        const [asked] = await world.store.alertsOf(owner)
        const given = { alertId: asked?.alertId ?? alertId(PEOPLE.room), answer: 'someone-sent-it' } as const
        await answerAlert(world.ports, world.actor(owner), given)
      }
      await Promise.all(['one', 'two'].map((replica) => runJobs(world.ports, replica)))
      await world.work()
      const { disabledAccounts, disabledDevices } = world.containment
      const disabled = [...disabledAccounts, ...disabledDevices]
      expect(disabled).toHaveLength(5)
    })
  })

  describe('what cannot be read or done', () => {
    it.each(['device', 'method', 'consent', 'mailbox-rule'] as const)(
      'is said of %s, and holds up nothing',
      async (kind: AdditionKind) => {
        world.containment.before = (call) => {
          if (call === `collect-${kind}`) throw new PosternError('graph-forbidden')
        }
        await worry()
        const known = teamCard().containment.collections.map((one) => [one.kind, one.why])
        expect(known).toContainEqual([kind, 'graph-forbidden'])
        expect(known.filter(([, why]) => why === null)).toHaveLength(3)
        expect(await steps()).toMatchObject({ 'collect-additions': 'done partly-unknown', 'revoke-sessions': 'done' })
      },
    )

    it('is said where there is more than is read, beside what was found', async () => {
      world.containment.cut.add('device')
      mode('full')
      await worry()
      const [devices] = teamCard().containment.collections
      expect(devices).toMatchObject({ kind: 'device', why: 'too-many-to-read', found: [addition()] })
      expect(await steps()).toMatchObject({
        'collect-additions': 'done partly-unknown',
        'disable-new-devices': 'failed too-many-to-read',
        'revoke-sessions': 'done',
      })
      expect(world.containment.disabledDevices).toEqual(new Set([addition().id]))
    })

    it('is said where it takes too long: the revoke does not wait', async () => {
      world.containment.additions = () => new Promise(() => undefined)
      const answered = worry()
      await expect.poll(() => world.revoked).toEqual([DANA])
      world.deadline.abort()
      await answered
      expect(await steps()).toMatchObject({ 'collect-additions': 'failed too-slow', 'revoke-sessions': 'done' })
    })

    it.each([
      ['disable-device', 'disable-new-devices'],
      ['disable-account', 'disable-account'],
      ['revoke', 'revoke-sessions'],
    ])('is the failure of %s alone, where its permission is missing', async (call, step) => {
      mode('full')
      world.containment.before = (name) => {
        if (name === call) throw new PosternError('graph-forbidden')
      }
      await worry()
      const all = await steps()
      expect(all[step]).toBe('failed graph-forbidden')
      const others = ['disable-new-devices', 'disable-account', 'revoke-sessions'].filter((name) => name !== step)
      for (const other of others) expect(all[other]).toBe('done')
    })

    it('is tried again where it may pass, without what was done already', async () => {
      mode('full')
      world.containment.before = (name) => {
        if (name === 'disable-account') throw new PosternError('graph-throttled')
      }
      await worry()
      expect(await steps()).toMatchObject({ 'disable-account': 'under-way graph-throttled', 'revoke-sessions': 'done' })
      world.containment.before = () => undefined
      world.pass(5 * MINUTE_MS)
      await world.work()
      expect(changes()).toEqual(['disable-device', 'revoke', 'disable-account'])
      expect(await steps()).toMatchObject({ 'disable-account': 'done' })
    })

    it('is failed, and not under way for ever, once nobody comes back for it', async () => {
      world.containment.before = (name) => {
        if (name === 'revoke') throw new Error('a fault of our own')
      }
      await worry()
      for (let round = 0; round < 12; round++) {
        world.pass(6 * MINUTE_MS)
        await world.work()
      }
      expect(await steps()).toMatchObject({ 'revoke-sessions': 'failed internal' })
    })
  })

  describe('a crash', () => {
    const CALLS = ['disable-device', 'disable-account', 'revoke'] as const
    it.each(CALLS.flatMap((call) => (['before', 'after'] as const).map((when) => [when, call] as const)))(
      'right %s %s goes on where it stopped, and has each effect once',
      async (when, call) => {
        mode('full')
        world.containment[when] = (name) => {
          if (name !== call) return
          world.containment[when] = () => undefined
          throw new Error('the process died here')
        }
        await worry()
        world.pass(5 * MINUTE_MS)
        await world.work()
        expect(changes()).toEqual([...CALLS])
        expect(await steps()).toMatchObject({
          'disable-new-devices': 'done',
          'disable-account': 'done',
          'revoke-sessions': 'done',
          'watch-residual': 'under-way',
        })
        const { undoable } = teamCard().containment
        expect([...undoable].sort()).toEqual(['disable-account', 'disable-new-devices'])
      },
    )

    it.each(['before', 'after'] as const)('right %s what somebody pressed is made good by a job', async (when) => {
      world.containment[when] = (name) => {
        if (name !== 'disable-account') return
        world.containment[when] = () => undefined
        throw new Error('the process died here')
      }
      await expect(press('disable-account')).rejects.toThrow('the process died here')
      expect(await steps()).toMatchObject({ 'disable-account': 'under-way pressed-by-team' })
      world.pass(2 * MINUTE_MS)
      await world.work()
      expect(changes()).toEqual(['disable-account'])
      expect(await steps()).toMatchObject({ 'disable-account': 'done' })
    })
  })

  describe('the security team', () => {
    it.each([
      ['disable-new-devices', ['disable-device']],
      ['disable-account', ['disable-account']],
      ['mark-compromised', ['mark']],
      ['contain', ['disable-device', 'disable-account', 'revoke', 'mark']],
    ] as const)('presses %s', async (action, calls) => {
      mode('propose')
      expect((await press(action)).outcome).toBe('done')
      expect(changes()).toEqual(calls)
      expect((await press(action)).outcome).toBe('nothing-to-do')
      expect(changes()).toEqual(calls)
    })

    it('may disable whom the machine may not, and is not held by the hourly limit', async () => {
      world.roles.set(DANA, [GLOBAL_ADMINISTRATOR])
      await press('disable-account')
      expect(world.containment.disabledAccounts).toEqual(new Set([DANA]))
      expect(await world.store.automaticActions(new Date(0))).toBe(0)
    })

    it('contains what is left after the machine, and revokes anew what was not disabled then', async () => {
      await worry()
      world.pass(MINUTE_MS)
      await press('contain')
      expect(changes()).toEqual(['revoke', 'disable-device', 'disable-account', 'revoke', 'mark'])
    })

    it('cannot revoke or mark a guest, and is told so', async () => {
      world.people.set(...person(PEOPLE.dana, { isGuest: true }))
      await press('contain')
      expect(changes()).toEqual(['disable-device', 'disable-account'])
      expect(await steps()).toMatchObject({ 'mark-compromised': 'not-possible guest-home-organisation' })
    })

    it.each([
      ['disable-account', 'enable-account'],
      ['disable-new-devices', 'enable-device'],
      ['mark-compromised', 'dismiss'],
    ] as const)('takes %s back', async (step, call) => {
      await press(step)
      await world.work()
      expect((await press(`undo-${step}`)).outcome).toBe('done')
      expect(changes().at(-1)).toBe(call)
      expect(await steps()).toMatchObject({ [step]: 'undone undone-by-team' })
      expect((await press(`undo-${step}`)).outcome).toBe('nothing-to-do')
      const { disabledAccounts, disabledDevices, marked } = world.containment
      expect([disabledAccounts.size, disabledDevices.size, marked.size]).toEqual([0, 0, 0])
      const history = await world.store.alertSteps((await alert()).alertId)
      expect(history.at(-1)).toMatchObject({ actor: SAM, why: `${step} undone undone-by-team` })
    })

    it('gives back only what Postern has taken', async () => {
      world.containment.disabledAccounts.add(DANA)
      await press('disable-account')
      expect(await steps()).toMatchObject({ 'disable-account': 'done already-disabled' })
      expect((await press('undo-disable-account')).outcome).toBe('nothing-to-do')
    })

    it('takes back what the machine did', async () => {
      mode('full')
      await worry()
      await press('undo-disable-account')
      expect(world.containment.disabledAccounts.size).toBe(0)
    })

    it.each(['contain', 'disable-account', 'undo-disable-account'] as const)(
      'does not press %s without the role of this moment, or on their own case',
      async (action) => {
        world.roles.set(SAM, [])
        expect(await codeOf(press(action))).toBe('not-allowed')
        world.roles.set(DANA, [SECURITY_ADMINISTRATOR])
        expect(await codeOf(press(action, DANA))).toBe('not-allowed')
        expect(changes()).toEqual([])
      },
    )

    it('learns nothing of an alert that is not there', async () => {
      const unknown = { alertId: alertId('deadbeef-0000-4000-8000-000000000000'), action: 'contain' } as const
      expect(await codeOf(actOnContainment(world.ports, world.actor(SAM), unknown))).toBe('alert-unknown')
    })
  })

  it('ends what it has done also where the clock was set back meanwhile', async () => {
    world.containment.before = (call) => {
      if (call === 'revoke') world.pass(-60 * MINUTE_MS)
    }
    await revoke()
    expect(await steps()).toMatchObject({ 'revoke-sessions': expect.stringMatching(/^done/) })
  })

  describe('the watch after a revoke', () => {
    /** The session is used at this many minutes after the start. */
    const useAt = (minutes: number, errorCode = 0) =>
      world.rows.push(
        redemption({
          id: `use-${minutes}-${errorCode}`,
          correlationId: `c0ffee00-0000-4000-8000-0000000002${String(minutes).padStart(2, '0')}`,
          at: new Date(START.getTime() + minutes * MINUTE_MS),
          errorCode,
        }),
      )

    it('tells the team at once that the session is still used, and the alert rises', async () => {
      await revoke()
      await world.work()
      const posts = world.cardsFor('team').length
      world.pass(10 * MINUTE_MS)
      useAt(9)
      await world.settle()
      expect(await steps()).toMatchObject({ 'watch-residual': 'failed session-still-used' })
      expect(await alert()).toMatchObject({ severity: 'critical' })
      expect(world.cardsFor('team')).toHaveLength(posts + 1)
      await world.settle()
      expect(world.cardsFor('team')).toHaveLength(posts + 1)
    })

    it('does not take rows of before the revoke for use after it', async () => {
      world.pass(10 * MINUTE_MS)
      await revoke()
      useAt(9)
      await world.settle()
      expect(await steps()).toMatchObject({ 'watch-residual': 'under-way' })
    })

    it('ends only once the log was read past its end', async () => {
      await revoke()
      world.pass(91 * MINUTE_MS)
      await world.work()
      expect(await steps()).toMatchObject({ 'watch-residual': 'under-way' })
      // A row of somebody else shows how far the log reaches.
      world.rows.push({
        ...redemption({ userId: PEOPLE.room, id: 'room', at: new Date(START.getTime() + 91 * MINUTE_MS) }),
      })
      world.pass(6 * MINUTE_MS)
      await world.settle()
      expect(await steps()).toMatchObject({ 'watch-residual': 'done' })
    })

    it('ends by the stream, where the log is not polled', async () => {
      await revoke()
      world.settings = { ...world.settings, isPolled: false, streamHubs: ['hub'] }
      const look = async () => {
        const mark = { ok: true, code: null, at: world.ports.clock.now() }
        await world.store.markHealth({ ...mark, name: 'sign-in-stream/hub', detail: { partitions: 1 } })
        await world.store.markHealth({ ...mark, name: 'sign-in-stream/hub/0', detail: { lagMs: 0, newestAgeMs: 0 } })
        await world.work()
        return (await steps())['watch-residual']
      }
      world.pass(104 * MINUTE_MS)
      expect(await look()).toBe('under-way')
      world.pass(6 * MINUTE_MS)
      expect(await look()).toBe('done')
    })

    it('says that the revoke took hold where the log shows a refusal', async () => {
      await revoke()
      useAt(20, 50173)
      world.rows.push(redemption({ userId: PEOPLE.room, id: 'room', at: new Date(START.getTime() + 91 * MINUTE_MS) }))
      world.pass(92 * MINUTE_MS)
      await world.settle()
      expect(await steps()).toMatchObject({ 'watch-residual': 'done use-refused' })
    })

    it('is given up, and not called quiet, where the log does not come', async () => {
      await revoke()
      for (let round = 0; round < 27; round++) {
        world.pass(60 * MINUTE_MS)
        await world.work()
      }
      expect(await steps()).toMatchObject({ 'watch-residual': 'failed log-not-read' })
    })

    it('notices use of a closed case, which comes back', async () => {
      await revoke()
      const other = userId(PEOPLE.room)
      world.roles.set(other, [SECURITY_ADMINISTRATOR])
      for (const who of [SAM, other]) {
        const closing = { alertId: (await alert()).alertId, action: 'close', reason: 'dealt-with' } as const
        await actOnAlert(world.ports, world.actor(who), closing)
      }
      await world.work()
      expect(await alert()).toMatchObject({ state: 'closed' })
      const { alertId: id } = await alert()
      useAt(9)
      // As if the rows had been stored while the revoke was being written: nobody looked at them.
      const { records } = readRecords({ value: world.rows })
      const one = assembleCases(records, world.settings.tenantId).cases[0]!
      const stored = (await world.store.casesOf(DANA))[0]!
      await world.store.saveCase({ ...stored, case: { ...one, caseId: stored.caseId } as typeof one })
      world.pass(92 * MINUTE_MS)
      await world.work()
      expect((await world.store.alertById(id))?.state).not.toBe('closed')
    })

    it('notices use that was in the log before the revoke was written', async () => {
      await revoke()
      useAt(6)
      world.pass(92 * MINUTE_MS)
      const { alertId: id } = await alert()
      await world.settle()
      expect((await world.store.alertSteps(id)).map(({ why }) => why)).toContain(
        'watch-residual failed session-still-used',
      )
    })
  })
})
