/** That what is acknowledged is on the disk, and that the database does not run where it is not. */
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DurableNodeFS, openDatabase, proveDurable } from '../../../src/store/embedded/database.js'
import { temporaryDirectory } from '../../support/engines.js'

describe('the embedded database', () => {
  const directory = temporaryDirectory()
  beforeAll(async () => {
    await (await openDatabase(new DurableNodeFS(directory.path))).close()
  })
  afterAll(() => directory.remove())

  it('writes through once for each commit', async () => {
    const files = new DurableNodeFS(directory.path)
    const db = await openDatabase(files)
    await db.exec('create table note (text text)')
    const before = files.syncs
    for (let index = 0; index < 20; index += 1) await db.query('insert into note values ($1)', ['x'])
    expect(files.syncs - before).toBeGreaterThanOrEqual(20)
    await db.close()
  })

  it('proves it with something that leaves no row behind', async () => {
    const files = new DurableNodeFS(directory.path)
    const db = await openDatabase(files)
    await expect(proveDurable(db, files)).resolves.toBeUndefined()
    await db.close()
  })

  it('is refused where PostgreSQL was started without fsync, as PGlite does by default', async () => {
    const files = new DurableNodeFS(directory.path)
    const db = await PGlite.create({ fs: files })
    await expect(proveDurable(db, files)).rejects.toMatchObject({ code: 'store-not-durable' })
    await db.close()
  })

  it('is refused where the sync method never reaches the file system', async () => {
    const files = new DurableNodeFS(directory.path)
    const startParams = PGlite.defaultStartParams.filter((param) => param !== '-F')
    const db = await PGlite.create({ fs: files, startParams: [...startParams, '-c', 'wal_sync_method=fdatasync'] })
    await expect(proveDurable(db, files)).rejects.toMatchObject({ code: 'store-not-durable' })
    await db.close()
  })
})
