import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { currentPlace, startHeartbeat } from '../../../src/store/embedded/heartbeat.js'
import { temporaryDirectory } from '../../support/engines.js'

const HERE = { place: 'here', timing: { beatMs: 20, watchMs: 400 } }
const THERE = { ...HERE, place: 'there' }
const unexpected = (): void => {
  throw new Error('nobody has taken the directory over')
}

describe('the heartbeat in a data directory', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let file: string
  beforeEach(() => {
    directory = temporaryDirectory()
    file = join(directory.path, 'heartbeat.json')
  })
  afterEach(() => directory.remove())
  const start = (owner: string, options: typeof HERE, onLost = unexpected) =>
    startHeartbeat(directory.path, owner, onLost, options)

  it('refuses a newcomer from elsewhere while it moves', async () => {
    const heartbeat = await start('one', HERE)
    await expect(start('two', THERE)).rejects.toMatchObject({ code: 'store-locked', detail: { owner: 'one' } })
    await heartbeat.stop()
  })

  it('lets a newcomer from elsewhere in once it has stood still, as after a crash', async () => {
    writeFileSync(file, JSON.stringify({ owner: 'one', place: 'there', run: 'gone', beat: 7 }))
    const heartbeat = await start('two', HERE)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ owner: 'two', place: 'here' })
    await heartbeat.stop()
  })

  it('does not make a newcomer from the same place watch: the kernel has let him in', async () => {
    writeFileSync(file, JSON.stringify({ owner: 'one', place: 'here', run: 'gone', beat: 7 }))
    const patient = { place: 'here', timing: { beatMs: 3_600_000, watchMs: 3_600_000 } }
    await (await start('two', patient)).stop()
  })

  it('is taken away at the end, so that the next one from anywhere need not watch', async () => {
    await (await start('one', HERE)).stop()
    const patient = { place: 'there', timing: { beatMs: 3_600_000, watchMs: 3_600_000 } }
    await (await start('two', patient)).stop()
  })

  it('tells its owner when somebody else has taken the directory over', async () => {
    const onLost = vi.fn()
    const heartbeat = await start('one', HERE, onLost)
    writeFileSync(file, JSON.stringify({ owner: 'two', place: 'there', run: 'another', beat: 0 }))
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
    await heartbeat.stop()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ owner: 'two' })
  })

  it('is written again over one that a crash has cut short', async () => {
    writeFileSync(file, '{"owner":"on')
    const heartbeat = await start('one', HERE)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ owner: 'one' })
    await heartbeat.stop()
  })

  it('knows the place as long as it runs there', () => {
    expect(currentPlace()).toBe(currentPlace())
    expect(currentPlace()).not.toBe('')
  })
})
