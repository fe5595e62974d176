/**
 * Hosts as the data files write them. `microsoft.com` is that host alone, `*.zoom.us` the domain and everything under
 * it, `google.*` the name under any public suffix, `device.sso.*.amazonaws.com` any one label in the middle, `*` every
 * host. Labels are compared literally and whole, so that `evilzoom.us` is not under `zoom.us`.
 */
import { getDomain, getDomainWithoutSuffix, getSubdomain } from 'tldts'

export interface HostPattern {
  readonly kind: 'any' | 'exact' | 'below' | 'any-suffix' | 'one-label'
  readonly name: string
  /** Labels of a pattern with a star in the middle. */
  readonly labels: readonly string[]
}

export function hostPattern(written: string): HostPattern {
  if (written === '*') return { kind: 'any', name: written, labels: [] }
  if (written.startsWith('*.')) return { kind: 'below', name: written.slice(2), labels: [] }
  if (written.endsWith('.*')) return { kind: 'any-suffix', name: written.slice(0, -2), labels: [] }
  if (written.includes('*')) return { kind: 'one-label', name: written, labels: written.split('.') }
  return { kind: 'exact', name: written, labels: [] }
}

/** `host` in lower case, without a dot at its end. */
export function matchesHost(pattern: HostPattern, host: string): boolean {
  switch (pattern.kind) {
    case 'any':
      return true
    case 'exact':
      return host === pattern.name || host === `www.${pattern.name}`
    case 'below':
      return host === pattern.name || host.endsWith(`.${pattern.name}`)
    case 'any-suffix':
      return isNameUnderAnySuffix(pattern.name, host)
    case 'one-label': {
      const labels = host.split('.')
      return (
        labels.length === pattern.labels.length &&
        pattern.labels.every((label, index) => label === '*' || label === labels[index])
      )
    }
  }
}

/** `google.*` takes `google.de` and `www.google.co.uk`; `l.google.*` takes `l.google.com`. */
function isNameUnderAnySuffix(name: string, host: string): boolean {
  const own = name.slice(name.lastIndexOf('.') + 1)
  if (!host.includes(own) || getDomainWithoutSuffix(host) !== own || getDomain(host) === null) return false
  const below = getSubdomain(host) ?? ''
  const wanted = name.slice(0, Math.max(0, name.length - own.length - 1))
  return wanted === '' ? below === '' || below === 'www' : below === wanted
}
