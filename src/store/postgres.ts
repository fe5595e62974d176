/**
 * The engine for a PostgreSQL server, 15 or newer. Any number of replicas may share one.
 *
 * Nothing here rests on the session (no LISTEN, no session locks), so that PgBouncer in transaction mode will do; it
 * must be told to pass the start-up parameters that we send (`ignore_startup_parameters`).
 */
import pg from 'pg'
import { PosternError } from '../domain/errors.js'
import type { Engine, Param, Result } from './engine.js'
import { readFault, storeError } from './faults.js'
import { takeTurns } from './turns.js'
import { bindable } from './values.js'

const OLDEST_VERSION = 150_000
const INT8_OID = 20
/** Three replicas leave room for others under PostgreSQL's default limit of 100. */
const CONNECTIONS_MAX = 10
const STATEMENT_MAX_MS = 60_000
const IDLE_TRANSACTION_MAX_MS = 60_000

/** Our counts and keys stay far below 2^53; as it comes, `pg` hands out int8 as text. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (Number(oid) === INT8_OID ? Number : pg.types.getTypeParser(oid, format)),
}

/** Throws `store-unavailable`, and `config-invalid` for a server that is too old. */
export async function openPostgres(databaseUrl: string): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'postern',
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_MAX_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MAX_MS,
    keepAlive: true,
    types: TYPES,
  })
  // An idle connection that dies is replaced by the pool; without a listener its error would end the process.
  pool.on('error', () => undefined)
  const engine: Engine = {
    kind: 'postgres',
    query: (sql, params) => perform(pool, sql, params),
    async begin() {
      const client = await pool.connect().catch(rethrow)
      client.on('error', ignore)
      // A connection answers one question at a time, also where the caller asks several at once.
      const nextTurn = takeTurns()
      const inTurn = async <T>(work: () => Promise<T>) => {
        const endTurn = await nextTurn()
        return work().finally(endTurn)
      }
      let over = false
      const end = (sql: string) => async () => {
        if (over) return
        over = true
        const failure = await inTurn(() => perform(client, sql)).then(
          () => null,
          (error: PosternError) => error,
        )
        client.off('error', ignore)
        // A connection in an unknown state is not used again.
        client.release(failure !== null)
        if (failure !== null) throw failure
      }
      const tx = {
        query: (sql: string, params?: readonly Param[]) => inTurn(() => perform(client, sql, params)),
        run: async (script: string) => void (await inTurn(() => client.query(script).catch(rethrow))),
        commit: end('commit'),
        rollback: end('rollback'),
      }
      try {
        await tx.query('begin')
        return tx
      } catch (error) {
        await tx.rollback().catch(ignore)
        throw error
      }
    },
    close: () => pool.end(),
  }
  try {
    await assertVersion(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

const ignore = () => undefined
const rethrow = (error: unknown): never => {
  throw storeError(readFault(error))
}

async function perform(on: pg.Pool | pg.PoolClient, sql: string, params: readonly Param[] = []): Promise<Result> {
  const { rows, rowCount } = await on.query(sql, params.map(bindable)).catch(rethrow)
  return { rows, count: rowCount ?? 0 }
}

async function assertVersion(engine: Engine): Promise<void> {
  const { rows } = await engine.query("select current_setting('server_version_num')::int as version")
  const { version } = Object(rows[0]) as { readonly version?: unknown }
  if (typeof version !== 'number' || version < OLDEST_VERSION)
    throw new PosternError('config-invalid', { faults: ['DATABASE_URL must name a PostgreSQL server, 15 or newer'] })
}
