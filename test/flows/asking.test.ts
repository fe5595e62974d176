/** What a case does, row by row: who is told what, when the team hears of it, and whom nobody asks. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { checkId, userId } from '../../src/domain/ids.js'
import type { AlertView } from '../../src/domain/notices.js'
import type { Answer, OwnerTelling } from '../../src/domain/signInAlert/index.js'
import { answerAlert } from '../../src/flows/answerAlert.js'
import { ownQuestions } from '../../src/flows/ownQuestions.js'
import type { Person } from '../../src/flows/ports.js'
import { describeOnEachEngine } from '../support/engines.js'
import { AZURE_CLI, PEOPLE, phish, redemption, row } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Of another flow: a case of its own. */
const other = (serial: number) => ({
  correlationId: `c0ffee00-0000-4000-8000-00000000010${serial}`,
  sessionId: `5e551010-0000-4000-8000-00000000010${serial}`,
})

describeOnEachEngine('asking', (place) => {
  let world: World

  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
  })

  const noTrust = () => {
    world.settings = { ...world.settings, trustedNetworks: [] }
  }
  const phishingCheck = () =>
    world.store.saveCheck({
      checkId: checkId('c4ec0000-0000-4000-8000-000000000001'),
      userId: DANA,
      at: new Date('2026-11-20T09:55:00Z'),
      check: { verdict: 'phishing', confidence: 'certain', signals: [], advice: [] },
      expiresAt: new Date('2026-12-20T09:55:00Z'),
    })
  const told = (): OwnerTelling => {
    const notice = world.cardsFor(DANA).at(-1)?.notice
    return notice?.kind === 'owner-alert' ? notice.telling : 'nothing'
  }
  const danas = (): AlertView => {
    const notice = world.cardsFor(DANA)[0]?.notice
    if (notice?.kind !== 'owner-alert') throw new Error('no card')
    return notice.alert
  }
  const stored = async () => (await world.store.alertsOf(DANA))[0]!
  const answer = async (given: Answer, asked?: OwnerTelling) => {
    const answered = await answerAlert(world.ports, world.actor(DANA), {
      alertId: danas().alertId,
      answer: given,
      asked,
    })
    await world.work()
    return answered
  }

  interface Row {
    readonly severity: string
    readonly owner: OwnerTelling
    readonly team: 'log' | 'at-once'
    readonly silenceMinutes?: number
    readonly set: () => unknown
  }
  const rows: Readonly<Record<string, Row>> = {
    'completed as an exception of the operator allows': {
      severity: 'expected',
      owner: 'nothing',
      team: 'log',
      set: () => {
        noTrust()
        const network = '198.51.100.0/24'
        const rule = { appId: AZURE_CLI, network, userIds: [PEOPLE.dana], reason: 'builds', until: '2027-05-31' }
        world.tuning = JSON.stringify({ allow: [rule] })
        const { ipAddress, location, autonomousSystemNumber } = row()
        const atHome = { ...redemption({ appId: AZURE_CLI }), ipAddress, location, autonomousSystemNumber }
        world.rows = [row({ appId: AZURE_CLI }), atHome]
      },
    },
    'completed inside a trusted network': {
      severity: 'low',
      owner: 'notice',
      team: 'log',
      set: () => {
        world.rows = [row()]
      },
    },
    'completed outside of it': {
      severity: 'elevated',
      owner: 'question',
      team: 'log',
      silenceMinutes: 60,
      set: () => {
        noTrust()
        world.rows = [row()]
      },
    },
    'completed elsewhere than it was approved': {
      severity: 'high',
      owner: 'question',
      team: 'at-once',
      silenceMinutes: 15,
      set: () => {
        world.rows = phish()
      },
    },
    'completed after a phishing check': {
      severity: 'critical',
      owner: 'question',
      team: 'at-once',
      silenceMinutes: 5,
      set: async () => {
        await phishingCheck()
        world.rows = phish()
      },
    },
    'pending on the confirm page': {
      severity: 'low',
      owner: 'stop-now',
      team: 'log',
      set: () => {
        world.rows = [row({ errorCode: 50199 })]
      },
    },
    'pending after a phishing check': {
      severity: 'critical',
      owner: 'stop-now',
      team: 'at-once',
      set: async () => {
        await phishingCheck()
        world.rows = [row({ errorCode: 50199 })]
      },
    },
    ...Object.fromEntries(
      [53003, 530035, 530036].map((errorCode): [string, Row] => [
        `blocked with ${errorCode}`,
        {
          severity: 'low',
          owner: 'coaching',
          team: 'log',
          set: () => {
            world.rows = [row({ errorCode })]
          },
        },
      ]),
    ),
    'failed otherwise': {
      severity: 'low',
      owner: 'coaching',
      team: 'log',
      set: () => {
        world.rows = [row({ errorCode: 50126 })]
      },
    },
    'blocked after a phishing check': {
      severity: 'high',
      owner: 'coaching',
      team: 'at-once',
      set: async () => {
        await phishingCheck()
        world.rows = [row({ errorCode: 53003 })]
      },
    },
  }

  describe.each(Object.entries(rows))('a sign-in that was %s', (_, { severity, owner, team, silenceMinutes, set }) => {
    it(`is ${severity}: its owner gets ${owner}, the team ${team}`, async () => {
      await set()
      await world.settle()
      expect((await world.store.casesOf(DANA))[0]?.highestSeverity).toBe(severity)
      expect(told()).toBe(owner)
      expect(world.cardsFor('team')).toHaveLength(team === 'log' ? 0 : 1)
    })

    it(silenceMinutes === undefined ? 'has no timer' : `goes to the team after ${silenceMinutes} minutes`, async () => {
      await set()
      await world.settle()
      const before = world.cardsFor('team').length
      world.pass(silenceMinutes === undefined ? DAY_MS : (silenceMinutes - 1) * MINUTE_MS)
      await world.work()
      expect(world.cardsFor('team')).toHaveLength(before)
      if (silenceMinutes === undefined) return
      world.pass(MINUTE_MS)
      await world.work()
      expect(world.cardsFor('team')).toHaveLength(before + 1)
      expect(danas().state).toBe('escalated')
    })
  })

  describe.each<[string, () => void]>([
    ['a guest', () => change({ isGuest: true })],
    ['a disabled account', () => change({ accountEnabled: false })],
    ['a Teams room by its licences', () => change({ isSharedDevice: true })],
    ['a declared shared device', () => declare('sharedDeviceAccounts')],
    ['an emergency account', () => declare('emergencyAccounts')],
  ])('%s', (_, set) => {
    it('is never asked, and the team hears of what is elevated or worse', async () => {
      noTrust()
      set()
      world.rows = phish()
      await world.settle()
      world.pass(DAY_MS)
      await world.work()
      expect(world.cardsFor(DANA)).toEqual([])
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('is not coached, nor told to stop', async () => {
      set()
      world.rows = [row({ errorCode: 53003 }), row({ ...other(1), id: 'row-2', errorCode: 50199 })]
      await world.settle()
      expect(world.inbox).toEqual([])
    })
  })
  const change = (what: Partial<Person>) => world.people.set(...person(PEOPLE.dana, what))
  const declare = (what: 'emergencyAccounts' | 'sharedDeviceAccounts') => {
    world.settings = { ...world.settings, [what]: [DANA] }
  }

  describe('coaching', () => {
    const tried = (serial: number) => row({ ...other(serial), id: `try-${serial}`, errorCode: 53003 })

    it('comes once a day, however often somebody tries', async () => {
      world.rows = [tried(1), tried(2)]
      await world.settle()
      world.pass(MINUTE_MS)
      world.rows.push(tried(3))
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
    })

    it('comes again the next day', async () => {
      world.rows = [tried(1)]
      await world.settle()
      world.pass(DAY_MS)
      world.rows = [
        row({ ...other(2), id: 'try-2', errorCode: 53003, at: new Date(START.getTime() + DAY_MS - MINUTE_MS) }),
      ]
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(2)
    })

    it('contains nothing, and a worrying answer reaches the team', async () => {
      world.rows = [tried(1)]
      await world.settle()
      await answer('someone-sent-it')
      expect(world.revoked).toEqual([])
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('becomes the question on the same card when the sign-in is completed, and an earlier "I did" asks no less', async () => {
      noTrust()
      world.rows = [row({ errorCode: 53003 })]
      await world.settle()
      await answer('i-did')
      world.pass(MINUTE_MS)
      world.rows.push(row({ id: 'row-2', at: new Date('2026-11-20T10:01:30Z') }))
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(told()).toBe('question')
      expect(await ownQuestions(world.ports, world.actor(DANA))).toMatchObject({
        questions: [{ severity: 'elevated' }],
      })
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(danas().state).toBe('escalated')
    })
  })

  describe('"stop"', () => {
    it('is taken back into the question about a try once the sign-in was turned away', async () => {
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      world.rows.push(row({ id: 'row-2', at: new Date('2026-11-20T10:00:20Z'), errorCode: 53003 }))
      await world.settle()
      expect(world.cardsFor(DANA)).toHaveLength(1)
      expect(told()).toBe('coaching')
      await answer('someone-sent-it')
      expect(world.revoked).toEqual([])
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('that somebody answers with danger revokes at once: the log is late', async () => {
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      await answer('someone-sent-it')
      expect(world.revoked).toEqual([DANA])
    })
  })

  describe('a card that a crash has doubled', () => {
    it('shows an answer that was given on the other one', async () => {
      noTrust()
      world.faults.beforeProof = () => {
        world.faults.beforeProof = null
        throw new Error('the process died here')
      }
      world.rows = [row()]
      await world.settle()
      world.pass(MINUTE_MS)
      await world.work()
      expect(world.cardsFor(DANA)).toHaveLength(2)
      // What is pressed on the first, of which nothing was written down, stands on the second too.
      await answer('i-did')
      expect(world.cardsFor(DANA)[1]?.notice).toMatchObject({ alert: { answers: [{ answer: 'i-did' }] } })
    })
  })

  describe('"I did", from whoever may hold the account', () => {
    it('is answered to a card that says what the mode of today brings', async () => {
      world.settings = { ...world.settings, containmentMode: 'propose' }
      world.rows = [row()]
      await world.settle()
      expect(danas().mode).toBe('propose')
    })

    it('is recorded once, however often it is pressed', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      await answer('i-did', 'question')
      const { version } = await stored()
      for (let press = 0; press < 5; press++) expect((await answer('i-did', 'question')).changed).toBe(false)
      expect(await stored()).toMatchObject({ version, state: 'answered', answers: [{ answer: 'i-did' }] })
    })

    it('is recorded once beside a worrying answer too', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      for (let press = 0; press < 6; press++) await answer(press % 2 === 0 ? 'unknown-to-me' : 'i-did')
      expect((await stored()).answers.map((one) => one.answer)).toEqual(['unknown-to-me', 'i-did'])
    })

    it('holds up no deadline a second time: the case became graver since the first', async () => {
      noTrust()
      world.rows = [row({ errorCode: 53003 })]
      await world.settle()
      await answer('i-did')
      world.pass(MINUTE_MS)
      world.rows.push(row({ id: 'row-2', at: new Date('2026-11-20T10:01:30Z') }))
      await world.settle()
      await answer('i-did', 'question')
      expect(await stored()).toMatchObject({ answers: [{ answer: 'i-did' }, { answer: 'i-did' }] })
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(danas().state).toBe('escalated')
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('settles the case also where its deadline was looked at late: a try that failed moves the job and not the question', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      world.pass(30 * MINUTE_MS)
      await answer('i-did', 'question')
      await place.engine.query("update job set run_at = run_at + interval '40 minutes' where kind = 'escalate'")
      world.pass(80 * MINUTE_MS)
      await world.work()
      expect((await stored()).state).toBe('answered')
      expect(world.cardsFor('team')).toEqual([])
    })
  })

  describe('an answer on a card that shows an older question', () => {
    it('is recorded and settles nothing of what the case has become', async () => {
      noTrust()
      world.rows = [row({ errorCode: 50199 })]
      await world.settle()
      world.rows.push(row({ id: 'row-2', at: new Date('2026-11-20T10:00:20Z') }))
      await world.settle()
      expect(told()).toBe('question')
      await answer('i-did', 'stop-now')
      expect(await stored()).toMatchObject({ state: 'told', answers: [{ answer: 'i-did' }] })
      expect(danas().state).toBe('told')
      world.pass(61 * MINUTE_MS)
      await world.work()
      expect(danas().state).toBe('escalated')
    })

    it('may be followed by the same words on the new one, which settle it', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      await answer('i-did', 'stop-now')
      await answer('i-did', 'question')
      expect((await stored()).state).toBe('answered')
    })

    it('counts in full towards danger', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      await answer('unknown-to-me', 'notice')
      expect(world.revoked).toEqual([DANA])
    })

    it('on the question itself settles an elevated case', async () => {
      noTrust()
      world.rows = [row()]
      await world.settle()
      await answer('i-did', 'question')
      expect((await stored()).state).toBe('answered')
    })
  })

  describe('somebody whom Teams does not let the bot reach', () => {
    const refused = () => world.faults.teams.push(new PosternError('teams-unreachable'))

    it('and who should be asked goes to the team at once', async () => {
      noTrust()
      refused()
      world.rows = [row()]
      await world.settle()
      expect(world.cardsFor('team')).toHaveLength(1)
    })

    it('and would only have been coached costs the team nothing', async () => {
      refused()
      world.rows = [row({ errorCode: 53003 })]
      await world.settle()
      expect(world.inbox).toEqual([])
      expect((await stored()).state).toBe('unreachable')
    })

    it('and has left the organisation likewise', async () => {
      noTrust()
      world.people.delete(DANA)
      world.rows = [row()]
      await world.settle()
      expect(world.cardsFor('team')).toHaveLength(1)
    })
  })
})
