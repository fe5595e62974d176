/**
 * What both ways of authentication share: outbound clients come from the guarded connector, and everything that
 * Postern does not do is closed. Streaming, skills and user tokens have validation paths of their own in the library,
 * more lenient than the one for channels; here they do not exist.
 */
import type { Activity } from 'botbuilder'
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  BotFrameworkAuthentication,
  type ClaimsIdentity,
  type ConnectorFactory,
  UserTokenClient,
} from 'botframework-connector'
import { PosternError } from '../domain/errors.js'
import { botClaims, type ConnectorOptions, GuardedConnectorFactory } from './connector.js'

/** Thrown for every reason for which a request is not believed. The reason goes to no caller. */
export function unauthorized(): never {
  throw new AuthenticationError('unauthorized', 401)
}

export abstract class BotAuthentication extends BotFrameworkAuthentication {
  private readonly connectors: GuardedConnectorFactory

  /** @param appId empty in the loopback mode. @param audience the OAuth scope of the Bot Connector in this cloud. */
  protected constructor(
    protected readonly appId: string,
    private readonly audience: string,
    connector: ConnectorOptions,
  ) {
    super()
    this.connectors = new GuardedConnectorFactory(connector)
  }

  /** Returns where the request is believed; throws AuthenticationError where not, PosternError where it cannot be told. */
  protected abstract verify(activity: Activity, authHeader: string): Promise<void>

  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    await this.verify(activity, authHeader)
    return { audience: this.audience, claimsIdentity: botClaims(this.appId), connectorFactory: this.connectors }
  }

  override async authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return unauthorized()
  }

  override async authenticateChannelRequest(): Promise<ClaimsIdentity> {
    return unauthorized()
  }

  override createConnectorFactory(): ConnectorFactory {
    return this.connectors
  }

  override async createUserTokenClient(): Promise<UserTokenClient> {
    return new NoUserTokens()
  }

  override getOriginatingAudience(): string {
    return this.audience
  }
}

/** The library makes one of these for every turn. Postern signs nobody in. */
class NoUserTokens extends UserTokenClient {
  override getUserToken = refuse
  override getSignInResource = refuse
  override signOutUser = refuse
  override getTokenStatus = refuse
  override getAadTokens = refuse
  override exchangeToken = refuse
}

async function refuse(): Promise<never> {
  throw new PosternError('internal', { reason: 'user tokens are not used' })
}
