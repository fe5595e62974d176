import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/store/engine.js'
import { type Migration, migrate, readMigrations } from '../../src/store/migrate.js'
import { openPostgres } from '../../src/store/postgres.js'
import { describeOnEachEngine, describeOnPostgres, freshDatabase } from '../support/engines.js'

const tables = async (engine: Engine) => {
  const { rows } = await engine.query("select tablename from pg_tables where schemaname = 'public' order by tablename")
  return rows.map((row) => Object(row).tablename)
}
const next = (known: readonly Migration[], script: string): readonly Migration[] => [
  ...known,
  { number: known.length + 1, name: 'next', script, checksum: 'of next' },
]

describeOnEachEngine('migrations', (place) => {
  it('are applied once', async () => {
    const before = await tables(place.engine)
    expect(before).toContain('alert')
    expect(await migrate(place.engine)).toBe((await readMigrations()).length)
    expect(await tables(place.engine)).toEqual(before)
  })

  it('are applied whole or not at all', async () => {
    const broken = next(await readMigrations(), 'create table half (id integer); select nonsense')
    await expect(migrate(place.engine, broken)).rejects.toMatchObject({ code: 'store-migration-failed' })
    expect(await tables(place.engine)).not.toContain('half')
  })

  it('refuse a file that has changed since it was applied', async () => {
    const changed = (await readMigrations()).map((migration) => ({ ...migration, checksum: 'another' }))
    await expect(migrate(place.engine, changed)).rejects.toMatchObject({
      code: 'store-migration-failed',
      detail: { number: 1, name: 'foundation' },
    })
  })

  it('refuse a database that a newer version has migrated', async () => {
    const known = await readMigrations()
    expect(await migrate(place.engine, next(known, 'create table newer (id integer)'))).toBe(known.length + 1)
    await expect(migrate(place.engine, known)).rejects.toMatchObject({
      code: 'store-migration-failed',
      detail: { number: known.length + 1, name: 'next' },
    })
  })
})

describeOnPostgres('migrations of four replicas that start together', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  beforeAll(async () => {
    database = await freshDatabase()
  })
  afterAll(() => database.drop())

  it('wait for each other, and none fails', async () => {
    const engines = await Promise.all([1, 2, 3, 4].map(() => openPostgres(database.url)))
    const known = await readMigrations()
    try {
      expect(await Promise.all(engines.map((engine) => migrate(engine)))).toEqual(Array(4).fill(known.length))
      const applied = await engines[0]?.query('select number from migration')
      expect(applied?.rows).toHaveLength(known.length)
    } finally {
      await Promise.all(engines.map((engine) => engine.close()))
    }
  })
})

describe('migration files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-migrations-'))
  const url = pathToFileURL(`${directory}/`)
  afterAll(() => rmSync(directory, { recursive: true }))

  it('are a fault where there are none, as after a build that forgot them', async () => {
    await expect(readMigrations(url)).rejects.toMatchObject({ code: 'store-migration-failed' })
  })

  it('have the same checksum whatever the ends of their lines', async () => {
    writeFileSync(join(directory, '0001-first.sql'), 'select 1;\nselect 2;\n')
    const [unix] = await readMigrations(url)
    writeFileSync(join(directory, '0001-first.sql'), 'select 1;\r\nselect 2;\r\n')
    const [windows] = await readMigrations(url)
    expect(windows).toEqual(unix)
  })

  it('are a fault where a number is left out', async () => {
    writeFileSync(join(directory, '0003-third.sql'), 'select 3')
    await expect(readMigrations(url)).rejects.toMatchObject({ code: 'store-migration-failed' })
  })
})
