/**
 * The mode without an app registration, for the local Teams client and the demo: nobody proves anything, so nothing
 * leaves this machine. Configuration allows it only where the server listens on loopback; this class adds that replies
 * go to http on this machine only, whatever address an activity names.
 */
import type { Activity } from 'botbuilder'
import { isLoopbackUrl } from '../domain/loopback.js'
import { BotAuthentication, unauthorized } from './botAuthentication.js'

export class LoopbackAuth extends BotAuthentication {
  constructor() {
    super('', '', { token: null, isServiceUrlAllowed: isLoopbackUrl })
  }

  protected override async verify(activity: Activity): Promise<void> {
    if (typeof activity.serviceUrl !== 'string' || !isLoopbackUrl(activity.serviceUrl)) unauthorized()
  }
}
