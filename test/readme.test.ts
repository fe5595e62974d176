/** What README promises is what the code has. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PERMISSIONS } from '../src/graph/permissions.js'

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const readme = read('README.md')
const scripts = Object.keys(JSON.parse(read('package.json')).scripts as object)

describe('README', () => {
  it('says of each permission what doctor says: its name, why, and what is lost without it', () => {
    const table = readme.slice(readme.indexOf('<!-- permissions -->'), readme.indexOf('<!-- /permissions -->'))
    const rows = [...table.matchAll(/^\| `(.*)$/gm)].map((match) => (match[1] ?? '').split(/`? +\| ?/).slice(0, 3))
    expect(rows).toEqual(PERMISSIONS.map(({ name, why, lostWithout }) => [name, why, lostWithout]))
  })

  it('names npm commands that exist', () => {
    const named = [...readme.matchAll(/npm (?:run )?(demo|test|check|build|bench|package|start)\b/g)].map(
      (match) => match[1],
    )
    expect(named.length).toBeGreaterThan(4)
    expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([])
  })

  it('shows pictures and files that are there', () => {
    const targets = [...readme.matchAll(/\]\(((?!http)[^)#]+)\)/g)].map((match) => match[1] ?? '')
    expect(targets.length).toBeGreaterThan(4)
    for (const target of targets) expect(() => readFileSync(new URL(`../${target}`, import.meta.url))).not.toThrow()
  })
})
