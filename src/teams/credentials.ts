/** The token for the Bot Connector, with Teams' own word for a login service that is away. */
import type { Cloud } from '../domain/clouds.js'
import { isPosternError, PosternError } from '../domain/errors.js'
import type { TokenSource } from '../flows/ports/tokens.js'

/** Gives the bearer token for the Bot Connector. */
export type ConnectorToken = () => Promise<string>

/** Errors: `entra-refused` as it is, since no further try will end otherwise; `teams-unavailable` for the rest. */
export function createConnectorToken(tokens: TokenSource, cloud: Cloud): ConnectorToken {
  const scope = `${cloud.bot.oauthScope}/.default`
  return async () => {
    try {
      return await tokens(scope)
    } catch (cause) {
      if (isPosternError(cause, 'entra-refused')) throw cause
      throw new PosternError('teams-unavailable', { step: 'token' }, { cause })
    }
  }
}
