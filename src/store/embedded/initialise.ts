/**
 * Makes a new database in the directory that is named as the argument. A program of its own: the process that runs
 * PostgreSQL's initdb in PGlite stays at 700 MB and more until it ends.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DurableNodeFS, openDatabase, syncDirectory } from './database.js'

const [directory] = process.argv.slice(2)
if (directory === undefined) throw new Error('the directory is missing')
const db = await openDatabase(new DurableNodeFS(directory))
await db.exec('checkpoint')
await db.close()
// initdb copies its files without writing them through.
syncTree(directory)
process.exit(0)

function syncTree(path: string): void {
  for (const item of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, item.name)
    if (item.isDirectory()) syncTree(child)
    else if (item.isFile()) syncFile(child)
  }
  syncDirectory(path)
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
