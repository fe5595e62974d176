import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'

const APP = {
  MicrosoftAppId: '11111111-0000-4000-8000-000000000001',
  MicrosoftAppTenantId: '7e4a4700-0000-4000-8000-000000000001',
  MicrosoftAppPassword: 'a secret',
}
const WRITER = { POSTERN_POLICY_APP_ID: '22222222-0000-4000-8000-000000000002', POSTERN_POLICY_APP_PASSWORD: 'another' }

const faultsOf = (env: Readonly<Record<string, string>>): unknown => {
  try {
    readConfig({ ...APP, ...env })
  } catch (error) {
    return Object(error).detail.faults
  }
  return []
}

describe('the settings of writing policy', () => {
  it('write nothing unless the operator says so', () => {
    expect(readConfig(APP).writing).toBeNull()
    expect(readConfig({ ...APP, POSTERN_POLICY_WRITING: 'on' }).writing).toEqual({ identity: null })
  })

  it('can name an app that does the writing, in the same tenant', () => {
    expect(readConfig({ ...APP, ...WRITER, POSTERN_POLICY_WRITING: 'on' }).writing).toEqual({
      identity: {
        kind: 'secret',
        appId: WRITER.POSTERN_POLICY_APP_ID,
        tenantId: APP.MicrosoftAppTenantId,
        secret: 'another',
      },
    })
  })

  it.each([
    ['an app while writing is off', WRITER, 'POSTERN_POLICY_WRITING is off'],
    [
      'an app that proves nothing',
      { POSTERN_POLICY_WRITING: 'on', POSTERN_POLICY_APP_ID: WRITER.POSTERN_POLICY_APP_ID },
      'set exactly one of',
    ],
    [
      'a proof of no app',
      { POSTERN_POLICY_WRITING: 'on', POSTERN_POLICY_APP_PASSWORD: 'x' },
      'POSTERN_POLICY_APP_ID is not',
    ],
    ['groups that are none', { POSTERN_POLICY_EXCEPTION_GROUPS: 'rooms' }, 'POSTERN_POLICY_EXCEPTION_GROUPS'],
  ])('refuse %s, and repeat no secret', (_title, env, fault) => {
    const faults = faultsOf(env)
    expect(faults).toEqual([expect.stringContaining(fault)])
    expect(JSON.stringify(faults)).not.toContain('another')
  })
})
