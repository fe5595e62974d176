/** The app's own token for Microsoft Graph. No user's token is ever asked for. */
import { z } from 'zod/v4'
import type { Cloud } from '../domain/clouds.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { TenantId } from '../domain/ids.js'
import type { TokenSource } from '../flows/ports/tokens.js'
import type { Timing } from './timing.js'

export interface Credentials {
  /**
   * A bearer token for Graph. `fresh` asks for a new one: the last was refused.
   * @throws PosternError `graph-unauthorized` where Entra gives none, `graph-unavailable` where it cannot be reached.
   */
  getToken(options?: { readonly fresh?: boolean }): Promise<string>
}

/** Tokens of a real app registration. */
export function entraCredentials(tokens: TokenSource, cloud: Cloud): Credentials {
  let last: string | undefined
  return {
    async getToken({ fresh = false } = {}) {
      const token = await tokens(`${cloud.graph}/.default`, { fresh }).catch((error: unknown) => {
        throw tokenFailure(error)
      })
      // Asked for a new one and given the refused one again: another try would end the same.
      if (fresh && token === last) throw new PosternError('graph-unauthorized')
      last = token
      return token
    },
  }
}

/** Graph's word for it: no token is no way in, whoever refused. */
function tokenFailure(error: unknown): PosternError {
  const code = isPosternError(error, 'entra-refused') ? 'graph-unauthorized' : 'graph-unavailable'
  return new PosternError(code, { reason: 'token' }, { cause: error })
}

const tokenAnswer = z.object({ access_token: z.string().min(1).max(10_000), expires_in: z.number().positive() })

/** Tokens of the simulated tenant, from its own token endpoint on loopback. There is nothing secret about them. */
export function simulatedCredentials(tenantId: TenantId, simulatedOrigin: string, timing: Timing): Credentials {
  let kept: { readonly token: string; readonly untilMs: number } | undefined
  const request = async () => {
    const response = await fetch(new URL(`/${tenantId}/oauth2/v2.0/token`, simulatedOrigin), {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'postern', scope: '.default' }),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch((error: unknown) => {
      throw new PosternError('graph-unavailable', { reason: 'token' }, { cause: error })
    })
    if (!response.ok) throw new PosternError('graph-unauthorized', { reason: 'token', status: response.status })
    const answer = tokenAnswer.safeParse(await response.json().catch(() => null))
    if (!answer.success) throw new PosternError('graph-shape', { reason: 'token' })
    return answer.data
  }
  return {
    async getToken({ fresh = false } = {}) {
      const nowMs = timing.now().getTime()
      if (fresh || kept === undefined || kept.untilMs <= nowMs) {
        const { access_token: token, expires_in: lifeSeconds } = await request()
        // Renewed a minute early, so that a token never dies on its way.
        kept = { token, untilMs: nowMs + Math.max(0, lifeSeconds - 60) * 1000 }
      }
      return kept.token
    },
  }
}
