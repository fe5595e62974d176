/**
 * What the statements need of a database, and nothing more. Two engines implement it, the embedded one and a
 * PostgreSQL server, so that the same SQL runs on both.
 */
import { PosternError } from '../domain/errors.js'

/** What a placeholder (`$1`) takes. Objects and arrays go in as JSON text (see `json` in values.ts). */
export type Param = string | number | boolean | Date | null

export interface Result {
  readonly rows: readonly unknown[]
  /** Rows that an insert, update or delete without `returning` has touched. */
  readonly count: number
}

export interface Sql {
  /** One statement. Throws `store-unavailable` where another try may help, `internal` where it will not. */
  query(statement: string, params?: readonly Param[]): Promise<Result>
  /** After a statement has failed nothing more can be asked. */
  readonly isTransaction?: boolean
  /** Throws where nothing may be asked from here: beside a transaction that is open. */
  assertUsable?(): void
}

export interface OpenTransaction extends Sql {
  /** Several statements without parameters. */
  run(script: string): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface Engine extends Sql {
  readonly kind: 'embedded' | 'postgres'
  begin(): Promise<OpenTransaction>
  close(): Promise<void>
}

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(engine: Engine, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
  const tx = await engine.begin()
  try {
    const answer = await work(tx)
    await tx.commit()
    return answer
  } catch (error) {
    // The first error tells more than a rollback that fails after it.
    await tx.rollback().catch(() => undefined)
    throw error
  }
}

/**
 * What a caller sees of a transaction. Refuses to commit after a failed statement, also where the caller caught the
 * error: PostgreSQL answers such a COMMIT with a silent ROLLBACK, and the caller would take for written what is gone.
 */
export async function runWhole<T>(tx: OpenTransaction, work: (sql: Sql) => Promise<T>): Promise<T> {
  let failure: unknown
  let over = false
  const query: Sql['query'] = async (statement, params) => {
    if (over) throw new PosternError('internal', { why: 'the transaction is over' })
    try {
      return await tx.query(statement, params)
    } catch (error) {
      failure ??= error
      throw error
    }
  }
  const answer = await work({ query, isTransaction: true }).finally(() => {
    over = true
  })
  if (failure !== undefined)
    throw new PosternError('internal', { why: 'a failed statement was passed over' }, { cause: failure })
  return answer
}
