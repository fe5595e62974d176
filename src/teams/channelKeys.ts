/**
 * The public keys with which the Bot Framework channel signs its tokens.
 *
 * Found through the OpenID metadata of the cloud, kept for a day, fetched at most once at a time. An unknown key id
 * makes one more fetch, at most every 30 seconds: a key rotation costs half a minute of refusals at worst, and a flood
 * of forged key ids does not become a flood of fetches.
 */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'

const FETCH_TIMEOUT_MS = 5_000
const COOLDOWN_MS = 30_000
const DAY_MS = 24 * 60 * 60 * 1000

/** A JSON Web Key with the member that Bot Framework adds to the standard ones. */
const endorsed = z.object({ endorsements: z.array(z.string()) })
const metadata = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }).max(2048) })

export interface ChannelKeys {
  /** For `jwtVerify`. Throws `teams-unavailable` where the keys cannot be read, jose's errors where none fits. */
  readonly key: JWTVerifyGetKey
  /** The channels a key may speak for; null where the key says nothing of it. */
  endorsements(keyId: string): readonly string[] | null
}

/** @param metadataUrl OpenID configuration document; its host is trusted to name the key set. */
export function createChannelKeys(metadataUrl: string): ChannelKeys {
  let keySet: Promise<ReturnType<typeof createRemoteJWKSet>> | null = null
  let known: ReturnType<typeof createRemoteJWKSet> | null = null

  const find = async () => {
    keySet ??= readKeySetUrl(metadataUrl).then((url) =>
      createRemoteJWKSet(url, {
        timeoutDuration: FETCH_TIMEOUT_MS,
        cooldownDuration: COOLDOWN_MS,
        cacheMaxAge: DAY_MS,
      }),
    )
    try {
      known = await keySet
      return known
    } catch (error) {
      keySet = null
      throw error
    }
  }

  return {
    async key(header, token) {
      try {
        return await (await find())(header, token)
      } catch (cause) {
        // "No key fits" is about the token; everything else is about the way to the keys.
        if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
        throw new PosternError('teams-unavailable', { step: 'channel keys' }, { cause })
      }
    },
    endorsements(keyId) {
      const key = known?.jwks()?.keys.find((candidate) => candidate.kid === keyId)
      return endorsed.safeParse(key).data?.endorsements ?? null
    },
  }
}

async function readKeySetUrl(metadataUrl: string): Promise<URL> {
  const response = await fetch(metadataUrl, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
  if (!response.ok) {
    await response.body?.cancel()
    throw new PosternError('teams-unavailable', { step: 'channel metadata', status: response.status })
  }
  const { jwks_uri: keySetUrl } = metadata.parse(await response.json())
  // Plain http is for a key set on this machine, announced by a metadata document on this machine.
  if (new URL(keySetUrl).protocol !== new URL(metadataUrl).protocol) {
    throw new PosternError('teams-unavailable', { step: 'channel metadata', reason: 'protocol' })
  }
  return new URL(keySetUrl)
}
