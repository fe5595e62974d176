/**
 * Reads what `exportLines` wrote into an empty store: all of it in one transaction, or nothing. Lines of an older
 * version are welcome; columns that it did not have take their defaults.
 */
import { z } from 'zod/v4'
import { PosternError } from '../domain/errors.js'
import { type Engine, inTransaction, type OpenTransaction } from './engine.js'
import { FORMAT, TABLES, type Table } from './tables.js'
import { json, readRow, readRows } from './values.js'

const BATCH_ROWS = 500
const BATCH_CHARACTERS = 4_000_000
const LINE_MAX_CHARACTERS = 16_000_000

const HEADER = z.strictObject({ postern: z.literal('store'), format: z.number(), migration: z.int().positive() })
const ROW = z.strictObject({ table: z.string(), row: z.record(z.string(), z.unknown()) })
const END = z.strictObject({ end: z.literal(true), rows: z.int().nonnegative() })
const LINE = z.union([ROW, END])

interface Batch {
  readonly table: Table
  readonly columns: readonly string[]
  readonly rows: { readonly line: number; readonly row: Readonly<Record<string, unknown>> }[]
  characters: number
}

/** Answers the number of rows by table. Throws `store-format` with the line that is at fault. */
export function importLines(engine: Engine, migration: number, lines: AsyncIterable<string>) {
  return inTransaction(engine, async (tx) => {
    await assertEmpty(tx)
    const columnsOf = await readColumns(tx)
    const written: Record<string, number> = {}
    let batch: Batch | null = null
    let total = 0
    let ended = false
    let line = 0
    for await (const text of lines) {
      line += 1
      if (text.trim() === '') continue
      if (ended) throw malformed(line, 'there is something after the end line')
      if (line === 1) {
        assertReadable(parse(HEADER, text, line), migration)
        continue
      }
      const item = parse(LINE, text, line)
      if ('end' in item) {
        if (item.rows !== total) throw malformed(line, 'lines are missing or there are too many')
        ended = true
        continue
      }
      const table = TABLES.find(({ name }) => name === item.table)
      if (table === undefined) throw malformed(line, 'the table is not known')
      const columns = Object.keys(item.row)
      if (columns.length === 0 || !columns.every((column) => columnsOf.get(table.name)?.has(column)))
        throw malformed(line, 'the columns are not those of the table')
      if (batch !== null && !takes(batch, table, columns)) {
        await writeBatch(tx, batch)
        batch = null
      }
      batch ??= { table, columns, rows: [], characters: 0 }
      batch.rows.push({ line, row: item.row })
      batch.characters += text.length
      written[table.name] = (written[table.name] ?? 0) + 1
      total += 1
    }
    if (!ended) throw malformed(line, 'the end line is missing: the file was cut short')
    if (batch !== null) await writeBatch(tx, batch)
    // References that are otherwise checked at commit, where no line could be named any more.
    await tx.run('set constraints all immediate').catch((cause: unknown) => {
      throw new PosternError('store-format', { line, why: 'a row names another that is not there' }, { cause })
    })
    await advanceCounters(tx)
    return written
  })
}

const malformed = (line: number, why: string) => new PosternError('store-format', { line, why })

function parse<T>(schema: z.ZodType<T>, text: string, line: number): T {
  if (text.length > LINE_MAX_CHARACTERS) throw malformed(line, 'the line is too long')
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw malformed(line, 'the line is not one of an export')
  }
}

function assertReadable({ format, migration }: z.infer<typeof HEADER>, newest: number): void {
  if (format !== FORMAT || migration > newest)
    throw new PosternError('store-format', { line: 1, format, migration, why: 'a newer version has written the file' })
}

async function assertEmpty(tx: OpenTransaction): Promise<void> {
  for (const { name } of TABLES) {
    const { rows } = await tx.query(`select 1 from ${name} limit 1`)
    if (rows.length > 0) throw new PosternError('store-format', { table: name, why: 'the store is not empty' })
  }
}

const COLUMN = z.object({ table: z.string(), column: z.string() })

async function readColumns(tx: OpenTransaction): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await tx.query(
    `select table_name::text as table, column_name::text as column from information_schema.columns
     where table_schema = current_schema()`,
  )
  const columns = new Map<string, Set<string>>()
  for (const { table, column } of readRows(COLUMN, found))
    columns.set(table, (columns.get(table) ?? new Set()).add(column))
  return columns
}

function takes(batch: Batch, table: Table, columns: readonly string[]): boolean {
  return (
    batch.table === table &&
    batch.rows.length < BATCH_ROWS &&
    batch.characters < BATCH_CHARACTERS &&
    batch.columns.length === columns.length &&
    batch.columns.every((column, index) => column === columns[index])
  )
}

/** Where a batch is refused its rows are tried one by one, so that the line at fault can be named. */
async function writeBatch(tx: OpenTransaction, batch: Batch): Promise<void> {
  await tx.run('savepoint batch')
  try {
    await writeRows(
      tx,
      batch,
      batch.rows.map(({ row }) => row),
    )
    await tx.run('release savepoint batch')
  } catch {
    await tx.run('rollback to savepoint batch')
    for (const { line, row } of batch.rows) {
      await writeRows(tx, batch, [row]).catch((cause: unknown) => {
        throw new PosternError('store-format', { line, why: 'the row does not fit its table' }, { cause })
      })
    }
  }
}

/** Names of columns are put into the statement; they were compared with the table's own before. */
async function writeRows(tx: OpenTransaction, { table, columns }: Batch, rows: readonly unknown[]): Promise<void> {
  const names = columns.join(', ')
  await tx.query(
    `insert into ${table.name} (${names}) select ${names} from jsonb_populate_recordset(null::${table.name}, $1::jsonb)`,
    [json(rows)],
  )
}

const NEWEST = z.object({ newest: z.number().nullable() })

async function advanceCounters(tx: OpenTransaction): Promise<void> {
  for (const { name, counter } of TABLES) {
    if (counter === undefined) continue
    const { newest } = readRow(NEWEST, await tx.query(`select max(${counter}) as newest from ${name}`)) ?? {}
    if (newest) await tx.query('select setval(pg_get_serial_sequence($1, $2), $3)', [name, counter, newest])
  }
}
