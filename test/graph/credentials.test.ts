/**
 * The kinds of app registration, as far as they go without a network: what Entra answers is not tried here.
 */
import { describe, expect, it } from 'vitest'
import { TENANT_ID } from '../../src/demo/tenant/seed.js'
import { CLOUDS } from '../../src/domain/clouds.js'
import { tenantId } from '../../src/domain/ids.js'
import { entraCredentials, simulatedCredentials } from '../../src/graph/credentials.js'
import { NOON, startWorld } from './world.js'

const app = { appId: 'aaaaaaaa-0000-4000-8000-000000000001', tenantId: tenantId(TENANT_ID) }
const timing = { now: () => NOON, wait: async () => {} }

describe('an app registration', () => {
  it('whose certificate cannot be read gives no token, and does not say where the file is', async () => {
    const identity = { ...app, kind: 'certificate', file: '/no/such/certificate.pem' } as const
    const failed = await entraCredentials(identity, CLOUDS.public)
      .getToken()
      .catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'graph-unavailable', detail: { reason: 'token' } })
    expect(JSON.stringify(failed)).not.toContain('certificate.pem')
  })

  it('that trusts a managed identity needs a cloud whose exchange audience is known', async () => {
    const identity = { ...app, kind: 'federated', managedIdentityClientId: app.appId } as const
    const elsewhere = { ...CLOUDS.public, login: 'https://login.example' }
    await expect(entraCredentials(identity, elsewhere).getToken()).rejects.toMatchObject({ code: 'config-invalid' })
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
