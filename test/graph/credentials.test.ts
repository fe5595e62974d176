/**
 * The kinds of app registration, as far as they go without a network: what Entra answers is not tried here.
 */
import { describe, expect, it } from 'vitest'
import { TENANT_ID } from '../../src/demo/tenant/seed.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { PosternError } from '../../src/domain/errors.js'
import { tenantId } from '../../src/domain/ids.js'
import type { TokenSource } from '../../src/flows/ports.js'
import { entraCredentials, simulatedCredentials } from '../../src/graph/credentials.js'
import { NOON, startWorld } from './world.js'

const app = { appId: 'aaaaaaaa-0000-4000-8000-000000000001', tenantId: tenantId(TENANT_ID) }
const timing = { now: () => NOON, wait: async () => {} }

describe('an app registration', () => {
  const tokenOf = (tokens: TokenSource, fresh = false) => entraCredentials(tokens, CLOUDS.public).getToken({ fresh })

  it('gets its token for Graph of its cloud', async () => {
    expect(await tokenOf(async (scope) => scope)).toBe('https://graph.microsoft.com/.default')
  })

  it.each([
    ['refuses', new PosternError('entra-refused', { status: 401 }), 'graph-unauthorized'],
    ['cannot be reached', new PosternError('entra-unavailable', { said: 'getaddrinfo' }), 'graph-unavailable'],
  ])('gets none where Entra %s, and the error does not repeat what was said', async (_case, fault, code) => {
    const failed = await tokenOf(async () => Promise.reject(fault)).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code, detail: { reason: 'token' } })
    expect(JSON.stringify(failed)).not.toContain('getaddrinfo')
  })

  it('does not try the refused token again', async () => {
    const credentials = entraCredentials(async () => 'same', CLOUDS.public)
    await credentials.getToken()
    await expect(credentials.getToken({ fresh: true })).rejects.toMatchObject({ code: 'graph-unauthorized' })
  })
})

describe('the simulated tenant', () => {
  it('refuses a token for another tenant', async () => {
    const { running } = await startWorld()
    const credentials = simulatedCredentials(tenantId(app.appId), running.origin, timing)
    await expect(credentials.getToken()).rejects.toMatchObject({ code: 'graph-unauthorized' })
  })

  it('that is not there is out of reach', async () => {
    const { running } = await startWorld()
    await running.close()
    const credentials = simulatedCredentials(app.tenantId, running.origin, timing)
    await expect(credentials.getToken()).rejects.toMatchObject({ code: 'graph-unavailable' })
  })
})
