import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PERSONAL_TABLES } from '../../src/store/people.js'

it('names in SECURITY.md every table that names people, and no other', () => {
  const [, list = ''] =
    /^These tables name people, .*?: (.*)\. A test holds this list/m.exec(readFileSync('SECURITY.md', 'utf8')) ?? []
  const named = [...list.matchAll(/`([a-z_]+)`/g)].map(([, table]) => table)
  expect([...new Set(named)].sort()).toEqual([...new Set(PERSONAL_TABLES.map(({ table }) => table))].sort())
})
