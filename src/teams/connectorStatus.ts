/**
 * Whether the Bot Connector is in reach and takes the bot's token, without an effect: asks for the list of
 * conversations, which the Connector has a route and an authentication for, and which Teams does not serve. Any answer
 * proves the way there; 401 and 403 say that the token is not taken.
 * Source: Microsoft Learn, "Bot Connector REST API reference", Get conversations.
 */
import { PosternError } from '../domain/errors.js'
import type { ConnectorToken } from './credentials.js'

const TIMEOUT_MS = 8_000

/**
 * @param token null in the loopback mode
 * @param serviceUrl one of the cloud's own, or of this machine; null: nowhere to ask, answered with null
 * @throws PosternError `teams-unavailable` where nothing answers, and what the token source throws
 */
export async function connectorStatus(token: ConnectorToken | null, serviceUrl: string | null): Promise<number | null> {
  const headers = token === null ? {} : { authorization: `Bearer ${await token()}` }
  if (serviceUrl === null) return null
  try {
    const response = await fetch(new URL('v3/conversations', serviceUrl), {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.status
  } catch (cause) {
    throw new PosternError('teams-unavailable', { step: 'reach' }, { cause })
  }
}
