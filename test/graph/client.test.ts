import { describe, expect, it } from 'vitest'
import { CLOUDS } from '../../src/domain/clouds.js'
import { createGraph } from '../../src/graph/index.js'
import { MARTA, minutesBefore, NOON, phishAt, readWindow, silentLog, startWorld } from './world.js'

const lastHour = (graph: Parameters<typeof readWindow>[0]) => readWindow(graph, minutesBefore(NOON, 60), NOON)
const SIGN_INS = '/auditLogs/signIns'

describe('throttling', () => {
  it('waits as long as Retry-After says, then carries on', async () => {
    const { graph, tenant, waits } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter: '17', on: SIGN_INS, times: 1 })
    await expect(lastHour(graph)).resolves.toEqual([])
    expect(waits).toContain(17_000)
  })

  it('reads a Retry-After that is a date', async () => {
    const { graph, tenant, waits } = await startWorld()
    const inNineSeconds = new Date(NOON.getTime() + 9_000).toUTCString()
    tenant.fault({ kind: 'status', status: 429, retryAfter: inNineSeconds, on: SIGN_INS, times: 1 })
    await lastHour(graph)
    expect(waits).toContain(9_000)
  })

  it('has a schedule of its own where 429 carries no Retry-After', async () => {
    const { graph, tenant, waits } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, on: '/conditionalAccess/policies', times: 2 })
    const { unknowns } = await graph.policies.snapshot({ maxAgeMs: 0 })
    expect(unknowns).toEqual([])
    expect(waits.slice(0, 2)).toEqual([1_000, 3_000])
  })

  it('gives up after four tries and hands the wish of Graph on', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter: '20', on: SIGN_INS, times: 9 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-throttled', retryAfterMs: 20_000 })
    expect(tenant.requests.filter(({ url }) => url.includes(SIGN_INS))).toHaveLength(4)
  })

  it('does not sit out a wait of minutes but leaves it to the caller', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter: '300', on: SIGN_INS, times: 1 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-throttled', retryAfterMs: 300_000 })
  })

  it.each(['999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])('hands on no wish for years: %s', async (retryAfter) => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 429, retryAfter, on: SIGN_INS, times: 1 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-throttled', retryAfterMs: 3_600_000 })
  })

  it('spaces report requests so that a tenant with the real limit never has to refuse', async () => {
    const { graph, tenant } = await startWorld()
    for (let poll = 0; poll < 23; poll += 1) await lastHour(graph)
    expect(tenant.requests.filter(({ status }) => status === 429)).toEqual([])
  })

  it('spaces policy requests to one a second', async () => {
    const { graph, tenant } = await startWorld()
    await graph.policies.snapshot({ maxAgeMs: 0 })
    await graph.probe()
    const asked = tenant.requests.filter(({ url }) => url.includes('/conditionalAccess/'))
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('failures', () => {
  it.each([500, 502, 503, 504])('tries again after %i', async (status) => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status, on: SIGN_INS, times: 2 })
    await expect(lastHour(graph)).resolves.toEqual([])
  })

  it('tries again after a connection that was cut in the middle of an answer', async () => {
    const { graph, tenant } = await startWorld()
    tenant.addSignIns(phishAt(minutesBefore(NOON, 5)))
    tenant.fault({ kind: 'cut', on: SIGN_INS, times: 1 })
    await expect(lastHour(graph)).resolves.toHaveLength(4)
  })

  it('says that Graph is out of reach when nothing answers in time', async () => {
    const { graph, tenant } = await startWorld({ timeoutMs: 40 })
    tenant.fault({ kind: 'hang', on: SIGN_INS, times: 9 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-unavailable' })
  })

  it('says that Graph is out of reach when the tenant is gone', async () => {
    const { graph, running } = await startWorld()
    await running.close()
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-unavailable' })
  })

  it.each([
    ['no page', { hello: 'world' }, 'not-a-page'],
    [
      'a next link to another host',
      { value: [], '@odata.nextLink': 'https://graph.example/beta/x' },
      'foreign-next-link',
    ],
    [
      'a next link to a look-alike',
      { value: [], '@odata.nextLink': 'https://graph.microsoft.com.example/beta/x' },
      'foreign-next-link',
    ],
    [
      'a next link that drops TLS',
      { value: [], '@odata.nextLink': 'http://graph.microsoft.com/beta/x' },
      'foreign-next-link',
    ],
    [
      'a next link off the API',
      { value: [], '@odata.nextLink': 'https://graph.microsoft.com/other' },
      'foreign-next-link',
    ],
    ['a next link that is none', { value: [], '@odata.nextLink': 'beta/auditLogs' }, 'foreign-next-link'],
  ])('refuses %s', async (_, body, reason) => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'body', body, on: SIGN_INS, times: 9 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-shape', detail: { reason } })
  })

  it('refuses pages that go in a circle', async () => {
    const { graph, tenant } = await startWorld()
    const body = { value: [], '@odata.nextLink': 'https://graph.microsoft.com/beta/auditLogs/signIns?$skiptoken=a' }
    tenant.fault({ kind: 'body', body, on: SIGN_INS, times: 9 })
    await expect(lastHour(graph)).rejects.toMatchObject({ detail: { reason: 'endless-pages' } })
  })
})

describe('the token', () => {
  it('is asked for once and kept', async () => {
    const { graph, tenant } = await startWorld()
    await lastHour(graph)
    await lastHour(graph)
    expect(tenant.requests.filter(({ url }) => url.endsWith('/token'))).toHaveLength(1)
  })

  it('is renewed before it dies', async () => {
    const { graph, tenant, pass } = await startWorld()
    await lastHour(graph)
    pass(3_540_000)
    await lastHour(graph)
    expect(tenant.requests.map(({ status }) => status)).not.toContain(401)
    expect(tenant.requests.filter(({ url }) => url.endsWith('/token'))).toHaveLength(2)
  })

  it('is asked for again once when Graph refuses it', async () => {
    const { graph, tenant } = await startWorld()
    await lastHour(graph)
    tenant.expireTokens()
    await expect(lastHour(graph)).resolves.toEqual([])
  })

  it('is not asked for a third time', async () => {
    const { graph, tenant } = await startWorld()
    tenant.fault({ kind: 'status', status: 401, on: SIGN_INS, times: 9 })
    await expect(lastHour(graph)).rejects.toMatchObject({ code: 'graph-unauthorized' })
    expect(tenant.requests.filter(({ url }) => url.includes(SIGN_INS))).toHaveLength(2)
  })

  it('belongs to a real identity or to a simulated tenant, never to both or none', async () => {
    const { running } = await startWorld()
    const options = {
      cloud: CLOUDS.public,
      tenantId: running.tenant.tenantId as never,
      emergencyAccounts: [],
      mfaTrustedIps: [],
      clock: { now: () => NOON },
      log: silentLog,
    }
    const tokens = async () => 'real'
    expect(() => createGraph({ ...options, tokens, simulatedOrigin: running.origin })).toThrow('config-invalid')
    expect(() => createGraph({ ...options, tokens: null })).toThrow('config-invalid')
  })
})

describe('what is logged', () => {
  it('holds neither tokens nor people', async () => {
    const lines: string[] = []
    const write = (message: string, fields?: unknown) => lines.push(`${message} ${JSON.stringify(fields)}`)
    const { graph, tenant } = await startWorld({ log: { info: write, warn: write, error: write } })
    tenant.fault({ kind: 'status', status: 503, on: '/users/', times: 2 })
    await graph.directory.person(MARTA)
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toMatch(/Bearer|a1000000|halyard/)
  })
})
