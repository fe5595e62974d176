/** What changed in the tenant's policies, and what was told of it. */
import { z } from 'zod/v4'
import type { EmergencySignIn } from '../domain/policyNotices.js'
import type { Authorship, DriftChange } from '../domain/policyStatus/index.js'
import type { DriftId, KeptChange, KeptDrift, PolicyDriftStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored } from './values.js'

const ID = z.object({ id: z.number() })
const CHANGE: z.ZodType<KeptChange> = z.object({
  from: z.date().nullable(),
  to: z.date(),
  change: stored<DriftChange>(),
  author: stored<Authorship>().nullable(),
  foundAt: z.date(),
  toldAt: z.date().nullable(),
})
const CHANGES = `select from_at as "from", to_at as "to", body as change, author, found_at as "foundAt",
  told_at as "toldAt" from policy_change`
const DRIFT_ID = z.number().transform((id) => String(id) as DriftId)
const DRIFT = z.object({
  driftId: DRIFT_ID,
  key: z.string(),
  foundAt: z.date(),
  notCompared: stored<KeptDrift['notCompared']>(),
  conversationId: z.string().nullable(),
  activityId: z.string().nullable(),
})
const TALLY = z.object({ topic: z.string(), cards: z.number(), latest: DRIFT_ID })
const CHANGE_ID = z.object({ changeId: z.string() })
const SIGN_IN = z.object({ signIn: stored<EmergencySignIn>(), toldAt: z.date().nullable() })
const SIGN_IN_ID = z.object({ signInId: z.string() })

export const policyDrift = (sql: Sql): PolicyDriftStore => ({
  async openDrift({ key, dueAt, foundAt, notCompared }) {
    const opened = await sql.query(
      `insert into policy_drift (key, due_at, found_at, not_compared) values ($1, $2, $3, $4::jsonb)
       on conflict (key) do update set key = excluded.key returning drift_id as id`,
      [key, dueAt, foundAt, json(notCompared)],
    )
    return String(readRow(ID, opened)?.id) as DriftId
  },
  async unknownChanges(ids, at) {
    const known = await sql.query(
      `update policy_change set seen_at = greatest(seen_at, $2)
       where change_id in (select jsonb_array_elements_text($1::jsonb)) returning change_id as "changeId"`,
      [json(ids), at],
    )
    const kept = new Set(readRows(CHANGE_ID, known).map(({ changeId }) => changeId))
    return new Set(ids.filter((id) => !kept.has(id)))
  },
  async addChanges(driftId, changes, { from, to, at }) {
    for (const { change, topic } of changes)
      await sql.query(
        `insert into policy_change (change_id, drift_id, topic, from_at, to_at, body, found_at, seen_at)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7, $7) on conflict (change_id) do nothing`,
        [change.id, Number(driftId), topic, from, to, json(change), at],
      )
  },
  async topicTallies(topics, since) {
    const tallies = await sql.query(
      `select topic, count(distinct drift_id) as cards, max(drift_id) as latest from policy_change
       where found_at > $2 and topic in (select jsonb_array_elements_text($1::jsonb)) group by topic`,
      [json(topics), since],
    )
    return new Map(readRows(TALLY, tallies).map(({ topic, ...tally }) => [topic, tally]))
  },
  async driftById(driftId) {
    const row = readRow(
      DRIFT,
      await sql.query(
        `select drift_id as "driftId", key, found_at as "foundAt", not_compared as "notCompared",
           conversation_id as "conversationId", activity_id as "activityId" from policy_drift where drift_id = $1`,
        [Number(driftId)],
      ),
    )
    if (row === null) return null
    const changes = readRows(
      CHANGE,
      await sql.query(`${CHANGES} where drift_id = $1 order by found_at, change_id`, [Number(driftId)]),
    )
    const { conversationId, activityId, ...rest } = row
    const card = conversationId === null || activityId === null ? null : { conversationId, activityId }
    return { ...rest, card, changes }
  },
  async saveAuthors(authors) {
    for (const [changeId, author] of authors)
      await sql.query('update policy_change set author = $2::jsonb where change_id = $1', [changeId, json(author)])
  },
  async markDriftTold(driftId, changeIds, { at, card }) {
    await sql.query('update policy_drift set conversation_id = $2, activity_id = $3 where drift_id = $1', [
      Number(driftId),
      card.conversationId,
      card.activityId,
    ])
    await sql.query(
      `update policy_change set told_at = $2
       where told_at is null and change_id in (select jsonb_array_elements_text($1::jsonb))`,
      [json(changeIds), at],
    )
  },
  async changesFoundSince(since, limit) {
    const found = `${CHANGES} where found_at >= $1 order by found_at desc, change_id limit $2`
    return readRows(CHANGE, await sql.query(found, [since, limit]))
  },
  async forgetDrift(before) {
    await sql.query('delete from policy_change where seen_at < $1', [before])
    await sql.query(
      `delete from policy_drift d where found_at < $1
         and not exists (select 1 from policy_change c where c.drift_id = d.drift_id)`,
      [before],
    )
    await sql.query('delete from emergency_sign_in where found_at < $1', [before])
  },

  async addEmergencySignIns(userId, signIns, at) {
    const fresh: EmergencySignIn[] = []
    for (const signIn of signIns) {
      const added = await sql.query(
        `insert into emergency_sign_in (sign_in_id, user_id, at, body, found_at) values ($1, $2, $3, $4::jsonb, $5)
         on conflict (sign_in_id) do nothing returning sign_in_id as "signInId"`,
        [signIn.signInId, userId, signIn.at === null ? at : new Date(signIn.at), json(signIn), at],
      )
      if (readRow(SIGN_IN_ID, added) !== null) fresh.push(signIn)
    }
    return fresh
  },
  async emergencySignIns(userId, since) {
    const found = await sql.query(
      `select body as "signIn", told_at as "toldAt" from emergency_sign_in
       where user_id = $1 and (told_at is null or told_at >= $2) order by at, sign_in_id`,
      [userId, since],
    )
    return readRows(SIGN_IN, found)
  },
  async markEmergencyTold(ids, at) {
    await sql.query(
      `update emergency_sign_in set told_at = $2
       where told_at is null and sign_in_id in (select jsonb_array_elements_text($1::jsonb))`,
      [json(ids), at],
    )
  },
})
