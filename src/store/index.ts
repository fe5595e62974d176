/** The database: embedded by default, a PostgreSQL server where a URL names one. The same statements run on both. */
import type { Store } from '../flows/ports.js'
import { composeStore } from './compose.js'
import { openEmbedded } from './embedded/engine.js'
import { freeHeld } from './heldByTheDead.js'
import { migrate } from './migrate.js'
import { openPostgres } from './postgres.js'

export interface StoreOptions {
  /** `postgres://…`; absent: the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  /** Names this process to others that try the same data directory. */
  readonly owner: string
  /** Key of the audit trail (base64url, 32 bytes); absent or null: the store keeps one of its own. */
  readonly auditKey?: string | null
}

/**
 * Opens the database and brings it up to date. Throws `store-locked`, `store-not-durable`, `store-unavailable`,
 * `store-migration-failed`, `store-format` (embedded files of another PostgreSQL version), `config-invalid` (a server
 * that is too old).
 */
export async function openStore({ databaseUrl, dataDir, owner, auditKey = null }: StoreOptions): Promise<Store> {
  const engine = databaseUrl === undefined ? await openEmbedded(dataDir, owner) : await openPostgres(databaseUrl)
  try {
    const migration = await migrate(engine)
    if (databaseUrl === undefined) await freeHeld(engine)
    return composeStore(engine, migration, { auditKey })
  } catch (error) {
    await engine.close()
    throw error
  }
}
