/**
 * What counts as this machine: by name, compared literally. A name that only resolves to it is not enough, since who
 * answers for a name can change.
 */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1'])

/** A host as a setting names it; an IPv6 address with or without the brackets that URLs put around it. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK_HOSTS.has(host.replace(/^\[(.*)\]$/, '$1'))

/** Whether a URL is plain http on this machine, without a user name in it. Anything unreadable is not. */
export function isLoopbackUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null
  return (
    url !== null &&
    url.protocol === 'http:' &&
    url.username === '' &&
    url.password === '' &&
    isLoopbackHost(url.hostname)
  )
}
