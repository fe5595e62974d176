import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, inTransaction } from '../../src/store/engine.js'
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

describeOnEachEngine('the migration to reports', (place) => {
  it('takes the excerpts out of what was found before, and keeps the reports that were made', async () => {
    const [first] = await readMigrations()
    const before = 'drop schema public cascade; create schema public; '
    const check = `{"verdict":"phishing","confidence":"certain","advice":[],"signals":[
      {"code":"urgency","evidence":"within ten minutes","span":{"start":0,"end":3}},{"code":"code-to-enter","evidence":"F3KW9QZLM"}]}`
    await inTransaction(place.engine, (tx) => tx.run(before))
    await migrate(place.engine, first === undefined ? [] : [first])
    await inTransaction(place.engine, (tx) =>
      tx.run(`insert into code_check values ('c1', 'u1', now(), 'phishing', '${check}', now() + interval '5 days'),
        ('c2', 'u1', now(), 'unrelated', '{"verdict":"unrelated","signals":[]}', now() + interval '5 days');
        insert into report values ('c1', 'u1', now())`),
    )
    await migrate(place.engine)
    const { rows } = await place.engine.query(
      'select check_id as id, findings::text as findings from code_check order by check_id',
    )
    expect(JSON.stringify(rows)).not.toMatch(/within ten|F3KW9QZLM|span/)
    expect(JSON.stringify(rows)).toMatch(/urgency.*code-to-enter/)
    const reports = await place.engine.query(
      `select lure.lure_id, reports, reporters, (report.expires_at > now() + interval '4 days') as kept, findings is not null as found
       from lure join report on report.lure_id = lure.lure_id`,
    )
    expect(reports.rows).toEqual([{ lure_id: 'c1', reports: 1, reporters: 1, kept: true, found: true }])
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
