import { describe, expect, it } from 'vitest'
import type { SimulatedMessage } from '../../src/demo/tenant/model.js'
import { PEOPLE } from '../../src/demo/tenant/seed.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { kqlString } from '../../src/domain/kql.js'
import { EMPTY_HUNT, type HuntTraces } from '../../src/domain/lures/index.js'
import { huntingQuery, RECIPIENTS_MAX, SOURCES } from '../../src/graph/huntingQuery.js'
import { minutesBefore, NOON, startWorld } from './world.js'

const { employee, finance } = PEOPLE
const to = (...people: readonly { readonly id: string; readonly mail: string }[]) =>
  people.map(({ id, mail }) => ({ objectId: id, address: mail }))

const MAIL: SimulatedMessage = {
  log: 'mail',
  at: minutesBefore(NOON, 60).toISOString(),
  sender: 'audit@evil.example',
  subject: 'Your review',
  urls: ['https://login.evil.example/a'],
  deliveryAction: 'Delivered',
  recipients: to(employee),
}
const BY_SENDER: HuntTraces = { ...EMPTY_HUNT, senders: ['audit@evil.example'] }
const FULL: HuntTraces = {
  senders: ['audit@evil.example'],
  hosts: ['login.evil.example'],
  urls: ['https://bit.ly/3xYzAb1'],
  codes: ['HNGP5CAF8'],
}

const find = async (messages: readonly SimulatedMessage[], traces: HuntTraces = BY_SENDER) => {
  const world = await startWorld()
  world.tenant.messages.push(...messages)
  return world.graph.hunting.recipients(traces)
}
const ids = async (messages: readonly SimulatedMessage[], traces: HuntTraces) =>
  (await find(messages, traces)).recipients.map(({ objectId }) => objectId)

describe('a hunting query', () => {
  it('finds who received a message, by sender, host, link or code, in mail and in Teams', async () => {
    const teams: SimulatedMessage = { ...MAIL, log: 'teams', recipients: to(finance) }
    expect(await find([MAIL, teams])).toEqual({
      recipients: [
        { objectId: employee.id, address: employee.mail },
        { objectId: finance.id, address: finance.mail },
      ],
      gaps: [],
    })
    expect(await ids([MAIL], { ...EMPTY_HUNT, hosts: ['login.evil.example'] })).toEqual([employee.id])
    const short = { ...MAIL, urls: ['https://bit.ly/3xYzAb1'] }
    expect(await ids([short], { ...EMPTY_HUNT, urls: ['https://bit.ly/3xYzAb1'] })).toEqual([employee.id])
    const named = { ...MAIL, subject: 'Meeting code HNGP5CAF8' }
    expect(await ids([named], { ...EMPTY_HUNT, codes: ['HNGP5CAF8'] })).toEqual([employee.id])
    expect(await ids([MAIL], FULL)).toEqual([employee.id])
  })

  it.each<[string, Partial<SimulatedMessage>]>([
    ['from somebody else', { sender: 'friend@good.example' }],
    ['older than a week', { at: minutesBefore(NOON, 8 * 24 * 60).toISOString() }],
    ['that was blocked', { deliveryAction: 'Blocked' }],
  ])('does not find a message %s', async (_what, change) => {
    expect(await find([{ ...MAIL, ...change }])).toEqual({ recipients: [], gaps: [] })
  })

  it('says "at least" where there are more people than can be warned at once', async () => {
    const recipients = Array.from({ length: RECIPIENTS_MAX + 1 }, (_, n) => ({
      objectId: `id-${n}`,
      address: `${n}@x.example`,
    }))
    const found = await find([{ ...MAIL, recipients }])
    expect(found.recipients).toHaveLength(RECIPIENTS_MAX)
    expect(found.gaps).toEqual(['too-many'])
  })

  it('says which log could not be searched where the other could', async () => {
    const { graph, tenant } = await startWorld()
    tenant.messages.push(MAIL)
    tenant.missingTables.add('MessageUrlInfo')
    const { recipients, gaps } = await graph.hunting.recipients(BY_SENDER)
    expect(recipients).toHaveLength(1)
    expect(gaps).toEqual(['teams-not-searched'])
    tenant.missingTables.add('EmailEvents')
    await expect(graph.hunting.recipients(BY_SENDER)).rejects.toMatchObject({ code: 'graph-shape' })
  })

  it('fails as forbidden where the permission is missing, and waits where Graph asks for it', async () => {
    const { graph, tenant, waits } = await startWorld()
    tenant.messages.push(MAIL)
    tenant.fault({ kind: 'status', status: 429, retryAfter: '7', times: 1 })
    expect((await graph.hunting.recipients(BY_SENDER)).recipients).toHaveLength(1)
    expect(waits).toContain(7_000)
    tenant.withheld.add('ThreatHunting.Read.All')
    await expect(graph.hunting.recipients(BY_SENDER)).rejects.toMatchObject({ code: 'graph-forbidden' })
    tenant.withheld.clear()
    tenant.fault({ kind: 'status', status: 503, times: 4 })
    await expect(graph.hunting.recipients(BY_SENDER)).rejects.toMatchObject({ code: 'graph-unavailable' })
    tenant.fault({ kind: 'body', body: { results: 'none' }, times: 2 })
    await expect(graph.hunting.recipients(BY_SENDER)).rejects.toMatchObject({ code: 'graph-shape' })
  })

  it('asks nothing where there is nothing to search for', async () => {
    const { graph, tenant } = await startWorld()
    expect(await graph.hunting.recipients(EMPTY_HUNT)).toEqual({ recipients: [], gaps: [] })
    expect(tenant.requests.filter(({ url }) => url.includes('runHuntingQuery'))).toEqual([])
  })

  it('is there in every cloud but China', () => {
    const has = Object.entries(CLOUDS).map(([name, { hasHunting }]) => [name, hasHunting])
    expect(Object.fromEntries(has)).toEqual({ public: true, gcch: true, dod: true, china: false })
  })
})

describe('a trace in the query', () => {
  it.each([
    ['a quote', 'a"b', '"a\\"b"'],
    ['a backslash before the quote', 'a\\" | take 1 //', '"a\\\\\\" | take 1 //"'],
    ['an apostrophe', "o'hara@evil.example", '"o\'hara@evil.example"'],
  ])('stays one text with %s', (_what, value, written) => {
    expect(kqlString(value)).toBe(written)
  })

  it.each([
    ['a line break', 'a\n| take 1'],
    ['a control', 'a\u0000'],
    ['another script', 'а'],
    ['nothing', ''],
    ['far too much', 'a'.repeat(601)],
  ])('is refused with %s', (_what, value) => {
    expect(() => kqlString(value)).toThrow('input-invalid')
  })

  it('cannot become part of the query: the tenant reads back exactly what was meant', async () => {
    const sender = 'a"]); EmailEvents | take 100000 //\\'
    const recipients = to(finance)
    const found = await find(
      [
        { ...MAIL, sender },
        { ...MAIL, recipients },
      ],
      { ...EMPTY_HUNT, senders: [sender] },
    )
    expect(found.recipients.map(({ objectId }) => objectId)).toEqual([employee.id])
  })

  it('is bounded in time and in rows, in both logs', () => {
    for (const source of SOURCES) {
      const query = huntingQuery(source, FULL) ?? ''
      expect(query.match(/Timestamp > ago\(7d\)/g)).toHaveLength(2)
      expect(query).toMatch(/\| take 5001$/)
    }
  })
})
