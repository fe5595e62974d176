/**
 * Matches a URL against a page such as `login.microsoft.com/device` or `*.zoom.us/j`. Hosts are compared literally and
 * as a whole: `*.` stands for the domain and everything under it, never for a part of a label. A path matches from its
 * beginning, segment by segment; `*` stands for one segment.
 */
export interface PagePattern {
  readonly host: string
  readonly anySubdomain: boolean
  readonly path: readonly string[]
}

export function pagePattern(page: string): PagePattern {
  const slash = page.indexOf('/')
  const host = slash === -1 ? page : page.slice(0, slash)
  const path =
    slash === -1
      ? []
      : page
          .slice(slash + 1)
          .split('/')
          .filter(Boolean)
  return host.startsWith('*.') ? { host: host.slice(2), anySubdomain: true, path } : { host, anySubdomain: false, path }
}

/** `/en-us/` in front of a path is a choice of language, not another page. */
const LOCALE = /^[a-z]{2}-[a-z]{2}$/

export function matchesPage(pattern: PagePattern, host: string, path: readonly string[]): boolean {
  const bare = host.startsWith('www.') ? host.slice(4) : host
  const isHost = bare === pattern.host || (pattern.anySubdomain && bare.endsWith(`.${pattern.host}`))
  if (!isHost) return false
  const segments = LOCALE.test(path[0] ?? '') ? path.slice(1) : path
  return pattern.path.every((segment, index) =>
    segment === '*' ? segments[index] !== undefined : segments[index] === segment,
  )
}

export function pathSegments(pathname: string): string[] {
  let path = pathname
  try {
    path = decodeURIComponent(pathname)
  } catch {
    // a lone `%` is a path like any other
  }
  return path.toLowerCase().split('/').filter(Boolean).slice(0, 12)
}
