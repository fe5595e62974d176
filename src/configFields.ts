/** How single settings are read: each takes text of the environment, and says in a sentence what it must be. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod/v4'
import { isGuid } from './domain/ids.js'
import { isLoopbackHost, isLoopbackUrl } from './domain/loopback.js'

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
    context.addIssue({ code: 'custom', message: `must be a whole number (${unit}) from ${min} to ${max}` })
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

export const loopbackUrl = text.refine((value) => value === undefined || isLoopbackUrl(value), {
  message: 'must be an http address on this machine (127.0.0.1); it is for a simulated tenant only',
})

/** 32 random bytes, in Base64 (either alphabet) or hexadecimal; given on as base64url. */
export const secretKey = text.transform((value, context) => {
  if (value === undefined) return undefined
  const bytes = Buffer.from(value, /^[0-9a-f]{64}$/i.test(value) ? 'hex' : 'base64url')
  if (bytes.length === 32 && /^[\w+/-]+={0,2}$/.test(value)) return bytes.toString('base64url')
  context.addIssue({ code: 'custom', message: 'must be 32 random bytes in Base64 or hexadecimal' })
  return z.NEVER
})

/** As Teams gives it. */
export const channelId = text.refine(
  (value) => value === undefined || /^19:[\w.-]{1,200}@thread\.(tacv2|skype|v2)$/.test(value),
  { message: 'must be a channel id as Teams gives it (19:…@thread.tacv2)' },
)

/** Where events are posted to: what goes over a network is encrypted. */
export const webhookUrl = text.refine(
  (value) => value === undefined || (URL.canParse(value) && /^https:/i.test(value)) || isLoopbackUrl(value),
  { message: 'must be an https address' },
)
/** As Standard Webhooks writes it. */
export const webhookSecret = text.refine(
  (value) =>
    value === undefined || /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value),
  { message: 'must be whsec_ and 24 to 64 random bytes in Base64' },
)

/** The text of a PEM file, read here so that its faults stand with the others. */
export const pemFile = text.transform((file, context) => {
  if (file === undefined) return undefined
  const pem = readPem(file)
  if (typeof pem === 'string') return pem
  context.addIssue({ code: 'custom', message: pem.fault })
  return z.NEVER
})

function readPem(file: string): string | { readonly fault: string } {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch {
    return { fault: 'names a file that cannot be read' }
  }
  try {
    if (new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem))) return pem
    return { fault: 'names a file whose private key is not that of its certificate (put that certificate first)' }
  } catch {
    return { fault: 'must name a PEM file with a certificate and its private key, without a passphrase' }
  }
}

/** Values of libpq's `sslmode` that refuse to speak in the clear; `prefer` and `allow` give in to whoever asks. */
const ENCRYPTED_MODES = new Set(['require', 'verify-ca', 'verify-full'])

export const databaseUrl = text.refine((value) => value === undefined || /^postgres(ql)?:\/\//.test(value), {
  message: 'must begin with postgres:// or postgresql://',
})

/** How the way to this database is guarded. What cannot be read counts as open. */
export function databaseLinkOf(databaseUrl: string | undefined): 'this-machine' | 'encrypted' | 'not-encrypted' {
  if (databaseUrl === undefined) return 'this-machine'
  if (!URL.canParse(databaseUrl)) return 'not-encrypted'
  const { hostname, searchParams } = new URL(databaseUrl)
  // A path, given as `host` or percent-encoded in its place, is a socket of this machine; without either it is localhost.
  const host = searchParams.get('host') ?? hostname
  if (host === '' || /^(?:\/|%2f)/i.test(host) || isLoopbackHost(host)) return 'this-machine'
  return ENCRYPTED_MODES.has(searchParams.get('sslmode') ?? '') ? 'encrypted' : 'not-encrypted'
}

/** Names under our prefix that other programs of the project read. */
const NOT_OURS = /^POSTERN_(TEST|BENCH)_|^POSTERN_(DEVELOPER_NAME|DEVELOPER_URL|PRIVACY_URL|TERMS_URL)$/

/** A misspelt name is a setting that quietly does nothing. */
export const strangers = (env: Readonly<Record<string, string | undefined>>, known: object): string[] =>
  Object.keys(env)
    .filter((name) => /^(POSTERN_|MicrosoftApp)/.test(name) && !(name in known) && !NOT_OURS.test(name))
    .map((name) => `${name.slice(0, 60)} is no setting of Postern: is it misspelt?`)
