/** The lock file is what a fresh clone installs from, on every system. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: unknown
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Readonly<Record<string, Locked>>
}
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? ''

describe('the lock file', () => {
  // npm leaves out what the registry of the day did not have, and `npm ci` then refuses the whole lock file.
  it('has an entry for each platform package that it names', () => {
    const locked = new Set(Object.keys(packages).map(nameOf))
    const named = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((name) => !locked.has(name))).toEqual([])
  })

  it('holds a checksum for each package, and names no registry', () => {
    const external = Object.entries(packages).filter(([path, one]) => path !== '' && one.link !== true)
    expect(external.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([])
    expect(external.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([])
  })
})
