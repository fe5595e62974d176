/**
 * The token service of the Bot Framework channel on this machine: OpenID metadata, keys, and tokens with real RS256
 * signatures. Also signs what it should not, for the tests of refusal.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const ISSUER = 'https://api.botframework.com'
export const APP_ID = '22222222-2222-4222-8222-222222222222'
export const KEY_ID = 'channel-key-1'

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

export interface ChannelTokens {
  readonly metadataUrl: string
  /** A good token; each claim can be changed, and one given as undefined is left out, as is a key id given as null. */
  sign(
    claims: JWTPayload,
    header?: { readonly kid?: string | null; readonly alg?: string; readonly key?: SigningKey },
  ): Promise<string>
  /** A key pair that the channel never published. */
  readonly strangerKey: SigningKey
  /** How often the keys were fetched. */
  readonly fetches: number
  /** What the key says it may speak for. */
  endorse(channels: readonly string[]): void
  close(): Promise<void>
}

export async function startChannelTokens(): Promise<ChannelTokens> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const stranger = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  let fetches = 0
  let endorsements: readonly string[] = ['msteams', 'webchat']
  const server = createServer((request, response) => {
    const key = { ...jwk, kid: KEY_ID, use: 'sig', endorsements }
    if (request.url === '/keys') fetches += 1
    const body = request.url === '/keys' ? { keys: [key] } : { issuer: ISSUER, jwks_uri: `${origin()}/keys` }
    // Not chained: restify, which the bot loads, replaces writeHead of all servers by one that returns nothing.
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    metadataUrl: `${origin()}/openid`,
    strangerKey: stranger.privateKey,
    get fetches() {
      return fetches
    },
    endorse(channels) {
      endorsements = channels
    },
    async sign(claims, { kid = KEY_ID, alg = 'RS256', key = privateKey } = {}) {
      const nowSeconds = Math.floor(Date.now() / 1000)
      const good = { iss: ISSUER, aud: APP_ID, nbf: nowSeconds - 60, exp: nowSeconds + 3600 }
      const payload = Object.fromEntries(
        Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined),
      )
      return new SignJWT(payload).setProtectedHeader({ alg, ...(kid === null ? {} : { kid }), typ: 'JWT' }).sign(key)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
