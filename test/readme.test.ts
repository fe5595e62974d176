/** What README promises is what the code has. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PERMISSIONS } from '../src/graph/permissions.js'

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const readme = read('README.md')
const scripts = Object.keys(JSON.parse(read('package.json')).scripts as object)

describe('README', () => {
  it('lists the permissions that the doctor tries, all and no other', () => {
    const table = readme.slice(readme.indexOf('<!-- permissions -->'), readme.indexOf('<!-- /permissions -->'))
    const listed = [...table.matchAll(/^\| `([\w.]+)` +\|/gm)].map((match) => match[1])
    expect(listed).toEqual(PERMISSIONS.map(({ name }) => name))
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
