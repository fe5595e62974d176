/** Reads, walks and trims the trail. */
import { z } from 'zod/v4'
import {
  createTrailWalk,
  readAnchor,
  type TrailAnchor,
  type TrailReport,
  type WalkedEntry,
} from '../../domain/audit/index.js'
import type { UserId } from '../../domain/ids.js'
import type { AuditDetails, AuditStore, ListedEntry } from '../../flows/ports.js'
import { type Engine, inTransaction, type Sql } from '../engine.js'
import { readRow, readRows, word } from '../values.js'
import { append, lockHead } from './append.js'
import { allSeals } from './keys.js'

const BATCH = 1000
/** A trimming is written as an entry, and holds the head for as long as it deletes. */
const TRIMMED_MAX = 20_000

const ANCHOR = z.object({ position: z.number(), seal: z.string() })
const ENTRY: z.ZodType<WalkedEntry> = z.object({
  position: z.number(),
  at: z.date(),
  event: z.string(),
  what: z.string().nullable(),
  actor: z.string(),
  about: z.string().nullable(),
  digest: z.string(),
  anchor: z.string().nullable(),
  seal: z.string(),
  salt: z.string().nullable(),
  details: z.string().nullable(),
})
const PERSON = z.object({ userId: z.string(), pseudonym: z.string(), seal: z.string() })
const NAME = z.object({ name: z.string() })
const WHAT = z.object({ what: z.string().nullable() })
const WORDS = z.object({ anchor: z.string().nullable() })
const LISTED = z
  .object({
    position: z.number(),
    at: z.date(),
    event: z.string(),
    what: z.string().nullable(),
    actor: z.string(),
    actorUserId: word<UserId>().nullable(),
    about: z.string().nullable(),
    aboutUserId: word<UserId>().nullable(),
    details: z.string().nullable(),
  })
  .transform((row): ListedEntry => ({ ...row, details: row.details === null ? null : detailsOf(row.details) }))

/** What stands there may have been changed by somebody; listing it must not fail for that. */
function detailsOf(text: string): AuditDetails {
  try {
    return Object(JSON.parse(text)) as AuditDetails
  } catch {
    return {}
  }
}

/** With people as they are named now, and details as far as they were not erased. */
const NAMED_ENTRIES = `select e.position, e.at, e.event, e.what, e.actor, who.user_id as "actorUserId", e.about,
    whom.user_id as "aboutUserId", d.details
  from audit_entry e left join audit_detail d using (position)
    left join audit_person who on who.pseudonym = e.actor left join audit_person whom on whom.pseudonym = e.about`

export const trail = (sql: Sql): Pick<AuditStore, 'listAudit' | 'auditAfter' | 'lastAudited' | 'trailEnd'> => ({
  async listAudit({ limit, user }) {
    const listed = await sql.query(
      `${NAMED_ENTRIES} where $2::text is null or $2 in (who.user_id, whom.user_id) order by e.position desc limit $1`,
      [limit, user ?? null],
    )
    return readRows(LISTED, listed)
  },
  async auditAfter(position, limit) {
    const next = `${NAMED_ENTRIES} where e.position > $1 order by e.position limit $2`
    return readRows(LISTED, await sql.query(next, [position, limit]))
  },
  async lastAudited(event) {
    const newest = 'select what from audit_entry where event = $1 order by position desc limit 1'
    return readRow(WHAT, await sql.query(newest, [event]))?.what ?? null
  },
  async trailEnd() {
    return readRow(ANCHOR, await sql.query('select position, seal from audit_entry order by position desc limit 1'))
  },
})

/** As of one moment: what is appended or trimmed meanwhile is not seen. */
export function verifyTrail(engine: Engine, configuredKey: string | null, anchor: TrailAnchor | null) {
  return inTransaction(engine, async (tx): Promise<TrailReport> => {
    await tx.run('set transaction isolation level repeatable read, read only')
    const seals = await allSeals(tx, configuredKey)
    const erased = "select distinct about as name from audit_entry where event = 'person-erased' and about is not null"
    const walk = createTrailWalk(seals, {
      trimmed: await newestTrimming(tx),
      head: readRow(ANCHOR, await tx.query("select position, seal from audit_head where name = 'head'")),
      erased: new Set(readRows(NAME, await tx.query(erased)).map(({ name }) => name)),
      anchor,
    })
    await inBatches(tx, ENTRIES, walk.entry)
    await inBatches(tx, 'select user_id as "userId", pseudonym, seal from audit_person', walk.person, PERSON)
    return walk.end()
  })
}

const ENTRIES = `select position, at, event, what, actor, about, digest, anchor, seal, salt, details
  from audit_entry left join audit_detail using (position) order by position`

async function inBatches<T = WalkedEntry>(
  tx: Sql,
  select: string,
  each: (row: T) => void,
  schema: z.ZodType<T> = ENTRY as unknown as z.ZodType<T>,
): Promise<void> {
  await tx.query(`declare walked no scroll cursor for ${select}`)
  for (;;) {
    const rows = readRows(schema, await tx.query(`fetch ${BATCH} from walked`))
    for (const row of rows) each(row)
    if (rows.length < BATCH) break
  }
  await tx.query('close walked')
}

async function newestTrimming(sql: Sql): Promise<TrailAnchor | null> {
  const newest = "select anchor from audit_entry where event = 'trail-trimmed' order by position desc limit 1"
  return readAnchor(readRow(WORDS, await sql.query(newest))?.anchor ?? '')
}

/**
 * Only a beginning can go, or the chain would not hold; so what is older than `before` stays while something before it
 * is younger. What went is written first, with the seal that the new beginning is chained to.
 */
export function trimTrail(engine: Engine, configuredKey: string | null, before: Date, at: Date): Promise<number> {
  return inTransaction(engine, async (tx) => {
    await lockHead(tx)
    const last = await tx.query(
      `select position, seal from audit_entry where position <= least(
         (select min(position) - 1 from audit_entry where at >= $1),
         (select min(position) + $2 - 1 from audit_entry))
       order by position desc limit 1`,
      [before, TRIMMED_MAX],
    )
    const trimmed = readRow(ANCHOR, last)
    if (trimmed === null) return 0
    await append(tx, configuredKey, [{ event: 'trail-trimmed', actor: 'postern', about: null, at, trimmed }])
    const { count } = await tx.query('delete from audit_entry where position <= $1', [trimmed.position])
    // Whom nothing names any more; but for whoever is about to be named, and waits for us.
    await tx.query(
      `delete from audit_person where user_id in (
         select user_id from audit_person p where not exists (select 1 from audit_entry where actor = p.pseudonym)
           and not exists (select 1 from audit_entry where about = p.pseudonym) for update skip locked)`,
    )
    return count
  })
}
