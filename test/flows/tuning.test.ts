import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { type UserId, userId } from '../../src/domain/ids.js'
import { watchSources } from '../../src/flows/watchSources.js'
import { describeOnEachEngine } from '../support/engines.js'
import { AZURE_CLI, BROKER, PEOPLE, redemption, row } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const GROUP = 'b2000000-0000-4000-8000-000000000001'
const TEAMS = '1fec8e78-bce4-4aaf-ab1b-5451cc387264'
const MINUTE_MS = 60_000
const RULE = {
  appId: AZURE_CLI,
  network: '198.51.100.0/24',
  userIds: [PEOPLE.dana],
  reason: 'builds',
  until: '2027-05-31',
}

describeOnEachEngine('the tuning file of a running bot', (place) => {
  let world: World
  let members: readonly UserId[]
  let isJoinable: boolean

  beforeEach(() => {
    world = createWorld(place.store)
    world.settings = { ...world.settings, trustedNetworks: [] }
    world.people.set(...person(PEOPLE.dana))
    world.audience = {
      ...world.audience,
      groupMembers: async (groupId) => {
        if (groupId !== GROUP) throw new PosternError('graph-not-found')
        return { members, guests: 0, disabled: 0, unknown: 0, gaps: [], isJoinable }
      },
    }
    members = [DANA]
    isJoinable = false
    world.rows = atHome('1')
  })

  /** The Azure CLI, approved and redeemed in one place. */
  function atHome(name: string, appId: string = AZURE_CLI): Record<string, unknown>[] {
    const flow = { appId, correlationId: `c0ffee00-0000-4000-8000-00000000000${name}`, sessionId: `s-${name}` }
    const redeemed = redemption({ ...flow, id: `r-${name}` })
    const home = row({ id: `a-${name}`, ...flow })
    return [home, { ...redeemed, ipAddress: home.ipAddress, autonomousSystemNumber: 64496, location: home.location }]
  }
  const tune = (change: Record<string, unknown> = {}) => {
    world.tuning = JSON.stringify({ allow: [{ ...RULE, ...change }] }, null, 1)
  }
  const severity = async (name = '1') =>
    (await world.store.casesOf(DANA)).find(({ case: one }) => one.legs.some(({ record }) => record.id === `a-${name}`))
      ?.severity
  const mark = async (name: string) => (await world.store.health()).find((one) => one.name === name)

  it('makes what it allows expected, and nobody is asked', async () => {
    tune()
    await world.settle()
    expect(await severity()).toBe('expected')
    expect(world.inbox).toEqual([])
  })

  it('never allows the broker', async () => {
    tune({ appId: BROKER })
    world.rows = atHome('1', BROKER)
    await world.settle()
    expect(await severity()).toBe('high')
    expect(await mark('tuning-file')).toMatchObject({ ok: false, code: 'config-invalid', detail: { line: 4 } })
  })

  it('is read again when it has changed', async () => {
    await world.settle()
    expect(await severity()).toBe('elevated')
    tune()
    world.rows.push(...atHome('2'))
    world.pass(MINUTE_MS)
    await world.settle()
    expect(await severity('2')).toBe('expected')
  })

  it('allows the members of a group, as they are a quarter of an hour later', async () => {
    tune({ userIds: [], groupIds: [GROUP] })
    await world.settle()
    expect(await severity()).toBe('expected')
    members = []
    world.pass(16 * MINUTE_MS)
    world.rows = atHome('2')
    await world.settle()
    expect(await severity('2')).not.toBe('expected')
  })

  it('applies no rule with a group that does not exist, and names it', async () => {
    const nowhere = 'b2000000-0000-4000-8000-00000000000f'
    tune({ groupIds: [nowhere] })
    await world.settle()
    expect(await severity()).toBe('elevated')
    expect(await mark('tuning-groups')).toMatchObject({
      ok: false,
      code: 'graph-not-found',
      detail: { groupId: nowhere, line: 3 },
    })
  })

  it('applies no rule with a group that anybody can join, and says so', async () => {
    isJoinable = true
    tune({ userIds: [], groupIds: [GROUP] })
    await world.settle()
    expect(await severity()).toBe('elevated')
    expect(await mark('tuning-groups')).toMatchObject({ ok: false, code: 'group-joinable', detail: { line: 3 } })
  })

  it('applies no rule while a group cannot be read, and looks again', async () => {
    tune({ userIds: [], groupIds: [GROUP] })
    const { audience } = world
    world.audience = { ...audience, groupMembers: () => Promise.reject(new PosternError('graph-forbidden')) }
    await world.settle()
    expect(await severity()).toBe('elevated')
    world.audience = audience
    world.pass(6 * MINUTE_MS)
    await world.work()
    expect(await severity()).toBe('expected')
    expect(await mark('tuning-groups')).toMatchObject({ ok: true })
  })

  it('keeps the fault of one group over another that is resolved, and tells of it and of its end once each', async () => {
    const nowhere = 'b2000000-0000-4000-8000-00000000000f'
    const rules = [
      { ...RULE, groupIds: [nowhere] },
      { ...RULE, appId: TEAMS, groupIds: [GROUP] },
    ]
    world.tuning = JSON.stringify({ allow: rules }, null, 1)
    const watch = async () => {
      await watchSources(world.ports, 'test', START)
      await world.work()
    }
    const told = () => world.cardsFor('team').filter(({ notice }) => notice.kind === 'source-fault')
    await world.settle()
    await watch()
    for (const name of ['2', '3']) {
      world.pass(16 * MINUTE_MS)
      world.rows = atHome(name, name === '2' ? TEAMS : AZURE_CLI)
      await world.settle()
      await watch()
      expect(await mark('tuning-groups')).toMatchObject({ ok: false, detail: { groupId: nowhere, groups: nowhere } })
    }
    expect(told()).toHaveLength(1)

    // The rule is taken out of the file.
    world.tuning = JSON.stringify({ allow: rules.slice(1) }, null, 1)
    world.pass(16 * MINUTE_MS)
    world.rows = atHome('4', TEAMS)
    await world.settle()
    await watch()
    await watch()
    expect(await mark('tuning-groups')).toMatchObject({ ok: true })
    expect(told()).toHaveLength(2)
  })

  it('allows nothing where it cannot be read', async () => {
    tune()
    const unreadable = { ...world.ports, tuning: { read: () => Promise.reject(new PosternError('file-unavailable')) } }
    const { pollSignIns } = await import('../../src/flows/pollSignIns.js')
    await pollSignIns(unreadable, 'test')
    expect(await severity()).toBe('elevated')
    expect(await mark('tuning-file')).toMatchObject({ ok: false, code: 'file-unavailable' })
  })
})
