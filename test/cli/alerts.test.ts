import { beforeEach, describe, expect, it } from 'vitest'
import { runAlertsList, runAlertsShow } from '../../src/cli/alerts.js'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { actOnAlert } from '../../src/flows/actOnAlert.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, type World } from '../support/world.js'
import { keptIo } from './io.js'

const SAM = userId(PEOPLE.sam)

describeOnEachEngine('postern alerts', (place) => {
  let world: World
  beforeEach(async () => {
    world = createWorld(place.store)
    for (const [who, known] of [person(PEOPLE.dana, { displayName: 'Dana\u001b[2J' }), person(PEOPLE.sam)])
      world.people.set(who, known)
    world.roles.set(SAM, ['194ae4cb-b126-40b2-bd5b-6091b380977d'])
    world.rows = phish()
    await world.settle()
  })
  const ports = async () => world.ports
  const idOf = async () => (await place.store.openAlerts({ limit: 1, offset: 0 }))[0]!.alertId
  const list = async (options = {}) => {
    const io = keptIo()
    return { status: await runAlertsList(io, options, ports), text: io.lines.join('\n'), faults: io.faults }
  }
  const show = async (id: string, options = {}) => {
    const io = keptIo()
    return { status: await runAlertsShow(io, id, options, ports), text: io.lines.join('\n'), faults: io.faults }
  }

  it('lists what is open, a line each, fit for a terminal', async () => {
    const { status, text } = await list()
    expect(status).toBe(0)
    expect(text).toMatch(/^open alerts: 1\n/)
    expect(text).toContain(`${await idOf()}  high`)
    expect(text).not.toContain('\u001b')
  })

  it('lists the same as JSON, with the page as people count', async () => {
    expect(JSON.parse((await list({ json: true })).text)).toMatchObject({
      total: 1,
      page: 1,
      alerts: [{ severity: 'high' }],
    })
    expect(JSON.parse((await list({ json: true, page: 2 })).text)).toMatchObject({ total: 1, page: 2, alerts: [] })
    expect((await list({ page: 0 })).status).toBe(64)
  })

  it('shows one with why, what happened and who is on it', async () => {
    const id = await idOf()
    await actOnAlert(world.ports, world.actor(SAM), { alertId: id, action: 'take' })
    await actOnAlert(world.ports, world.actor(SAM), { alertId: id, action: 'close', reason: 'other', note: 'asked' })
    const { status, text } = await show(id)
    expect(status).toBe(0)
    expect(text).toMatch(/approval from Leeds, GB/)
    expect(text).toMatch(/redemption from Elsewhere, NL, 203\.0\.113\.66/)
    expect(text).toMatch(/^taken {5}/m)
    expect(text).toMatch(/^proposed .*: other .*"asked"$/m)
    expect(text).toMatch(/^hunt mail {2}https:\/\/security\.microsoft\.com\//m)
    expect(JSON.parse((await show(id, { json: true })).text)).toMatchObject({ alertId: id })
  })

  it('shows ids where names cannot be read', async () => {
    world.faults.graph = new PosternError('graph-unavailable')
    expect((await show(await idOf())).text).toContain(`person    ${PEOPLE.dana}`)
  })

  it.each([
    ['no id at all', 'x;', 64],
    ['an id of no alert', 'ffffffff', 1],
  ])('ends with its own status for %s', async (_case, id, status) => {
    const shown = await show(id)
    expect([shown.status, shown.text, shown.faults.length]).toEqual([status, '', 1])
  })
})

describe('postern alerts', () => {
  it('asks for no database where the command is wrong', async () => {
    const never = () => Promise.reject(new Error('opened'))
    expect(await runAlertsShow(keptIo(), 'nothing!', {}, never)).toBe(64)
    expect(await runAlertsList(keptIo(), { page: 1.5 }, never)).toBe(64)
  })
})
