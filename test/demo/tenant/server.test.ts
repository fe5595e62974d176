import { describe, expect, it, onTestFinished } from 'vitest'
import { deviceCodePhish } from '../../../src/demo/attacks.js'
import { blockedByPolicy } from '../../../src/demo/tenant/deviceCodeFlows.js'
import { PEOPLE, seedTenant, TENANT_ID } from '../../../src/demo/tenant/seed.js'
import { startSimulatedTenant } from '../../../src/demo/tenant/server.js'

const NOON = new Date('2026-11-02T12:00:00Z')
const FIVE_BEFORE = new Date(NOON.getTime() - 300_000)

async function start() {
  let nowMs = NOON.getTime()
  const running = await startSimulatedTenant({
    data: { ...seedTenant(NOON), signIns: [] },
    now: () => new Date(nowMs),
  })
  onTestFinished(() => running.close())
  const token = running.tenant.issueToken()
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(running.origin + path, { headers: { Authorization: `Bearer ${token}`, ...headers } })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
  return { ...running, get, pass: (ms: number) => (nowMs += ms) }
}

const SIGN_INS = '/beta/auditLogs/signIns'

describe('the token endpoint', () => {
  it('gives a token that Graph then takes', async () => {
    const { origin } = await start()
    const response = await fetch(`${origin}/${TENANT_ID}/oauth2/v2.0/token`, { method: 'POST' })
    const { access_token: token, expires_in: life } = (await response.json()) as Readonly<Record<string, unknown>>
    expect(life).toBe(3599)
    const users = await fetch(`${origin}/v1.0/users`, { headers: { Authorization: `Bearer ${token}` } })
    expect(users.status).toBe(200)
  })

  it.each([
    ['none', {}],
    ['a foreign one', { Authorization: 'Bearer made-up' }],
    ['Basic', { Authorization: 'Basic eA==' }],
  ])('without a token of its own, %s, Graph answers 401 in its own words', async (_, headers) => {
    const { origin } = await start()
    const response = await fetch(`${origin}/v1.0/users`, { headers })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } })
  })
})

describe('the sign-in log', () => {
  it('shows interactive rows only, unless the filter speaks of the stream', async () => {
    const { tenant, get } = await start()
    tenant.addSignIns(deviceCodePhish(PEOPLE.employee, FIVE_BEFORE))
    expect((await get(SIGN_INS)).body.value).toHaveLength(2)
    const filter = encodeURIComponent("signInEventTypes/any(t: t eq 'nonInteractiveUser')")
    expect((await get(`${SIGN_INS}?$filter=${filter}`)).body.value).toHaveLength(2)
  })

  it('is newest first', async () => {
    const { tenant, get } = await start()
    tenant.addSignIns(deviceCodePhish(PEOPLE.employee, FIVE_BEFORE))
    const dates = (await get(SIGN_INS)).body.value.map((row: { createdDateTime: string }) => row.createdDateTime)
    expect(dates).toEqual([...dates].sort().reverse())
  })

  it('is paged with links to the real Graph, and the pages hold everything once', async () => {
    const { tenant, get, origin } = await start()
    tenant.addSignIns(deviceCodePhish(PEOPLE.employee, FIVE_BEFORE))
    const first = await get(`${SIGN_INS}?$top=1`)
    const link = new URL(first.body['@odata.nextLink'])
    expect(link.origin).toBe('https://graph.microsoft.com')
    const second = await get(link.href.slice(link.origin.length))
    expect(second.body['@odata.nextLink']).toBeUndefined()
    expect(second.body.value[0].id).not.toBe(first.body.value[0].id)
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:/)
  })

  it.each(['0', '1001', 'many'])('has no page of %s', async (top) => {
    const { get } = await start()
    expect((await get(`${SIGN_INS}?$top=${top}`)).status).toBe(400)
  })

  it('hides report-only results from callers that do not ask for the newer values', async () => {
    const { tenant, get } = await start()
    const [row] = blockedByPolicy(PEOPLE.finance, FIVE_BEFORE, 'p')
    if (row === undefined) throw new Error('no row')
    tenant.addSignIns([{ ...row, appliedConditionalAccessPolicies: [{ id: 'p', result: 'reportOnlyFailure' }] }])
    const resultOf = async (headers: Record<string, string>) =>
      (await get(SIGN_INS, headers)).body.value[0].appliedConditionalAccessPolicies[0].result
    expect(await resultOf({})).toBe('unknownFutureValue')
    expect(await resultOf({ Prefer: 'include-unknown-enum-members' })).toBe('reportOnlyFailure')
  })

  it('leaves the list of policies empty without the permission to read policies', async () => {
    const { tenant, get } = await start()
    tenant.addSignIns(blockedByPolicy(PEOPLE.finance, FIVE_BEFORE, 'p'))
    tenant.withheld.add('Policy.Read.All')
    expect((await get(SIGN_INS)).body.value[0].appliedConditionalAccessPolicies).toEqual([])
  })
})

describe('throttling', () => {
  it('says how long to wait on the report APIs', async () => {
    const { get, pass } = await start()
    for (let request = 0; request < 5; request += 1) expect((await get(SIGN_INS)).status).toBe(200)
    pass(4_000)
    const refused = await get(SIGN_INS)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('6')
    pass(6_000)
    expect((await get(SIGN_INS)).status).toBe(200)
  })

  it('does not say so on Conditional Access', async () => {
    const { get } = await start()
    const path = '/v1.0/identity/conditionalAccess/policies'
    expect((await get(path)).status).toBe(200)
    const refused = await get(path)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBeNull()
  })
})

describe('other requests', () => {
  it.each(['/v1.0/auditLogs/signIns', '/v1.0/nothing', '/v1.0/users/%/x', '/beta'])('%s is not Graph', async (path) => {
    const { get } = await start()
    expect((await get(path)).status).toBe(400)
  })

  it('count people as text, and only with the header of advanced queries', async () => {
    const { get, tenant } = await start()
    const refused = await get('/v1.0/users/$count')
    expect([refused.status, refused.body.error.code]).toEqual([400, 'Request_BadRequest'])
    const eventual = { ConsistencyLevel: 'eventual' }
    const all = await get('/v1.0/users/$count', eventual)
    expect(all.headers.get('Content-Type')).toBe('text/plain')
    expect(all.body).toBe(tenant.users.size)
    const guests = [...tenant.users.values()].filter(({ userType }) => userType === 'Guest').length
    const filtered = `/v1.0/users/$count?$filter=${encodeURIComponent("accountEnabled eq true and userType eq 'Guest'")}`
    expect((await get(filtered, eventual)).body).toBe(guests)
  })

  it('are kept for assertions, with what they were answered', async () => {
    const { tenant, get } = await start()
    await get(`/v1.0/users/${PEOPLE.employee.id}?$select=id`)
    expect(tenant.requests).toMatchObject([
      { method: 'GET', url: `/v1.0/users/${PEOPLE.employee.id}?$select=id`, status: 200 },
    ])
  })

  it('give only the properties that were asked for', async () => {
    const { get } = await start()
    expect((await get(`/v1.0/users/${PEOPLE.employee.id}?$select=id,userType`)).body).toEqual({
      id: PEOPLE.employee.id,
      userType: 'Member',
    })
    expect((await get(`/v1.0/users/${PEOPLE.employee.id}`)).body.userType).toBeUndefined()
  })
})

describe('the what-if', () => {
  it.each(['', '{"signInIdentity":', 'null'])('refuses a body that is none, and goes on: %j', async (body) => {
    const { origin, tenant, get } = await start()
    const response = await fetch(`${origin}/v1.0/identity/conditionalAccess/evaluate`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tenant.issueToken()}` },
      body,
    })
    expect(response.status).toBe(400)
    expect((await get('/v1.0/users')).status).toBe(200)
  })
})
