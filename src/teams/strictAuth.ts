/**
 * Who may speak to the bot over the network: the Bot Framework channel service of this cloud, for Teams, for our
 * tenants, and nobody else.
 *
 * The validation of botframework-connector 4.23.3 is not used, since it believes more than that: a token of any tenant
 * that calls itself an emulator's, a token without an end, an activity without a service URL; it never looks at the
 * tenant, and it remembers every tenant id that a stranger writes into a forged token (emulatorValidation.js), which
 * fills the memory. What it checks beyond, this file checks too: Microsoft Learn, "Authentication with the Bot
 * Connector API", section "Authenticate requests from the Bot Connector service to your bot".
 *
 * Every refusal looks the same from outside, whatever its reason.
 */
import type { Activity } from 'botbuilder'
import { decodeJwt, errors, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose'
import { z } from 'zod/v4'
import type { Cloud } from '../domain/clouds.js'
import { PosternError } from '../domain/errors.js'
import { isGuid, type TenantId } from '../domain/ids.js'
import { BotAuthentication, unauthorized } from './botAuthentication.js'
import type { ChannelKeys } from './channelKeys.js'
import type { ConnectorOptions } from './connector.js'

/** The documented allowance for clocks that disagree. */
const CLOCK_TOLERANCE_SECONDS = 300

/** The channel's tokens are about 1 KB. The bound keeps the work on a forged one small. */
const BEARER = /^Bearer ([\w-]{10,2000}\.[\w-]{10,6000}\.[\w-]{40,2000})$/

/** What decides before anything is computed. Unknown members are none of our business here. */
const envelope = z.object({
  channelId: z.literal('msteams'),
  serviceUrl: z.string().min(1).max(2048),
  channelData: z.object({ tenant: z.object({ id: z.string() }).optional() }).optional(),
  conversation: z.object({ tenantId: z.string().optional() }).optional(),
})

export interface StrictAuthOptions {
  readonly appId: string
  readonly tenants: readonly TenantId[]
  readonly bot: Pick<Cloud['bot'], 'tokenIssuer' | 'oauthScope'>
  readonly keys: ChannelKeys
  readonly connector: ConnectorOptions
  readonly now: () => Date
}

export class StrictAuth extends BotAuthentication {
  /** @throws PosternError `config-unsafe` where a missing id or tenant would leave the bot open. */
  constructor(private readonly options: StrictAuthOptions) {
    if (!isGuid(options.appId) || options.tenants.length === 0) throw new PosternError('config-unsafe')
    super(options.appId.toLowerCase(), options.bot.oauthScope, options.connector)
  }

  protected override async verify(activity: Activity, authHeader: string): Promise<void> {
    const token = BEARER.exec(authHeader)?.[1]
    const known = envelope.safeParse(activity)
    if (token === undefined || !known.success) return unauthorized()
    const { serviceUrl, channelData, conversation } = known.data
    if (!this.options.connector.isServiceUrlAllowed(serviceUrl)) unauthorized()

    // What a token says of itself proves nothing, but refuses: nobody makes us fetch keys with an emulator's or a skill's.
    if (!this.claimsToBeForUs(unverifiedClaims(token))) unauthorized()
    const { payload, protectedHeader } = await this.verifyToken(token)
    if (!this.claimsToBeForUs(payload)) unauthorized()
    if (payload.serviceurl !== serviceUrl) unauthorized()
    // Without a key id jose takes the only key there is, and nobody could say what that key speaks for.
    if (protectedHeader.kid === undefined) unauthorized()
    const endorsements = this.options.keys.endorsements(protectedHeader.kid)
    if (endorsements !== null && endorsements.length > 0 && !endorsements.includes('msteams')) unauthorized()

    // The channel vouches for the activity; whose tenant it is from, only the activity says.
    const tenant = channelData?.tenant?.id ?? conversation?.tenantId
    if (!this.options.tenants.some((allowed) => allowed === tenant?.toLowerCase())) unauthorized()
  }

  /** Issued by the channel, for one audience as text: a token for several services is not one of the channel's. */
  private claimsToBeForUs({ iss, aud }: JWTPayload): boolean {
    return iss === this.options.bot.tokenIssuer && typeof aud === 'string' && aud.toLowerCase() === this.appId
  }

  private async verifyToken(
    token: string,
  ): Promise<{ payload: JWTPayload; protectedHeader: ProtectedHeaderParameters }> {
    const { bot, keys, now } = this.options
    try {
      return await jwtVerify(token, keys.key, {
        algorithms: ['RS256', 'RS384', 'RS512'],
        issuer: bot.tokenIssuer,
        requiredClaims: ['aud', 'exp', 'serviceurl'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now(),
      })
    } catch (error) {
      if (error instanceof errors.JOSEError) return unauthorized()
      throw error
    }
  }
}

function unverifiedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    return unauthorized()
  }
}
