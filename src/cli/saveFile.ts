/** Writes a file whole: beside its place first, so that one that was cut short never stands for one that was not. */
import { open, rename, rm } from 'node:fs/promises'

const CHARACTERS_EACH = 64 * 1024

/** For its owner's eyes: it may name people. Throws what the system does; what was there is left then. */
export async function saveFile(path: string, lines: Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}.unfinished`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      let waiting = ''
      for (const line of lines) {
        waiting += `${line}\n`
        if (waiting.length < CHARACTERS_EACH) continue
        await file.write(waiting)
        waiting = ''
      }
      await file.write(waiting)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
