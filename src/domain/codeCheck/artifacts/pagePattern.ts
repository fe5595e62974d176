/**
 * Matches a URL against a page such as `login.microsoft.com/device` or `*.zoom.us/j`. Hosts as `hostPattern` reads
 * them. A path matches from its beginning, segment by segment; `*` stands for one segment.
 */
import { type HostPattern, hostPattern, matchesHost } from './hostPattern.js'
import { HostTable } from './hostTable.js'

export interface PagePattern {
  readonly host: HostPattern
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
  return { host: hostPattern(host), path }
}

/** `/en-us/` in front of a path is a choice of language, not another page. */
const LOCALE = /^[a-z]{2}(?:-[a-z]{2,4})?$/

export const matchesPage = (pattern: PagePattern, host: string, path: readonly string[]): boolean =>
  matchesHost(pattern.host, host) && isUnder(pattern.path, path)

const isUnder = (pattern: readonly string[], path: readonly string[]): boolean =>
  matchesPath(pattern, path) || (LOCALE.test(path[0] ?? '') && matchesPath(pattern, path.slice(1)))

const matchesPath = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.every((segment, index) => (segment === '*' ? path[index] !== undefined : path[index] === segment))

interface Entry<About> {
  readonly path: readonly string[]
  readonly about: About
}

/** Many pages at once; of those that fit, the first one given. */
export class PageTable<About> {
  readonly #hosts: HostTable<Entry<About>>

  constructor(pages: Iterable<readonly [PagePattern, About]>) {
    this.#hosts = new HostTable([...pages].map(([{ host, path }, about]) => [host, { path, about }]))
  }

  find(host: string, path: readonly string[]): About | undefined {
    return this.#hosts.allFor(host).find((entry) => isUnder(entry.path, path))?.about
  }
}

/** Segments as a server reads them: decoded, in small letters, without empty ones and without `;parameters`. */
export function pathSegments(pathname: string): string[] {
  let path = pathname
  try {
    path = decodeURIComponent(pathname)
  } catch {
    // a lone `%` is a path like any other
  }
  return path
    .toLowerCase()
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '' && segment !== '.')
    .slice(0, 12)
}
