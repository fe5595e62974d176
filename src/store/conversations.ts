/** Where people can be reached, and what was sent there. */
import { z } from 'zod/v4'
import type { AlertId, TenantId, UserId } from '../domain/ids.js'
import type { Conversation, SentNotice, StoreTx } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { gather, rowOf } from './gather.js'
import { json, readRow, readRows, stored, word } from './values.js'

const CONVERSATION: z.ZodType<Conversation> = z.object({
  conversationId: z.string(),
  kind: word<Conversation['kind']>(),
  userId: word<UserId>().nullable(),
  tenantId: word<TenantId>(),
  serviceUrl: z.string(),
  reference: stored<Conversation['reference']>(),
})
const SELECT = `select conversation_id as "conversationId", kind, user_id as "userId", tenant_id as "tenantId",
  service_url as "serviceUrl", reference from conversation`

const SENT: z.ZodType<SentNotice> = z.object({
  conversationId: z.string(),
  activityId: z.string(),
  alertId: word<AlertId>(),
  audience: word<SentNotice['audience']>(),
  at: z.date(),
})

export const conversations = (
  sql: Sql,
): Pick<
  StoreTx,
  'saveConversation' | 'personalConversation' | 'conversationById' | 'forgetConversation' | 'saveSent' | 'sentFor'
> => ({
  saveConversation: gather(sql, async (conversations: readonly Conversation[]) => {
    // One statement writes a row once: of two the later stands.
    const newest = new Map(conversations.map((one) => [one.conversationId, one]))
    await sql.query(
      `insert into conversation (conversation_id, kind, user_id, tenant_id, service_url, reference)
       select "conversationId", kind, "userId", "tenantId", "serviceUrl", reference
       from jsonb_to_recordset($1::jsonb) as c("conversationId" text, kind text, "userId" text, "tenantId" text,
         "serviceUrl" text, reference jsonb)
       on conflict (conversation_id) do update set kind = excluded.kind, user_id = excluded.user_id,
         tenant_id = excluded.tenant_id, service_url = excluded.service_url, reference = excluded.reference,
         updated_at = clock_timestamp()`,
      [json([...newest.values()])],
    )
    return conversations.map(() => undefined)
  }),
  /** After the app was removed and installed again a person may have two; the newest is the one that works. */
  personalConversation: rowOf(
    sql,
    CONVERSATION,
    (key) => `${SELECT} where kind = 'personal' and user_id = ${key} order by updated_at desc limit 1`,
  ),
  async conversationById(conversationId) {
    return readRow(CONVERSATION, await sql.query(`${SELECT} where conversation_id = $1`, [conversationId]))
  },
  async forgetConversation(conversationId) {
    await sql.query('delete from conversation where conversation_id = $1', [conversationId])
  },

  saveSent: gather(sql, async (sent: readonly SentNotice[]) => {
    await sql.query(
      `insert into sent_notice (conversation_id, activity_id, alert_id, audience, at)
       select "conversationId", "activityId", "alertId", audience, at
       from jsonb_to_recordset($1::jsonb) as s("conversationId" text, "activityId" text, "alertId" text, audience text,
         at timestamptz)
       on conflict (conversation_id, activity_id) do nothing`,
      [json(sent)],
    )
    return sent.map(() => undefined)
  }),
  async sentFor(alertId, audience) {
    const sent = await sql.query(
      `select conversation_id as "conversationId", activity_id as "activityId", alert_id as "alertId", audience, at
       from sent_notice where alert_id = $1 and audience = $2 order by at, activity_id`,
      [alertId, audience],
    )
    return readRows(SENT, sent)
  },
})
