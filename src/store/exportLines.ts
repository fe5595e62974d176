/**
 * The store as JSON lines: a header, a line a row, and an end line with the number of rows, by which a file that was
 * cut short is told from a whole one. It is the backup, the way to a newer PostgreSQL and the way from one engine to
 * the other.
 */
import { z } from 'zod/v4'
import type { Engine } from './engine.js'
import { FORMAT, TABLES } from './tables.js'
import { readRows } from './values.js'

const BATCH = 500
const LINE = z.object({ row: z.string() })

/** One moment's state. On the embedded engine, which has one connection, everybody else waits until it is read. */
export async function* exportLines(engine: Engine, migration: number): AsyncIterable<string> {
  const tx = await engine.begin()
  try {
    // A reader that is slow to write the lines away is no reason to end the transaction.
    await tx.run(
      'set transaction isolation level repeatable read, read only; set local idle_in_transaction_session_timeout = 0',
    )
    yield JSON.stringify({ postern: 'store', format: FORMAT, migration })
    let count = 0
    for (const { name, key } of TABLES) {
      await tx.run(`declare lines no scroll cursor for select to_jsonb(t)::text as row from ${name} t order by ${key}`)
      for (;;) {
        const rows = readRows(LINE, await tx.query(`fetch ${BATCH} from lines`))
        // The row is JSON already; it is not parsed to be written again.
        for (const { row } of rows) yield `{"table":"${name}","row":${row}}`
        count += rows.length
        if (rows.length < BATCH) break
      }
      await tx.run('close lines')
    }
    yield JSON.stringify({ end: true, rows: count })
  } finally {
    await tx.rollback()
  }
}
