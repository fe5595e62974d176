/** Reported lures, their reports, and the cards that show them. */
import { z } from 'zod/v4'
import type { CheckId, UserId } from '../domain/ids.js'
import { LIKENESSES } from '../domain/lures/index.js'
import type { Lure, Report, ReportStore, SentMessage } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored, word } from './values.js'

/** Of our own choosing; keeps this lock apart from those of persons and of the migrations. */
const LOCK = 7307

const LURE: z.ZodType<Lure> = z.object({
  lureId: word<CheckId>(),
  firstAt: z.date(),
  lastAt: z.date(),
  reports: z.number(),
  reporters: z.number(),
  toldReporters: z.number(),
  likenesses: z.array(z.enum(LIKENESSES)),
  textUntil: z.date().nullable(),
})
const REPORT: z.ZodType<Report> = z.object({
  checkId: word<CheckId>(),
  lureId: word<CheckId>(),
  by: word<UserId>(),
  at: z.date(),
  weighs: z.boolean(),
  check: stored<Report['check']>(),
  text: z.string().nullable(),
  expiresAt: z.date(),
})
const COUNT = z.object({ count: z.number() })
const COLLEAGUES = z.object({ reporters: z.number(), firstAt: z.date().nullable(), lastAt: z.date().nullable() })
const CARD: z.ZodType<SentMessage> = z.object({ conversationId: z.string(), activityId: z.string() })
const ID = z.object({ lureId: word<CheckId>() })

type Statements = Omit<
  ReportStore,
  'saveSealed' | 'sealedText' | 'dropSealed' | 'saveTraces' | 'tracesOfCheck' | 'luresLike' | 'addLureTraces'
>

export const reports = (sql: Sql): Statements => ({
  async lockReports() {
    await sql.query('select pg_advisory_xact_lock($1)', [LOCK])
  },
  async saveLure({ lureId, firstAt, lastAt, reports, reporters, likenesses }) {
    await sql.query(
      `insert into lure (lure_id, first_at, last_at, reports, reporters, likenesses)
       values ($1, $2, $3, $4, $5, $6::jsonb)
       on conflict (lure_id) do update set last_at = excluded.last_at, reports = excluded.reports,
         reporters = excluded.reporters, likenesses = excluded.likenesses`,
      [lureId, firstAt, lastAt, reports, reporters, json(likenesses)],
    )
  },
  async lureById(lureId) {
    const lure = await sql.query(
      `select lure_id as "lureId", first_at as "firstAt", last_at as "lastAt", reports, reporters,
         told_reporters as "toldReporters", likenesses, text_until as "textUntil" from lure where lure_id = $1`,
      [lureId],
    )
    return readRow(LURE, lure)
  },

  async addReport({ checkId, lureId, by, at, weighs, check, text, expiresAt }) {
    const { verdict, confidence, signals } = check
    const { count } = await sql.query(
      `insert into report (check_id, by_user, at, lure_id, weighs, findings, body, expires_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict (check_id, by_user) do nothing`,
      [checkId, by, at, lureId, weighs, json({ verdict, confidence, signals }), text, expiresAt],
    )
    return count === 1
  },
  async isReported(checkId, by) {
    const found = await sql.query('select 1 from report where check_id = $1 and by_user = $2', [checkId, by])
    return found.rows.length > 0
  },
  async reportsSince(by, since) {
    const count = await sql.query('select count(*) as count from report where by_user = $1 and at >= $2', [by, since])
    return readRow(COUNT, count)?.count ?? 0
  },
  async isCounted(lureId, by) {
    const found = await sql.query('select 1 from report where lure_id = $1 and by_user = $2 and weighs limit 1', [
      lureId,
      by,
    ])
    return found.rows.length > 0
  },
  async shownReport(lureId, now) {
    const shown = await sql.query(
      `select check_id as "checkId", lure_id as "lureId", by_user as "by", at, weighs, findings as "check",
         body as "text", expires_at as "expiresAt"
       from report where lure_id = $1 and expires_at > $2 and findings is not null
       order by findings->>'verdict' = 'phishing' desc, body is null, at, check_id limit 1`,
      [lureId, now],
    )
    return readRow(REPORT, shown)
  },
  async colleagueReports(lureIds, asker) {
    const found = await sql.query(
      `select count(distinct by_user) as reporters, min(at) as "firstAt", max(at) as "lastAt"
       from report join jsonb_array_elements_text($1::jsonb) as wanted(id) on report.lure_id = wanted.id
       where weighs and by_user <> $2`,
      [json(lureIds), asker],
    )
    const { reporters = 0, firstAt = null, lastAt = null } = readRow(COLLEAGUES, found) ?? {}
    return firstAt === null || lastAt === null ? null : { reporters, firstAt, lastAt }
  },

  async saveLureCard(lureId, { conversationId, activityId }, at) {
    await sql.query(
      `insert into lure_card (conversation_id, activity_id, lure_id, at) values ($1, $2, $3, $4)
       on conflict (conversation_id, activity_id) do nothing`,
      [conversationId, activityId, lureId, at],
    )
  },
  async lureCards(lureId) {
    const cards = await sql.query(
      `select conversation_id as "conversationId", activity_id as "activityId"
       from lure_card where lure_id = $1 order by at, activity_id`,
      [lureId],
    )
    return readRows(CARD, cards)
  },
  async markLureTold(lureId, reporters) {
    const told = 'update lure set told_reporters = greatest(told_reporters, $2) where lure_id = $1'
    await sql.query(told, [lureId, reporters])
  },
  async markLureText(lureId, until) {
    await sql.query('update lure set text_until = $2 where lure_id = $1', [lureId, until])
  },
  async luresShowingText(now) {
    const due = 'select lure_id as "lureId" from lure where text_until <= $1 order by text_until, lure_id'
    return readRows(ID, await sql.query(due, [now])).map(({ lureId }) => lureId)
  },
})
