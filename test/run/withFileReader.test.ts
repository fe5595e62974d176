import { describe, expect, it } from 'vitest'
import type { IsolatedFileReader } from '../../src/reading/index.js'
import { withFileReader } from '../../src/run/withFileReader.js'

const file = { name: null, contentType: null, bytes: Buffer.from('words') }

describe('a command that borrows the reader of files', () => {
  it('needs no setting, and gives it back when it is done and when it fails', async () => {
    let lent: IsolatedFileReader | undefined
    const reading = await withFileReader({}, async (reader) => {
      lent = reader as IsolatedFileReader
      return reader.read(file)
    })
    expect(reading.passages).toEqual([{ from: 'file', text: 'words' }])
    expect(lent?.pid).toBeNull()
    const failing = withFileReader({}, async (reader) => {
      lent = reader as IsolatedFileReader
      await reader.read(file)
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(lent?.pid).toBeNull()
  })

  it.each(['English', 'eng;../x', 'tlh'])('refuses %s as a language of letters', async (languages) => {
    const reading = withFileReader({ POSTERN_OCR_LANGUAGES: languages }, (reader) => reader.read(file))
    await expect(reading).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
