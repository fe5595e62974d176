/**
 * Clears up after tests that share a process and its databases. They cannot do it themselves: none of them knows
 * that it is the last.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The directory of databases that outlive a file. */
    sharedPlaces: string | undefined
  }
}

/** What the databases of this run begin with. */
export const sharedPrefix = (directory: string): string =>
  `${basename(directory)
    .replaceAll(/[^a-z0-9]/gi, '')
    .toLowerCase()}_`

export default function setup(project: TestProject): () => Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-tests-'))
  project.provide('sharedPlaces', directory)
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  // Somebody who interrupts the run ends it without the rest; databases on a server of his own stay then.
  process.once('exit', remove)
  return async () => {
    process.off('exit', remove)
    remove()
    const url = process.env.POSTERN_TEST_DATABASE_URL
    if (url !== undefined) await dropAll(url, sharedPrefix(directory))
  }
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
  } finally {
    await client.end()
  }
}
