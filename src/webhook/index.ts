/**
 * Posts one event to the receiver that the operator has named, signed as Standard Webhooks has it
 * (standardwebhooks.com): a receiver verifies it with that project's own library, in any language.
 */
import { Webhook } from 'standardwebhooks'
import type { Clock, EventAnswer, EventReceiver } from '../flows/ports.js'

export interface WebhookOptions {
  /** https, or http on this machine. */
  readonly url: string
  /** `whsec_…`, Base64 of 24 to 64 bytes. */
  readonly secret: string
  readonly clock: Clock
  /** From the first byte sent to the answer, in milliseconds. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 15_000
/** They pass: the receiver is asked to be tried again (RFC 9110). */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429])
/** It is not the event that is refused but the sender or the address: the next one would fare no better. */
const SETTINGS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407])

export function createWebhook({ url, secret, clock, timeoutMs = TIMEOUT_MS }: WebhookOptions): EventReceiver {
  const webhook = new Webhook(secret)
  return {
    async post(id, body) {
      const at = clock.now()
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'user-agent': 'Postern',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, at, body),
        },
        body,
        // A redirect would carry the event to a host that nobody named.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch(() => null)
      if (response === null) return { kind: 'passing', status: null, retryAfterMs: null }
      await response.body?.cancel().catch(() => undefined)
      if (response.ok) return { kind: 'taken' }
      const { status } = response
      return { kind: kindOf(status), status, retryAfterMs: retryAfterMs(response.headers, at) }
    },
  }
}

function kindOf(status: number): Exclude<EventAnswer['kind'], 'taken'> {
  if (PASSING.has(status) || status >= 500) return 'passing'
  if (status === 410) return 'gone'
  // Less than 400 is a redirect.
  return SETTINGS.has(status) || status < 400 ? 'settings' : 'event'
}

/** A pause is not cut short by anything, so that one of years would end the events for good. */
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000

/** Seconds or an HTTP date (RFC 9110, 10.2.3); null where it is neither. */
function retryAfterMs(headers: Headers, at: Date): number | null {
  const text = headers.get('retry-after') ?? ''
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : (Date.parse(text) - at.getTime()) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds * 1000), RETRY_AFTER_MAX_MS) : null
}
