/**
 * Both engines of the store for the same tests: the embedded one always, PostgreSQL where `npm test` found a server
 * (`POSTERN_TEST_DATABASE_URL`). Without one its tests are skipped, which `npm test` counts and names.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest'
import type { Store } from '../../src/flows/ports.js'
import { composeStore } from '../../src/store/compose.js'
import { openEmbedded } from '../../src/store/embedded/engine.js'
import { type Engine, inTransaction } from '../../src/store/engine.js'
import { migrate } from '../../src/store/migrate.js'
import { openPostgres } from '../../src/store/postgres.js'
import { TABLES } from '../../src/store/tables.js'
import { sharedPrefix } from './sharedPlaces.js'

/** Given where files share a process (`vitest.config.ts`); `sharedPlaces.ts` clears up after them. */
const SHARED = inject('sharedPlaces')
const POSTGRES_URL = process.env.POSTERN_TEST_DATABASE_URL
export const describeOnPostgres = describe.skipIf(POSTGRES_URL === undefined)

/** Much faster than `truncate`, which makes new files for every table and index. */
const EMPTY = [
  ...TABLES.map(({ name }) => `delete from ${name}`).reverse(),
  'delete from bucket',
  ...TABLES.flatMap(({ name, counter }) => (counter ? [`alter table ${name} alter ${counter} restart`] : [])),
].join(';')

export interface Place {
  /** Fresh for each test: the tables are emptied before it. */
  readonly store: Store
  readonly engine: Engine
  empty(): Promise<void>
}

interface Opened {
  readonly engine: Engine
  readonly store: Store
  remove(): unknown
}

/** Runs the tests of `suite` on each engine. `place` is filled when they run, not when they are listed. */
export function describeOnEachEngine(title: string, suite: (place: Place) => void): void {
  describe(`${title}, embedded`, () => suite(usePlace(embedded)))
  describeOnPostgres(`${title}, PostgreSQL`, () => suite(usePlace(onPostgres)))
}

const embedded = kept(async () => {
  const directory = temporaryDirectory()
  return opened(await openEmbedded(directory.path, 'test'), directory.remove)
})
const onPostgres = kept(async () => {
  const database = await freshDatabase()
  return opened(await openPostgres(database.url), database.drop)
})

const opened = async (engine: Engine, remove: Opened['remove']): Promise<Opened> => ({
  engine,
  store: composeStore(engine, await migrate(engine)),
  remove,
})

/** Files that share a process share its databases: to make one takes longer than most files' tests. */
function kept(open: () => Promise<Opened>): () => Promise<Opened> {
  if (SHARED === undefined) return open
  let first: Promise<Opened> | undefined
  return () => {
    // What failed once may go well for the next file.
    first ??= open().catch((error: unknown) => {
      first = undefined
      throw error
    })
    return first
  }
}

function usePlace(open: () => Promise<Opened>): Place {
  const place: { -readonly [K in keyof Place]?: Place[K] } = {}
  let remove: () => unknown = () => undefined
  beforeAll(async () => {
    const opened = await open()
    remove = opened.remove
    place.engine = opened.engine
    place.store = opened.store
  })
  place.empty = async () => {
    if (place.engine !== undefined) await inTransaction(place.engine, (tx) => tx.run(EMPTY))
  }
  beforeEach(place.empty)
  afterAll(async () => {
    if (SHARED !== undefined) return
    await place.store?.close()
    await remove()
  })
  return place as Place
}

export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(SHARED ?? tmpdir(), 'postern-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** An empty database of its own on the server of the tests. */
export async function freshDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `${SHARED === undefined ? 'postern_' : sharedPrefix(SHARED)}${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name}`)
  const url = new URL(POSTGRES_URL ?? '')
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
