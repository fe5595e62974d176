/**
 * A reading that came to its end becomes a snapshot. Things are walked a page at a time and outside of a transaction, so
 * that a large tenant holds up nobody: parts are written once each under the name of their contents, and only the end
 * says which of them are the snapshot.
 */
import { z } from 'zod/v4'
import { PosternError } from '../../domain/errors.js'
import { type Accounts, SnapshotBuilder, type SnapshotHeader } from '../../domain/policyStatus/index.js'
import type { KeptSnapshot, OpenReading, PolicySnapshotStore } from '../../flows/ports.js'
import { type Engine, inTransaction, type OpenTransaction, type Sql } from '../engine.js'
import { json, readRow, readRows, stored } from '../values.js'
import { digestOf, type Part, PartMaker, packLines, partOf, peopleIn, unpackLines } from './parts.js'

const PAGE = 1000

const KEPT: z.ZodType<KeptSnapshot> = z.object({
  snapshotId: z.number(),
  digest: z.string(),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  accounts: stored<Accounts>().nullable(),
})
const COLUMNS =
  'snapshot_id as "snapshotId", digest, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", accounts'
const NEWEST = 'order by first_seen_at desc, snapshot_id desc limit 1'
const THING = z.object({ kind: z.string(), key: z.string(), value: z.string() })
const PART = z.object({ kind: z.string(), body: z.string() })

export const snapshots = (
  engine: Engine,
): Omit<PolicySnapshotStore, 'openReading' | 'beginReading' | 'saveReading'> => ({
  async keepSnapshot(reading, { accounts, ...header }) {
    const digests: string[] = []
    const write = async (parts: readonly Part[]) => {
      for (const part of parts) {
        await writePart(engine, part)
        digests.push(part.digest)
      }
    }
    await write([partOf('header', [json(header)])])
    const maker = new PartMaker()
    for await (const { kind, key, value } of things(engine, reading.readingId)) await write(maker.add(kind, key, value))
    await write(maker.rest())
    return inTransaction(engine, (tx) => close(tx, reading, digests, accounts ?? null))
  },
  async newestSnapshot({ atOrBefore } = {}) {
    const found =
      atOrBefore === undefined
        ? await engine.query(`select ${COLUMNS} from policy_snapshot ${NEWEST}`)
        : await engine.query(`select ${COLUMNS} from policy_snapshot where first_seen_at <= $1 ${NEWEST}`, [atOrBefore])
    return readRow(KEPT, found)
  },
  async snapshotsAfter(after, limit) {
    const found = `select ${COLUMNS} from policy_snapshot where first_seen_at > $1 order by first_seen_at, snapshot_id limit $2`
    return readRows(KEPT, await engine.query(found, [after, limit]))
  },
  async loadSnapshot(snapshotId) {
    const kept = readRow(
      KEPT,
      await engine.query(`select ${COLUMNS} from policy_snapshot where snapshot_id = $1`, [snapshotId]),
    )
    if (kept === null) return null
    const builder = new SnapshotBuilder()
    let header: Omit<SnapshotHeader, 'takenAt'> | undefined
    const digests: string[] = []
    for (let position = 0; ; position++) {
      const part = readRow(PART, await engine.query(ONE_PART, [snapshotId, position]))
      if (part === null) break
      const lines = await unpackLines(part.body)
      digests.push(partOf(part.kind, lines).digest)
      if (part.kind === 'header') header = JSON.parse(lines[0] ?? '')
      else for (const line of lines) builder.add(part.kind, JSON.parse(line))
    }
    // It went while it was read. Half of a tenant would be answered from as if it were the whole.
    if (digestOf(digests) === kept.digest && header !== undefined)
      return builder.build({
        ...header,
        takenAt: kept.lastSeenAt.toISOString(),
        ...(kept.accounts === null ? {} : { accounts: kept.accounts }),
      })
    const left = await engine.query('select 1 from policy_snapshot where snapshot_id = $1', [snapshotId])
    if (left.rows.length === 0) return null
    throw new PosternError('internal', { why: 'a snapshot is not whole' })
  },
  forgetSnapshots: (before) =>
    inTransaction(engine, async (tx) => {
      const { count } = await tx.query(
        `delete from policy_snapshot where last_seen_at < $1
           and snapshot_id <> (select snapshot_id from policy_snapshot ${NEWEST})`,
        [before],
      )
      await forgetLooseParts(tx)
      return count
    }),
})

const ONE_PART = `select p.kind, encode(p.body, 'base64') as body from policy_snapshot_part s
  join policy_part p on p.digest = s.digest where s.snapshot_id = $1 and s.position = $2`

/** A reading that is about to end has written parts of which nothing says yet what they belong to. */
export const forgetLooseParts = (tx: OpenTransaction): Promise<unknown> =>
  tx.query(
    `delete from policy_part p where not exists (select 1 from policy_snapshot_part s where s.digest = p.digest)
       and not exists (select 1 from policy_reading)`,
  )

async function* things(sql: Sql, readingId: number): AsyncIterable<z.infer<typeof THING>> {
  let last = { kind: '', key: '' }
  for (;;) {
    const page = readRows(
      THING,
      await sql.query(
        `select kind, key, value::text as value from policy_reading_thing
         where reading_id = $1 and (kind, key) > ($2, $3) order by kind, key limit ${PAGE}`,
        [readingId, last.kind, last.key],
      ),
    )
    yield* page
    const end = page.at(-1)
    if (end === undefined || page.length < PAGE) return
    last = end
  }
}

async function writePart(sql: Sql, part: Part): Promise<void> {
  const there = await sql.query('select 1 from policy_part where digest = $1', [part.digest])
  if (there.rows.length > 0) return
  await sql.query(
    `insert into policy_part (digest, kind, things, body, people)
     values ($1, $2, $3, decode($4, 'base64'), $5::jsonb) on conflict (digest) do nothing`,
    [part.digest, part.kind, part.lines.length, await packLines(part.lines), json(peopleIn(part))],
  )
}

/** Null where the reading is no longer the one that was walked. */
async function close(
  tx: OpenTransaction,
  { readingId, version, beganAt }: OpenReading,
  digests: readonly string[],
  accounts: Accounts | null,
): Promise<KeptSnapshot | null> {
  const open = await tx.query('delete from policy_reading where reading_id = $1 and version = $2', [readingId, version])
  if (open.count !== 1) return null
  const digest = digestOf(digests)
  const accountsText = accounts === null ? null : json(accounts)
  const newest = readRow(KEPT, await tx.query(`select ${COLUMNS} from policy_snapshot ${NEWEST}`))
  if (newest?.digest === digest) {
    const seen = await tx.query(
      `update policy_snapshot set last_seen_at = greatest(last_seen_at, $2), accounts = $3::jsonb
       where snapshot_id = $1 returning ${COLUMNS}`,
      [newest.snapshotId, beganAt, accountsText],
    )
    // Again, in case one was lost: it would not be whole for ever.
    await writePlaces(tx, newest.snapshotId, digests)
    return readRow(KEPT, seen)
  }
  const added = await tx.query(
    `insert into policy_snapshot (digest, first_seen_at, last_seen_at, accounts)
     values ($1, $2, $2, $3::jsonb) returning ${COLUMNS}`,
    [digest, beganAt, accountsText],
  )
  const kept = readRow(KEPT, added)
  if (kept === null) throw new PosternError('internal', { why: 'a snapshot was not written' })
  await writePlaces(tx, kept.snapshotId, digests)
  return kept
}

const writePlaces = (tx: OpenTransaction, snapshotId: number, digests: readonly string[]) =>
  tx.query(
    `insert into policy_snapshot_part (snapshot_id, position, digest)
     select $1, (position - 1)::integer, digest from jsonb_array_elements_text($2::jsonb) with ordinality as t(digest, position)
     on conflict (snapshot_id, position) do nothing`,
    [snapshotId, json(digests)],
  )
