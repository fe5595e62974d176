/** What the database says of a crash loop, asked by a connection of its own. */
import pg from 'pg'
import { openEmbedded } from '../../../src/store/embedded/engine.js'

export interface Rows {
  query(sql: string, params?: readonly string[]): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

/** Only while no bot runs: the embedded database has one process. */
export async function embeddedRows(dataDir: string): Promise<Rows> {
  const engine = await openEmbedded(dataDir, 'crash test')
  return {
    query: async (sql, params = []) => (await engine.query(sql, params)).rows as readonly Record<string, unknown>[],
    close: () => engine.close(),
  }
}

export async function postgresRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    query: async (sql, params = []) => (await client.query(sql, [...params])).rows,
    close: () => client.end(),
  }
}

/** Cards whose proof was written, by person and audience. */
export async function provenCards(rows: Rows): Promise<ReadonlyMap<string, number>> {
  const found = await rows.query(
    `select user_id || ' ' || audience as whose, count(*)::int as cards
     from sent_notice join alert using (alert_id)
     where conversation_id not like '%;messageid=%' group by 1`,
  )
  return new Map(found.map(({ whose, cards }) => [String(whose), Number(cards)]))
}

export async function provenRevokes(rows: Rows): Promise<ReadonlySet<string>> {
  const found = await rows.query(
    `select user_id from containment_step join alert using (alert_id)
     where step = 'revoke-sessions' and outcome = 'done'`,
  )
  return new Set(found.map(({ user_id }) => String(user_id)))
}

/** Owed and due: what nobody has worked off. */
export async function dueJobs(rows: Rows): Promise<readonly string[]> {
  const found = await rows.query(
    "select key from job where state = 'running' or (state = 'waiting' and run_at <= now()) order by key",
  )
  return found.map(({ key }) => String(key))
}

/** Whose call this is, by the claim that it is made under: an owner's name holds the id of its process. */
export async function claimant(rows: Rows, userId: string): Promise<number | null> {
  const [found] = await rows.query(
    `select owner from (
       select 1 as rank, job.owner from job join alert on alert.alert_id::text = job.subject
         where job.state = 'running' and alert.user_id::text = $1
       union all select 2, owner from lease where name = 'sign-in-log' and until > now()
     ) as claims order by rank limit 1`,
    [userId],
  )
  const pid = Number(/\/(\d+)\//.exec(String(found?.owner ?? ''))?.[1])
  return Number.isNaN(pid) ? null : pid
}

/** Who carries out the change of policy that is under way. */
export async function writerOfPolicy(rows: Rows): Promise<number | null> {
  const [found] = await rows.query("select owner from job where kind = 'write-policy' and state = 'running' limit 1")
  const pid = Number(/\/(\d+)\//.exec(String(found?.owner ?? ''))?.[1])
  return Number.isNaN(pid) ? null : pid
}

/** What a process held when it died is free when its leases end; here that time has passed at once. */
export async function lapse(rows: Rows, pid: number): Promise<void> {
  const owner = `%/${pid}/%`
  await rows.query(
    "update job set lease_until = now() - interval '1 second' where state = 'running' and owner like $1",
    [owner],
  )
  await rows.query('update lease set until = to_timestamp(0) where owner like $1', [owner])
}
