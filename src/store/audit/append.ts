/**
 * Appends to the chain, as the last thing of the transaction that the entries are about.
 *
 * Chained at once and not by a round of its own every few seconds: until such a round, removed entries would leave no
 * trace, since gaps in a sequence are also what a rollback leaves. The price is that transactions with an entry take
 * turns at their end, for three short statements and the commit (see `npm run bench`); those without one do not wait.
 *
 * No deadlock: the head is locked after everything else a transaction locks (persons, reports, rows), and whoever holds
 * it waits for nobody. Nothing but this file, erasing and trimming touches these tables, all of them under that lock.
 * A replica that stops dead between the lock and its commit holds up the others: for ten seconds, then PostgreSQL ends
 * its transaction. PGlite has one connection, so there nobody can.
 */
import { z } from 'zod/v4'
import {
  digestOf,
  personSealOf,
  pseudonymOf,
  type Seal,
  sealOf,
  type TrailAnchor,
  writeAnchor,
} from '../../domain/audit/index.js'
import type { AuditEntry } from '../../flows/ports.js'
import type { Sql } from '../engine.js'
import { json, readRow, readRows } from '../values.js'
import { currentSeal, random } from './keys.js'

export interface AppendedEntry extends AuditEntry {
  /** Of a trimming: the last entry that it lets go. */
  readonly trimmed?: TrailAnchor
}

const HEAD = z.object({ position: z.number(), seal: z.string() })
const PERSON = z.object({ userId: z.string(), pseudonym: z.string() })

const LOCK = `select position, seal, set_config('idle_in_transaction_session_timeout', '10s', true)
  from audit_head where name = 'head' for update`

/** The end of the chain, held until the transaction ends. */
export async function lockHead(sql: Sql): Promise<TrailAnchor> {
  const take = async () => readRow(HEAD, await sql.query(LOCK))
  const head = await take()
  if (head !== null) return head
  await sql.query("insert into audit_head (name, position, seal) values ('head', 0, '') on conflict (name) do nothing")
  return (await take()) ?? { position: 0, seal: '' }
}

export async function append(sql: Sql, configuredKey: string | null, entries: readonly AppendedEntry[]): Promise<void> {
  if (entries.length === 0) return
  let head = await lockHead(sql)
  // Asked for under the lock: a pseudonym that is erased meanwhile must not get another entry.
  const seal = await currentSeal(sql, configuredKey)
  const pseudonyms = await pseudonymsOf(sql, seal, entries.flatMap(peopleOf))
  const rows = entries.map((entry) => {
    const salt = random(16)
    const details = JSON.stringify(entry.details ?? {})
    const position = head.position + 1
    const named = {
      position,
      at: entry.at,
      event: entry.event,
      what: entry.what ?? null,
      actor: pseudonyms.get(entry.actor) ?? entry.actor,
      about: pseudonyms.get(aboutOf(entry) ?? '') ?? null,
      digest: digestOf(seal, salt, details),
      anchor: entry.trimmed === undefined ? null : writeAnchor(entry.trimmed),
    }
    head = { position, seal: sealOf(seal, named, head.seal) }
    return { ...named, seal: head.seal, salt, details }
  })
  await sql.query(
    `with e as (
       select * from jsonb_to_recordset($1::jsonb) as e(position bigint, at timestamptz, event text, what text,
         actor text, about text, digest text, anchor text, seal text, salt text, details text)
     ), chained as (
       insert into audit_entry (position, at, event, what, actor, about, digest, anchor, seal)
       select position, at, event, what, actor, about, digest, anchor, seal from e
     ), beside as (
       insert into audit_detail (position, salt, details) select position, salt, details from e
     )
     update audit_head set position = $2, seal = $3 where name = 'head'`,
    [json(rows), head.position, head.seal],
  )
}

const aboutOf = ({ about, actor }: AuditEntry): string | null => (about === undefined ? actor : about)

const peopleOf = (entry: AuditEntry): readonly string[] =>
  [entry.actor, aboutOf(entry)].flatMap((name) =>
    name === null || name === 'postern' || name === 'operator' ? [] : [name],
  )

/** Each person's own, made when they first appear. */
async function pseudonymsOf(sql: Sql, seal: Seal, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(people)].map((userId) => {
    const pseudonym = pseudonymOf(random(16))
    return { user_id: userId, pseudonym, seal: personSealOf(seal, userId, pseudonym) }
  })
  if (asked.length === 0) return new Map()
  const found = await sql.query(
    `with asked as (select * from jsonb_to_recordset($1::jsonb) as a(user_id text, pseudonym text, seal text)),
     made as (
       insert into audit_person (user_id, pseudonym, seal) select user_id, pseudonym, seal from asked
       on conflict (user_id) do nothing returning user_id, pseudonym
     )
     select user_id as "userId", pseudonym from made
     union all select p.user_id, p.pseudonym from audit_person p join asked using (user_id)`,
    [json(asked)],
  )
  return new Map(readRows(PERSON, found).map(({ userId, pseudonym }) => [userId, pseudonym]))
}
