/**
 * The public keys with which the Bot Framework channel signs its tokens.
 *
 * Found through the OpenID metadata of the cloud; metadata and keys are read anew each day, and fetched at most once at a
 * time. An unknown key id makes one more fetch, at most every 30 seconds: a key rotation costs half a minute of refusals
 * at worst, and a flood of forged key ids does not become a flood of fetches.
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

type KeySet = ReturnType<typeof createRemoteJWKSet>

interface Announced {
  readonly url: string
  readonly keySet: KeySet
  /** When the metadata is asked again. */
  readonly untilMs: number
}

/**
 * @param metadataUrl OpenID configuration document; its host is trusted to name the key set.
 * @param now tells when a day has passed
 */
export function createChannelKeys(metadataUrl: string, now: () => Date = () => new Date()): ChannelKeys {
  let announced: Announced | null = null
  let reading: Promise<Announced> | null = null

  const current = async (): Promise<Announced> => {
    if (announced !== null && now().getTime() < announced.untilMs) return announced
    reading ??= announce(metadataUrl, announced, now().getTime()).finally(() => {
      reading = null
    })
    announced = await reading
    return announced
  }

  return {
    async key(header, token) {
      try {
        return await (await current()).keySet(header, token)
      } catch (cause) {
        // "No key fits" is about the token; everything else is about the way to the keys.
        if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
        throw new PosternError('teams-unavailable', { step: 'channel keys' }, { cause })
      }
    },
    endorsements(keyId) {
      const key = announced?.keySet.jwks()?.keys.find((candidate) => candidate.kid === keyId)
      return endorsed.safeParse(key).data?.endorsements ?? null
    },
  }
}

/** What the metadata says now. Where it cannot be read, what it said last holds a little longer. */
async function announce(metadataUrl: string, before: Announced | null, nowMs: number): Promise<Announced> {
  try {
    const url = await readKeySetUrl(metadataUrl)
    const untilMs = nowMs + DAY_MS
    if (before?.url === url.href) return { ...before, untilMs }
    const options = { timeoutDuration: FETCH_TIMEOUT_MS, cooldownDuration: COOLDOWN_MS, cacheMaxAge: DAY_MS }
    return { url: url.href, keySet: createRemoteJWKSet(url, options), untilMs }
  } catch (error) {
    if (before === null) throw error
    return { ...before, untilMs: nowMs + COOLDOWN_MS }
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
