/** The token for the Bot Connector, with Teams' own word for it where there is none. */
import type { Cloud } from '../domain/clouds.js'
import { PosternError } from '../domain/errors.js'
import type { TokenSource } from '../flows/ports/tokens.js'

/** Gives the bearer token for the Bot Connector. */
export type ConnectorToken = () => Promise<string>

/** Errors: `teams-unavailable`, without the library's text, which may name the app. */
export function createConnectorToken(tokens: TokenSource, cloud: Cloud): ConnectorToken {
  const scope = `${cloud.bot.oauthScope}/.default`
  return async () => {
    try {
      return await tokens(scope)
    } catch (cause) {
      throw new PosternError('teams-unavailable', { step: 'token' }, { cause })
    }
  }
}
