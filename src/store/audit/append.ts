/**
 * Appends to the chain, as the last thing of the transaction that the entries are about.
 *
 * Chained at once and not by a round of its own every few seconds: until such a round, removed entries would leave no
 * trace, since gaps in a sequence are also what a rollback leaves. The price is that transactions with an entry take
 * turns at their end: for two short statements and the commit, which is a few hundred a second, where Teams takes
 * thirty. Those without an entry do not wait.
 *
 * No deadlock: first the pseudonyms (shared, new ones in one order), then the head, after everything else that a
 * transaction locks (persons, reports, rows); whoever holds the head waits for nobody. Nothing but this file, erasing
 * and trimming touches these tables, in the same order.
 *
 * A replica that stops dead between the head and its commit holds up the others: for ten seconds, then PostgreSQL ends
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
const NAMED = z.object({ key: z.string().nullable(), userId: z.string().nullable(), pseudonym: z.string().nullable() })

/** One row at least, for the key. */
const NAMES = `select (select value from secret where name = 'audit-key') as key, p.user_id as "userId", p.pseudonym
  from (select 1) as one left join (
    select user_id, pseudonym from audit_person where user_id in (select jsonb_array_elements_text($1::jsonb)) for share
  ) as p on true`

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
  const { seal, pseudonyms } = await namesFor(sql, configuredKey, [...new Set(entries.flatMap(peopleOf))].sort())
  let head = await lockHead(sql)
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

interface Names {
  readonly seal: Seal
  readonly pseudonyms: ReadonlyMap<string, string>
}

/** Each person's own pseudonym, made when they first appear. Shared until the end: nobody is erased in between. */
async function namesFor(sql: Sql, configuredKey: string | null, people: readonly string[]): Promise<Names> {
  for (;;) {
    const rows = readRows(NAMED, await sql.query(NAMES, [json(people)]))
    const seal = await currentSeal(sql, configuredKey, rows[0]?.key ?? null)
    const known = rows.flatMap(({ userId, pseudonym }) =>
      userId === null || pseudonym === null ? [] : [[userId, pseudonym] as const],
    )
    const pseudonyms = new Map<string, string>(known)
    const strangers = people.filter((userId) => !pseudonyms.has(userId))
    if (strangers.length === 0) return { seal, pseudonyms }
    const made = strangers.map((userId) => {
      const pseudonym = pseudonymOf(random(16))
      return { user_id: userId, pseudonym, seal: personSealOf(seal, userId, pseudonym) }
    })
    // Somebody else may be faster, and the row read once more is his.
    await sql.query(
      `insert into audit_person (user_id, pseudonym, seal)
       select user_id, pseudonym, seal from jsonb_to_recordset($1::jsonb) as m(user_id text, pseudonym text, seal text)
       order by user_id on conflict (user_id) do nothing`,
      [json(made)],
    )
  }
}
