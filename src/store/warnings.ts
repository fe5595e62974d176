/** Warnings of a lure, and their history. */
import { z } from 'zod/v4'
import type { CheckId, UserId, WarningId } from '../domain/ids.js'
import type { LureMarks } from '../domain/lureNotices.js'
import { WARNING_STATES } from '../domain/warnings/index.js'
import { WARNING_EVENTS, type Warning, type WarningStep, type WarningStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { json, readRow, readRows, stored, word } from './values.js'

/** How the people were found: a value of its own, which only this file looks into. */
type ReachedBy = Pick<Warning, 'group' | 'gaps' | 'left'>

const ROW = z.object({
  warningId: word<WarningId>(),
  lureId: word<CheckId>(),
  state: z.enum(WARNING_STATES),
  since: z.date(),
  reachedBy: stored<ReachedBy>(),
  marks: stored<LureMarks>(),
  startedBy: word<UserId>().nullable(),
  startedAt: z.date().nullable(),
  conversationId: z.string().nullable(),
  activityId: z.string().nullable(),
  version: z.number(),
})
const SELECT = `select warning_id as "warningId", lure_id as "lureId", state, since, reached_by as "reachedBy", marks,
  started_by as "startedBy", started_at as "startedAt", conversation_id as "conversationId",
  activity_id as "activityId", version from warning`
const STEP: z.ZodType<WarningStep> = z.object({
  warningId: word<WarningId>(),
  lureId: word<CheckId>(),
  event: z.enum(WARNING_EVENTS),
  actor: word<UserId | 'postern'>(),
  at: z.date(),
  people: z.number().nullable(),
})
const BODY = z.object({ body: z.string() })

type Statements = Pick<
  WarningStore,
  | 'addWarning'
  | 'warningById'
  | 'newestWarning'
  | 'changeWarning'
  | 'saveWarningCard'
  | 'addWarningStep'
  | 'warningSteps'
  | 'reportTexts'
>

export const warnings = (sql: Sql): Statements => ({
  async addWarning({ warningId, lureId, state, since, group, gaps, left, marks, startedBy, startedAt }) {
    await sql.query(
      `insert into warning (warning_id, lure_id, state, since, reached_by, marks, started_by, started_at)
       values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8)`,
      [warningId, lureId, state, since, json({ group, gaps, left }), json(marks), startedBy, startedAt],
    )
  },
  async warningById(warningId) {
    return warningOf(await sql.query(`${SELECT} where warning_id = $1`, [warningId]))
  },
  async newestWarning(lureId) {
    return warningOf(
      await sql.query(`${SELECT} where lure_id = $1 order by made_at desc, warning_id limit 1`, [lureId]),
    )
  },
  async changeWarning(warningId, version, { state, since, group, gaps, left, marks, startedBy, startedAt }) {
    const reachedBy = { ...(group === undefined ? {} : { group }), ...(gaps && { gaps }), ...(left && { left }) }
    const { count } = await sql.query(
      `update warning set version = version + 1, state = coalesce($3, state), since = coalesce($4, since),
         reached_by = reached_by || $5::jsonb, marks = marks || $6::jsonb,
         started_by = coalesce($7, started_by), started_at = coalesce($8, started_at)
       where warning_id = $1 and version = $2`,
      [
        warningId,
        version,
        state ?? null,
        since ?? null,
        json(reachedBy),
        json(marks ?? {}),
        startedBy ?? null,
        startedAt ?? null,
      ],
    )
    return count === 1
  },
  async saveWarningCard(warningId, { conversationId, activityId }) {
    await sql.query('update warning set conversation_id = $2, activity_id = $3 where warning_id = $1', [
      warningId,
      conversationId,
      activityId,
    ])
  },
  async addWarningStep({ warningId, lureId, event, actor, at, people }) {
    await sql.query(
      'insert into warning_step (warning_id, lure_id, event, actor, at, people) values ($1, $2, $3, $4, $5, $6)',
      [warningId, lureId, event, actor, at, people],
    )
  },
  async warningSteps(lureId) {
    const steps = await sql.query(
      `select warning_id as "warningId", lure_id as "lureId", event, actor, at, people from warning_step
       where lure_id = $1 order by step_id`,
      [lureId],
    )
    return readRows(STEP, steps)
  },
  async reportTexts(lureId, now, limit) {
    const texts = await sql.query(
      `select body from report where lure_id = $1 and expires_at > $2 and body is not null
       order by weighs desc, at, check_id, by_user limit $3`,
      [lureId, now, limit],
    )
    return readRows(BODY, texts).map(({ body }) => body)
  },
})

function warningOf(result: Awaited<ReturnType<Sql['query']>>): Warning | null {
  const row = readRow(ROW, result)
  if (row === null) return null
  const { reachedBy, conversationId, activityId, ...rest } = row
  const card = conversationId === null || activityId === null ? null : { conversationId, activityId }
  return { ...rest, ...reachedBy, card }
}
