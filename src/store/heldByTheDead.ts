/**
 * The embedded database has one process. What another one held when it died is nobody's: without this a restart after a
 * crash would wait for the leases to end, a minute for a card and five for the reading of the sign-in log.
 */
import type { Sql } from './engine.js'

export async function freeHeld(sql: Sql): Promise<void> {
  await sql.query("update job set lease_until = to_timestamp(0) where state = 'running'")
  await sql.query('update lease set until = to_timestamp(0) where until > to_timestamp(0)')
}
