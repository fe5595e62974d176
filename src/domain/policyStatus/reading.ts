/**
 * Reading values that came from outside without trusting their shape.
 *
 * Graph adds members and enum values without notice, so a surprise is never an error here: a missing or misshapen
 * member reads as absent. Only own properties count, so that a crafted `__proto__` says nothing.
 */
export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const member = (value: unknown, key: string): unknown =>
  isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The strings of a list, as written; anything else in it is left out. */
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []

/** Ids and enum names are compared without regard to letter case throughout Microsoft 365. */
export const lowered = (value: unknown): readonly string[] => texts(value).map((entry) => entry.toLowerCase())

/** A Graph flags enum: one comma-joined string. Some clients send a list, which is read the same way. */
export function flags(value: unknown): readonly string[] {
  const parts = typeof value === 'string' ? value.split(',') : texts(value)
  return parts.map((part) => part.trim().toLowerCase()).filter((part) => part !== '')
}

/** Milliseconds as ISO 8601; null outside of what a date can say, since a tenant may write the last day there is. */
export function isoOf(ms: number): string | null {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** True where a member is there and says something. */
export const says = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)

const NOT_PLAIN = /[^a-z0-9-]/

/** Lower case, at a fraction of the cost for an id that is: the engine copies every text it is asked to lower. */
export const lower = (id: string): string => (NOT_PLAIN.test(id) ? id.toLowerCase() : id)
