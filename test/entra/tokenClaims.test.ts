import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { readTokenClaims } from '../../src/entra/tokenClaims.js'
import { TENANT_ID } from '../support/activities.js'
import { APP_ID } from '../support/channelTokens.js'

/** As Entra makes it for Graph, but for the signature, which is not looked at. */
const claims = { appid: APP_ID, tid: TENANT_ID, roles: ['AuditLog.Read.All', 'Policy.Read.All'] }
const token = (changes: Record<string, unknown> = {}): string => new UnsecuredJWT({ ...claims, ...changes }).encode()

describe("the app's own token", () => {
  it('says whose it is and what is granted', () => {
    expect(readTokenClaims(token())).toEqual({ appId: APP_ID, tenantId: TENANT_ID, roles: claims.roles })
  })

  it('of version 2 names the app elsewhere', () => {
    expect(readTokenClaims(token({ appid: undefined, azp: APP_ID.toUpperCase() }))?.appId).toBe(APP_ID)
  })

  it('without roles grants nothing', () => {
    expect(readTokenClaims(token({ roles: undefined }))?.roles).toEqual([])
  })

  it.each([
    ['is opaque', 'b3c1f7e2-0000-4000-8000-000000000001'],
    ['is empty', ''],
    ['has something else where ids belong', token({ appid: 'postern' })],
    ['has something else where roles belong', token({ roles: 'AuditLog.Read.All' })],
  ])('that %s cannot be looked into', (_case, opaque) => {
    expect(readTokenClaims(opaque)).toBeNull()
  })
})
