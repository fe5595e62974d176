import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CLOUD_NAMES, CLOUDS } from '../../src/domain/clouds.js'
import { HUNTS, type HuntFor, huntingLinks, huntingQueryOf } from '../../src/domain/huntingLinks.js'
import { tenantId, userId } from '../../src/domain/ids.js'

const TENANT = tenantId('7e4a4700-0000-4000-8000-000000000001')
const HUNT: HuntFor = {
  userId: userId('c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03'),
  sessionId: '5e551010-0000-4000-8000-000000000002',
  from: new Date('2026-03-02T08:01:30.250Z'),
  until: new Date('2026-03-02T09:31:00Z'),
}
const links = (change: Partial<HuntFor> = {}, portal = 'https://security.microsoft.com') =>
  huntingLinks(portal, TENANT, { ...HUNT, ...change })

/** The way back, by the platform's own decoders. */
const queryIn = (url: string): string => {
  const packed = Buffer.from(new URL(url).searchParams.get('query') ?? '', 'base64url')
  return gunzipSync(packed).toString('utf16le')
}

describe('a hunting query', () => {
  it('asks for the person within the time', () => {
    expect(huntingQueryOf('graph', HUNT)).toBe(
      [
        'GraphApiAuditEvents',
        '| where Timestamp between (datetime(2026-03-02T08:01:30Z) .. datetime(2026-03-02T09:31:00Z))',
        '| where AccountObjectId =~ "c4a3de13-14a1-4b74-8a10-3f5e6d7c8b03"',
        '| sort by Timestamp desc',
      ].join('\n'),
    )
  })

  it('has no end where the tokens may still live', () => {
    expect(huntingQueryOf('mail', { ...HUNT, until: null })).toContain(
      '| where Timestamp >= datetime(2026-03-02T08:01:30Z)\n',
    )
  })

  it('keeps a session id that tries to end its literal inside of it', () => {
    const sessionId = '" or true // \\'
    expect(huntingQueryOf('session', { ...HUNT, sessionId })).toContain('SessionId =~ "\\" or true // \\\\"\n')
  })

  it.each([null, '', 'é', 'a\nb', 'x'.repeat(601)])('is not made of the session id %j', (sessionId) => {
    expect(huntingQueryOf('session', { ...HUNT, sessionId })).toBeNull()
    expect(links({ sessionId }).map(({ kind }) => kind)).toEqual(['mail', 'files', 'graph'])
  })
})

describe('a hunting link', () => {
  it('carries its query as the portal reads it', () => {
    expect(links().map(({ kind }) => kind)).toEqual(HUNTS)
    for (const { kind, url } of links()) expect(queryIn(url)).toBe(huntingQueryOf(kind, HUNT))
  })

  it('names the tenant, and is of letters that no client cuts a link at', () => {
    for (const { url } of links()) {
      expect(url).toMatch(
        /^https:\/\/security\.microsoft\.com\/v2\/advanced-hunting\?query=[\w-]+&timeRangeId=month&tid=[\w-]+$/,
      )
      expect(url.length).toBeLessThan(900)
    }
  })

  it('is the same each time', () => {
    expect(links()).toEqual(links())
  })

  it.each(CLOUD_NAMES)('leads to the portal of the cloud %s, where it hunts', (name) => {
    const { defenderPortal, hasHunting } = CLOUDS[name]
    expect(defenderPortal !== null).toBe(hasHunting)
    if (defenderPortal !== null) expect(links({}, defenderPortal)[0]?.url).toMatch(`${defenderPortal}/v2/`)
  })
})
