/** Where the channel's keys come from, over the days: a metadata document and key sets over real HTTP. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChannelKeys } from '../../src/teams/channelKeys.js'

const DAY_MS = 24 * 60 * 60 * 1000
const START = new Date('2026-03-02T08:00:00Z')

const old = await generateKeyPair('RS256', { extractable: true })
const next = await generateKeyPair('RS256', { extractable: true })
const KEYS: Readonly<Record<string, unknown>> = {
  '/old': { keys: [{ ...(await exportJWK(old.publicKey)), kid: 'old' }] },
  '/next': { keys: [{ ...(await exportJWK(next.publicKey)), kid: 'next' }] },
}

let announced: '/old' | '/next'
let isAway: boolean
let asked: string[]
const server = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push(path)
  const body = path === '/metadata' ? { jwks_uri: `${origin()}${announced}` } : KEYS[path]
  response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
})
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
beforeEach(() => {
  announced = '/old'
  isAway = false
  asked = []
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

function keysOverTime() {
  let nowMs = START.getTime()
  const keys = createChannelKeys(`${origin()}/metadata`, () => new Date(nowMs))
  const verify = async (kid: string, { privateKey } = kid === 'old' ? old : next) => {
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
    return (await jwtVerify(token, keys.key)).protectedHeader.kid
  }
  const pass = (ms: number): void => {
    nowMs += ms
  }
  return { verify, pass }
}

describe('the channel keys', () => {
  it('are found through the metadata, once for many tokens', async () => {
    const { verify, pass } = keysOverTime()
    expect(await verify('old')).toBe('old')
    pass(DAY_MS - 1)
    expect(await verify('old')).toBe('old')
    expect(asked).toEqual(['/metadata', '/old'])
  })

  it('are followed within a day where the metadata names another place', async () => {
    const { verify, pass } = keysOverTime()
    await verify('old')
    announced = '/next'
    pass(DAY_MS)
    expect(await verify('next')).toBe('next')
    await expect(verify('old')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  it('hold while the metadata is away, and the metadata is asked again soon', async () => {
    const { verify, pass } = keysOverTime()
    await verify('old')
    pass(DAY_MS)
    isAway = true
    expect(await verify('old')).toBe('old')
    isAway = false
    announced = '/next'
    pass(30_000)
    expect(await verify('next')).toBe('next')
  })

  it('are asked for by one request at a time', async () => {
    const { verify } = keysOverTime()
    await Promise.all([verify('old'), verify('old'), verify('old')])
    expect(asked).toEqual(['/metadata', '/old'])
  })

  it('that cannot be reached are Teams out of reach', async () => {
    const { verify } = keysOverTime()
    isAway = true
    await expect(verify('old')).rejects.toMatchObject({ code: 'teams-unavailable' })
  })
})
