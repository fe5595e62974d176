/**
 * What stands in the app's own token for Graph: whose it is and which permissions it carries.
 *
 * Read without verification, as evidence for `postern doctor` and for nothing else: the token came from Entra over TLS
 * to us, and Microsoft may change or encrypt its inside at any time (Microsoft Learn, "Access tokens in the Microsoft
 * identity platform"). Nothing is ever decided on it.
 */
import { decodeJwt } from 'jose'
import { z } from 'zod/v4'
import type { AppToken } from '../flows/ports/inspection.js'

const guid = z.guid().toLowerCase()
const claims = z.object({
  /** Version 1 tokens, which Graph gets, say `appid`; version 2 says `azp`. */
  appid: guid.optional(),
  azp: guid.optional(),
  tid: guid.optional(),
  roles: z.array(z.string().max(200)).max(1000).optional(),
})

/** Null where the token cannot be looked into. */
export function readTokenClaims(token: string): AppToken | null {
  const read = claims.safeParse(payloadOf(token))
  if (!read.success) return null
  const { appid, azp, tid, roles } = read.data
  return { appId: appid ?? azp ?? null, tenantId: tid ?? null, roles: roles ?? [] }
}

function payloadOf(token: string): unknown {
  try {
    return decodeJwt(token)
  } catch {
    return null
  }
}
