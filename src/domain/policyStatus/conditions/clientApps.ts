/**
 * The client apps condition. Device code flow is OAuth 2.0, so only the two modern kinds can use it (Microsoft Learn,
 * "Conditional Access: Conditions", client apps). Exchange ActiveSync covers its supported and unsupported clients.
 */
import { MATCH, type Misses } from '../codes.js'
import { lowered } from '../reading.js'

export type ClientAppCondition = ReadonlySet<string>

export const CLIENT_APPS = [
  'browser',
  'mobileappsanddesktopclients',
  'exchangeactivesync',
  'eassupported',
  'other',
] as const

/** The client kinds that can use device code flow. */
export const MODERN_CLIENTS = ['browser', 'mobileappsanddesktopclients'] as const

const LIMITED: Misses = ['client-app-limited']

/** Reads `conditions.clientAppTypes`; null where every client is meant. */
export function readClientApps(raw: unknown): ClientAppCondition | null {
  const kinds = new Set(lowered(raw))
  if (kinds.size === 0 || kinds.has('all')) return null
  if (kinds.has('exchangeactivesync')) kinds.add('eassupported')
  return kinds
}

/** @param client lower case; empty where the sign-in does not say. */
export const clientAppMisses = (condition: ClientAppCondition | null, client: string): Misses =>
  condition === null || condition.has(client) ? MATCH : LIMITED
