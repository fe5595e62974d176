import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PosternError } from '../../../src/domain/errors.js'
import { DurableNodeFS, openDatabase } from '../../../src/store/embedded/database.js'
import { startWorker } from '../../../src/store/embedded/workerClient.js'
import { temporaryDirectory } from '../../support/engines.js'

describe('the thread of the embedded database', () => {
  const directory = temporaryDirectory()
  beforeAll(async () => {
    await (await openDatabase(new DurableNodeFS(directory.path))).close()
  })
  afterAll(() => directory.remove())

  it('answers, and hands over errors of the server as such', async () => {
    const worker = await startWorker(directory.path)
    expect(await worker.ask('query', 'select $1::int + 1 as sum', [1])).toEqual({ rows: [{ sum: 2 }], count: 0 })
    await expect(worker.ask('query', 'select nonsense', [])).rejects.toMatchObject({
      code: 'internal',
      detail: { sqlState: '42703' },
    })
    await worker.close()
  })

  it('answers everything with the reason once it was ended', async () => {
    const worker = await startWorker(directory.path)
    const asked = worker.ask('query', 'select count(*) from generate_series(1, 5000000)', [])
    worker.abort(new PosternError('store-locked'))
    await expect(asked).rejects.toMatchObject({ code: 'store-locked' })
    await expect(worker.ask('query', 'select 1', [])).rejects.toMatchObject({ code: 'store-locked' })
    await worker.close()
  })

  it('is refused where there is no database', async () => {
    const empty = temporaryDirectory()
    await expect(startWorker(empty.path)).rejects.toMatchObject({ code: 'store-format' })
    empty.remove()
  })
})
