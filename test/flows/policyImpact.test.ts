/** What a block would have stopped, from our own cases and, for the days before, from Graph's log. */
import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import type { ImpactAnswer, PolicySnapshot } from '../../src/domain/policyStatus/index.js'
import { askPolicy } from '../../src/flows/askPolicy.js'
import { impactNow } from '../../src/flows/policyImpact.js'
import type { DeviceCodeLog, Ports } from '../../src/flows/ports.js'
import * as example from '../domain/policyStatus/example.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish, redemption } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DAY_MS = 24 * 60 * 60 * 1000
const SAM = userId(PEOPLE.sam)
const READER = '5d6b6bb7-de71-4623-b4af-96380a352509'

describeOnEachEngine('the impact of a block', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld(place.store)
    world.people.set(...person(PEOPLE.dana))
  })

  const snapshot = (): PolicySnapshot =>
    example.snapshot({
      takenAt: world.ports.clock.now().toISOString(),
      policies: [example.riskPolicy()],
      directory: {
        ...example.directory,
        users: [
          ...(example.directory.users ?? []),
          { id: PEOPLE.dana, displayName: 'Dana', guestOrExternalUserType: null },
        ],
      },
    })
  const assess = async (change: Partial<Ports> = {}): Promise<ImpactAnswer> => {
    const answer = await impactNow({ ...world.ports, ...change }, snapshot())
    if (answer.kind !== 'impact') throw new Error('no impact')
    return answer
  }
  const log = (rows: DeviceCodeLog['rows']): Partial<Ports> => ({ deviceCodeLog: { rows } })

  it('counts what our own cases hold, and asks Graph for the days before only', async () => {
    world.rows = phish()
    await world.settle()
    const asked: { from: Date; to: Date }[] = []
    const answer = await assess(
      log(async (window) => {
        asked.push(window)
        return { rows: [], isWhole: true }
      }),
    )
    expect(answer.total.people).toBe(1)
    expect(answer.rows[0]).toMatchObject({ userId: PEOPLE.dana })
    expect(answer.period.missingDays).toEqual([])
    expect(asked.length).toBeLessThanOrEqual(6)
    expect(Math.max(...asked.map(({ to }) => to.getTime()))).toBeLessThanOrEqual(START.getTime())
    expect(asked.at(-1)?.from.getTime()).toBeGreaterThanOrEqual(START.getTime() - 31 * DAY_MS)
  })

  it('counts what only Graph still knows, and a sign-in that both know once', async () => {
    world.rows = phish()
    await world.settle()
    const rows = [
      ...phish(),
      redemption({
        id: 'before',
        at: new Date(START.getTime() - 10 * DAY_MS),
        correlationId: 'before',
        sessionId: 'before',
      }),
    ]
    const answer = await assess(log(async () => ({ rows, isWhole: true })))
    expect(answer.total.stopped).toBe(2)
  })

  it('says which days nobody holds where Graph cannot be asked, and is kept all the same', async () => {
    world.rows = phish()
    await world.settle()
    const answer = await assess(log(() => Promise.reject(new PosternError('graph-forbidden'))))
    expect(answer.period.coveredDays).toBeGreaterThan(0)
    expect(answer.period.missingDays?.length).toBeGreaterThan(25)
    expect((await place.store.newestImpact())?.impact.assessedAt).toBe(answer.assessedAt)
  })

  it('stops asking Graph where somebody has waited long enough, and where a part was more than is read', async () => {
    let asked = 0
    const count = log(async () => {
      asked++
      world.deadline.abort()
      return { rows: [], isWhole: true }
    })
    await assess(count)
    expect(asked).toBe(1)
    const fresh = createWorld(place.store)
    asked = 0
    world = fresh
    world.pass(2 * DAY_MS)
    await assess(
      log(async () => {
        asked++
        return { rows: [], isWhole: false }
      }),
    )
    expect(asked).toBe(1)
  })

  it('answers from what was worked out within the hour, and anew where the policies were read since', async () => {
    const first = await assess()
    const again = await impactNow(world.ports, { ...snapshot(), takenAt: first.assessedAt })
    expect(again).toEqual(first)
    world.pass(1_000)
    expect((await assess()).assessedAt).not.toBe(first.assessedAt)
  })

  it('is asked for by whoever may read policy, in the trail, and no longer kept than its time', async () => {
    const actor = world.actor(SAM)
    expect(await askPolicy(world.ports, actor, { kind: 'impact' })).toMatchObject({ kind: 'refused', why: 'no-role' })
    world.roles.set(SAM, [READER])
    const fresh = { ...world.ports, directory: { ...world.ports.directory, activeRoles: async () => [READER] } }
    expect(await askPolicy(fresh, actor, { kind: 'impact' })).toMatchObject({
      kind: 'answer',
      answer: { kind: 'impact' },
    })
    expect(await askPolicy(fresh, actor, { kind: 'plan' })).toMatchObject({ answer: { kind: 'plan', digest: null } })
    await place.store.purgeExpired(new Date(START.getTime() + 40 * DAY_MS))
    expect(await place.store.newestImpact()).toBeNull()
  })
})
