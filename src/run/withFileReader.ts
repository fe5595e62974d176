/** For a command that needs no tenant: borrows the reader of files, and closes it afterwards whatever happens. */
import { readOcrLanguages } from '../config.js'
import type { FileReader } from '../flows/ports/files.js'

export async function withFileReader<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (reader: FileReader) => Promise<T>,
): Promise<T> {
  const { createFileReader } = await import('../reading/index.js')
  const reader = createFileReader({ languages: readOcrLanguages(env) })
  try {
    return await work(reader)
  } finally {
    await reader.close()
  }
}
