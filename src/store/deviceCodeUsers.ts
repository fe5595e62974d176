/** Who signed in by device code, for the question "who used it": counted by person, on the index by time. */
import { z } from 'zod/v4'
import type { UserId } from '../domain/ids.js'
import type { DeviceCodeApp, DeviceCodeUser, DeviceCodeUserStore } from '../flows/ports.js'
import type { Sql } from './engine.js'
import { readRows, word } from './values.js'

const PERSON: z.ZodType<DeviceCodeUser> = z.object({
  userId: word<UserId>(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  signIns: z.coerce.number(),
  completed: z.coerce.number(),
  lastAt: z.date(),
})
const APP: z.ZodType<DeviceCodeApp> = z.object({ appId: z.string().nullable(), signIns: z.coerce.number() })

export const deviceCodeUsers = (sql: Sql): DeviceCodeUserStore => ({
  async deviceCodeUsers(since, { limit, offset }) {
    const people = await sql.query(
      `select user_id as "userId",
         max(body->'legs'->0->'record'->>'userDisplayName') as "displayName",
         max(body->>'userPrincipalName') as "userPrincipalName",
         count(*) as "signIns",
         count(*) filter (where body->>'outcome' = 'completed') as completed,
         max(first_seen) as "lastAt"
       from device_code_case where first_seen >= $1
       group by user_id order by max(first_seen) desc, user_id limit $2 offset $3`,
      [since, limit, offset],
    )
    return readRows(PERSON, people)
  },
  async deviceCodeApps(since, limit) {
    const apps = await sql.query(
      `select body->'legs'->0->'record'->>'appId' as "appId", count(*) as "signIns"
       from device_code_case where first_seen >= $1
       group by 1 order by count(*) desc, 1 limit $2`,
      [since, limit],
    )
    return readRows(APP, apps)
  },
})
