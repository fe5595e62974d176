import { afterAll, describe, expect, it } from 'vitest'
import { withApp } from '../../src/run/withApp.js'
import { temporaryDirectory } from '../support/engines.js'

const folder = temporaryDirectory()
afterAll(() => folder.remove())

const env = {
  POSTERN_GRAPH_SIMULATED_ORIGIN: 'http://127.0.0.1:9',
  POSTERN_SIMULATED_TENANT_ID: '1111abcd-1111-4111-8111-111111111111',
  POSTERN_DATA_DIR: folder.path,
}

describe('a command that borrows the app', () => {
  it('gives the database back when it is done, and when it fails', async () => {
    const ping = () => withApp(env, async (app) => (await app.store()).ping())
    await ping()
    const failing = withApp(env, async (app) => {
      await app.store()
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    // The lock of the folder is this process's until it is given back, so a second opening is the proof.
    await ping()
  })

  it('ends the reader of files with it', async () => {
    const file = { name: null, contentType: null, bytes: Buffer.from('words') }
    const lent = await withApp(env, async (app) => {
      expect((await app.fileReader().read(file)).passages).toHaveLength(1)
      return app.fileReader()
    })
    expect((await lent.read(file)).unread).toEqual([{ name: null, why: 'reader-failed' }])
  })

  it('opens nothing that it does not ask for', async () => {
    const other = { ...env, DATABASE_URL: 'postgres://bot@127.0.0.1:9/postern' }
    expect(await withApp(other, async (app) => app.config.databaseLink)).toBe('this-machine')
  })

  it('hears of faulty settings before anything is made', async () => {
    await expect(withApp({}, async () => 'done')).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
