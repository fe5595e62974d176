/** How the bot proves itself to Event Hubs, and what the library's faults mean to us. */
import type { EventHubConsumerClientOptions } from '@azure/event-hubs'
import { isPosternError } from '../domain/errors.js'
import type { TokenSource } from '../flows/ports.js'
import type { StreamFault } from '../flows/streamMarks.js'

/** A connection string, or the namespace with the app's own identity. */
export type StreamAccess =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly namespace: string; readonly tokens: TokenSource }

/**
 * The library asks again two minutes before a token ends. Ours is kept by its source, which does not say for how long but
 * hands out none that ends within five minutes.
 */
const TOKEN_TOLD_MS = 5 * 60 * 1000

/** The form of `TokenCredential` of @azure/core-auth. */
export const credentialOf = (tokens: TokenSource) => ({
  async getToken(scopes: string | string[]) {
    const token = await tokens([scopes].flat()[0] ?? '')
    return { token, expiresOnTimestamp: Date.now() + TOKEN_TOLD_MS }
  },
})

/** The library gives up at once and says so: waiting is ours, so that it shows. */
export const CLIENT_OPTIONS: EventHubConsumerClientOptions = {
  retryOptions: { maxRetries: 0, timeoutInMs: 30_000 },
}

/** Codes of `MessagingError` that no waiting mends. */
const REFUSALS = new Set(['UnauthorizedError', 'MessagingEntityNotFoundError', 'MessagingEntityDisabledError'])
/** Another replica took the partition: that is how it should be. */
const TAKEN = 'ReceiverDisconnectedError'

/** Null: no fault. The library's own text may repeat the connection string, and is not looked at. */
export function faultOf(error: unknown): StreamFault | null {
  if (isPosternError(error)) return errorCodes.find((code) => code === error.code) ?? 'internal'
  const { code, name } = partsOf(error)
  if (code === TAKEN || name === 'AbortError') return null
  return REFUSALS.has(code) ? 'stream-refused' : 'stream-unavailable'
}

const errorCodes: readonly StreamFault[] = ['entra-refused', 'entra-unavailable', 'store-unavailable']

/** For the log: what kind of fault it was, in the library's words of its own. */
export const kindOf = (error: unknown): string => {
  const { code, name } = partsOf(error)
  return (code || name).slice(0, 64)
}

function partsOf(error: unknown): { readonly code: string; readonly name: string } {
  if (typeof error !== 'object' || error === null) return { code: '', name: 'Error' }
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown }
  return { code: typeof code === 'string' ? code : '', name: typeof name === 'string' ? name : 'Error' }
}
