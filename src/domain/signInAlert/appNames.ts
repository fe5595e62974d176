/** Names of apps by their id. A display name in the log is chosen by whoever registered the app and is not used. */
import { AUTHENTICATION_BROKER, DEVELOPER_TOOLS } from './data/apps.js'
import { FOCI_CLIENTS } from './data/fociClients.js'

/** Null for an app that is not one of Microsoft's well-known clients. */
export function appNameOf(appId: string | undefined): string | null {
  if (appId === undefined) return null
  if (appId === AUTHENTICATION_BROKER) return 'Microsoft Authentication Broker'
  return FOCI_CLIENTS.get(appId) ?? DEVELOPER_TOOLS.get(appId) ?? null
}
