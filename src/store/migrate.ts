/**
 * Applies the numbered SQL files of `migrations/`, each once, in order, all in one transaction.
 *
 * A file that has been applied must never change, so its checksum is kept; a database that a newer version has
 * migrated is refused, since this version cannot know what changed. Replicas that start together wait for each other:
 * the lock is one of the transaction (`pg_advisory_xact_lock`), as PgBouncer drops those of a session.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import { type Engine, inTransaction, type OpenTransaction } from './engine.js'
import { readRows } from './values.js'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly script: string
  readonly checksum: string
}

/** Beside this file, in `src/` and in `dist/` alike: the build copies them. */
const DIRECTORY = new URL('./migrations/', import.meta.url)
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/
/** Any constant will do; it must stay the same for ever. */
const LOCK_KEY = 7_678_378
const APPLIED = z.object({ number: z.number(), name: z.string(), checksum: z.string() })

export async function readMigrations(directory: URL = DIRECTORY): Promise<readonly Migration[]> {
  const migrations: Migration[] = []
  for (const file of (await readdir(directory)).sort()) {
    const [, digits, name] = FILE_NAME.exec(file) ?? []
    if (digits === undefined || name === undefined) continue
    // Git may have turned line ends into CRLF: that is no change.
    const script = (await readFile(new URL(file, directory), 'utf8')).replaceAll('\r\n', '\n')
    const checksum = createHash('sha256').update(script).digest('hex')
    migrations.push({ number: Number(digits), name, script, checksum })
  }
  if (migrations.length === 0 || migrations.some((migration, index) => migration.number !== index + 1))
    throw new PosternError('store-migration-failed', { why: 'the migration files are not numbered 1, 2, 3 and so on' })
  return migrations
}

/** Answers the number of the newest migration. Throws `store-migration-failed`, `store-unavailable`. */
export async function migrate(engine: Engine, migrations?: readonly Migration[]): Promise<number> {
  const known = migrations ?? (await readMigrations())
  await inTransaction(engine, async (tx) => {
    // A server's limit on the length of a statement is not for a migration of a large table.
    await tx.run(`set local statement_timeout = 0; select pg_advisory_xact_lock(${LOCK_KEY})`)
    const applied = await readApplied(tx)
    for (const row of applied) assertUnchanged(known[row.number - 1], row)
    for (const migration of known.slice(applied.length)) await apply(tx, migration)
  })
  return known.length
}

async function readApplied(tx: OpenTransaction) {
  await tx.run(`create table if not exists migration (
    number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
  )`)
  return readRows(APPLIED, await tx.query('select number, name, checksum from migration order by number'))
}

function assertUnchanged(migration: Migration | undefined, applied: z.infer<typeof APPLIED>): void {
  const { number, name } = applied
  if (migration === undefined)
    throw new PosternError('store-migration-failed', {
      number,
      name,
      why: 'a newer version has migrated this database',
    })
  if (migration.checksum !== applied.checksum)
    throw new PosternError('store-migration-failed', { number, name, why: 'the file has changed since it was applied' })
}

async function apply(tx: OpenTransaction, { number, name, script, checksum }: Migration): Promise<void> {
  try {
    await tx.run(script)
  } catch (cause) {
    throw new PosternError('store-migration-failed', { number, name }, { cause })
  }
  await tx.query('insert into migration (number, name, checksum) values ($1, $2, $3)', [number, name, checksum])
}
