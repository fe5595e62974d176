import { symlinkSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from '../../../src/store/embedded/lock.js'
import { temporaryDirectory } from '../../support/engines.js'

describe('the lock of a data directory', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  beforeEach(() => {
    directory = temporaryDirectory()
  })
  afterEach(() => directory.remove())

  it('has one holder', async () => {
    const lock = await takeLock(directory.path)
    await expect(takeLock(directory.path)).rejects.toMatchObject({ code: 'store-locked' })
    await lock.release()
  })

  it('is free again when it is given back', async () => {
    await (await takeLock(directory.path)).release()
    await (await takeLock(directory.path)).release()
  })

  it('is the directory’s, by whatever name it is reached', async () => {
    const lock = await takeLock(directory.path)
    const link = `${directory.path}/link`
    symlinkSync(directory.path, link)
    await expect(takeLock(link)).rejects.toMatchObject({ code: 'store-locked' })
    await lock.release()
  })

  it('is no other directory’s', async () => {
    const other = temporaryDirectory()
    const locks = [await takeLock(directory.path), await takeLock(other.path)]
    for (const lock of locks) await lock.release()
    other.remove()
  })
})
