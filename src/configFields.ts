/** How single settings are read: each takes text of the environment, and says in a sentence what it must be. */
import { isIP } from 'node:net'
import { z } from 'zod/v4'
import { isGuid } from './domain/ids.js'

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost'])
export const isLoopback = (host: string): boolean => LOOPBACK_HOSTS.has(host)

/** An empty variable is an absent one: `X=` in an env file means "not set". */
export const text = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
  z.string().trim().max(4096).optional(),
)
export const number = (min: number, max: number, fallback: number, unit: string) =>
  text.transform((value, context) => {
    if (value === undefined) return fallback
    const parsed = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN
    if (parsed >= min && parsed <= max) return parsed
    context.addIssue({ code: 'custom', message: `must be a whole number of ${unit} from ${min} to ${max}` })
    return z.NEVER
  })
export const oneOf = <T extends string>(values: readonly T[], fallback?: T) =>
  text.transform((value, context) => {
    if (value === undefined && fallback !== undefined) return fallback
    const found = values.find((known) => known === value)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')} (letter case counts)` })
    return z.NEVER
  })
export const list = (what: string, isValid: (item: string) => boolean) =>
  text.transform((value, context) => {
    const items = (value ?? '').split(/[\s,;]+/).filter(Boolean)
    if (items.every(isValid)) return items
    context.addIssue({ code: 'custom', message: `must be a list of ${what}, separated by commas` })
    return z.NEVER
  })
export const guid = text.refine((value) => value === undefined || isGuid(value), { message: 'must be a GUID' })

export const isCidr = (item: string): boolean => {
  const [address = '', prefix, more] = item.split('/')
  const version = isIP(address)
  return (
    version !== 0 &&
    more === undefined &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)))
  )
}

const isLoopbackUrl = (value: string): boolean =>
  URL.canParse(value) &&
  new URL(value).protocol === 'http:' &&
  isLoopback(new URL(value).hostname.replace(/^\[|\]$/g, ''))
export const loopbackUrl = text.refine((value) => value === undefined || isLoopbackUrl(value), {
  message: 'must be an http address on this machine (127.0.0.1); it is for a simulated tenant only',
})
