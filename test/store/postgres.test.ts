import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/flows/ports.js'
import { openStore } from '../../src/store/index.js'
import { describeOnPostgres, freshDatabase } from '../support/engines.js'
import { JOB } from './examples.js'

const opened = (databaseUrl: string) => openStore({ databaseUrl, dataDir: '.', owner: 'test' })

describe('a server that is not there', () => {
  it('is unavailable, and its address is not a secret that is told', async () => {
    // Port 1 of this machine: nothing listens there.
    const opening = opened('postgres://postern:a-secret@127.0.0.1:1/postern')
    await expect(opening).rejects.toMatchObject({ code: 'store-unavailable' })
    await expect(opening.catch(JSON.stringify)).resolves.not.toContain('a-secret')
  })
})

describeOnPostgres('a PostgreSQL server', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let store: Store
  beforeAll(async () => {
    database = await freshDatabase()
    store = await opened(database.url)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it('serves more callers than there are connections', async () => {
    const all = Array.from({ length: 40 }, (_, index) => store.addJob({ ...JOB, key: `job ${index}` }))
    expect(await Promise.all(all)).toEqual(Array(40).fill(true))
  })

  it('is asked anew after it has dropped the connections', async () => {
    await store.ping()
    const other = await opened(database.url)
    const dropped = other.transaction(async (tx) => {
      await terminateOthers(database.url)
      return tx.jobCounts()
    })
    await expect(dropped).rejects.toMatchObject({ code: 'store-unavailable' })
    await expect(other.ping()).resolves.toBeUndefined()
    await other.close()
  })

  it('finishes what is in hand before it closes, and takes nothing after', async () => {
    const closing = await opened(database.url)
    const all = Array.from({ length: 30 }, (_, index) => closing.addJob({ ...JOB, key: `last ${index}` }))
    const closed = closing.close()
    expect(await Promise.all(all)).toEqual(Array(30).fill(true))
    await closed
    await closing.close()
    await expect(closing.ping()).rejects.toMatchObject({ code: 'store-unavailable' })
  })
})

async function terminateOthers(url: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}
