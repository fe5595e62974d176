import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createTuningFile } from '../src/tuningFile.js'

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tuning-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'tuning.jsonc')
}

it('reads the tuning file, and again when it has changed', async () => {
  const path = await place()
  await writeFile(path, '{}')
  const file = createTuningFile(path)
  expect(await file.read()).toBe('{}')
  await writeFile(path, '{ "allow": [] }')
  expect(await file.read()).toBe('{ "allow": [] }')
})

it('says that there is none, that it is gone, and that it is too large', async () => {
  expect(await createTuningFile(null).read()).toBeNull()
  const path = await place()
  await expect(createTuningFile(path).read()).rejects.toMatchObject({ code: 'file-unavailable' })
  await writeFile(path, ' '.repeat(2_000_000))
  await expect(createTuningFile(path).read()).rejects.toMatchObject({ code: 'input-too-large' })
})
