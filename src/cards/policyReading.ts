/** Above an answer: the tenant is being read anew, and how long that takes, so that nobody presses and waits in vain. */
import type { Card } from './template.js'
import { localHour, say } from './words.js'

/** @param reading null: nobody reads, and the card stays as it is. */
export function withReading(
  card: Card,
  reading: { readonly beganAt: Date; readonly leftMs: number | null } | null,
  locale: string,
): Card {
  if (reading === null) return card
  const { beganAt, leftMs } = reading
  const text =
    leftMs === null
      ? say('reading.since', locale, { when: localHour(beganAt) })
      : say('reading.left', locale, { count: Math.max(1, Math.ceil(leftMs / 60_000)) })
  const body = Array.isArray(card.body) ? card.body : []
  return {
    ...card,
    fallbackText: `${text} ${String(card.fallbackText ?? '')}`.trim(),
    body: [{ type: 'TextBlock', text, wrap: true }, ...body],
  }
}
