/**
 * The mode without an app registration, for the local Teams client and the demo: nobody proves anything, so nothing
 * leaves this machine. Configuration allows it only where the server listens on loopback; this class adds that replies
 * go to http on this machine only, whatever address an activity names.
 */
import type { Activity } from 'botbuilder'
import { BotAuthentication, unauthorized } from './botAuthentication.js'

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Whether a service URL is plain http on this machine. A name that only resolves to it is not enough. */
export function isLoopbackServiceUrl(serviceUrl: string): boolean {
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : null
  return (
    url !== null &&
    url.protocol === 'http:' &&
    url.username === '' &&
    url.password === '' &&
    LOOPBACK_HOSTS.has(url.hostname)
  )
}

export class LoopbackAuth extends BotAuthentication {
  constructor() {
    super('', '', { token: null, isServiceUrlAllowed: isLoopbackServiceUrl })
  }

  protected override async verify(activity: Activity): Promise<void> {
    if (typeof activity.serviceUrl !== 'string' || !isLoopbackServiceUrl(activity.serviceUrl)) unauthorized()
  }
}
