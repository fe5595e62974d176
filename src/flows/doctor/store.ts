/** The database, the way to it, and the queue in it. */
import { writeAnchor } from '../../domain/audit/index.js'
import { errorCodeOf, isPosternError } from '../../domain/errors.js'
import { type Finding, fault, look, ok } from './finding.js'
import type { DoctorPorts, DoctorStore, FoundDatabase } from './ports.js'

/** The embedded database takes one process: where that is our bot, the bot is asked in its place. */
export async function findDatabase(ports: DoctorPorts): Promise<FoundDatabase> {
  try {
    return { state: 'open', store: await ports.store() }
  } catch (error) {
    if (!isPosternError(error, 'store-locked')) return { state: 'failed', code: errorCodeOf(error) }
    return { state: 'held', running: await ports.inspection.running() }
  }
}

export async function store(ports: DoctorPorts, database: FoundDatabase): Promise<readonly Finding[]> {
  return [...(await contents(database)), ...link(ports)]
}

async function contents(database: FoundDatabase): Promise<readonly Finding[]> {
  if (database.state === 'failed') return [fault('store', 'database', database.code)]
  if (database.state === 'held') return [held(database.running)]
  return look('store', 'database', async () => {
    await database.store.ping()
    const jobs = await database.store.jobCounts()
    const queue =
      jobs.abandoned > 0 ? fault('queue', 'deliveries', 'abandoned-jobs', jobs) : ok('queue', 'deliveries', jobs)
    return [ok('store', 'database', { engine: database.store.engine }), await trail(database.store), queue]
  })
}

/** Where the audit trail ends: to be kept elsewhere. Walking all of it takes too long here (`postern audit verify`). */
async function trail(store: DoctorStore): Promise<Finding> {
  const end = await store.trailEnd()
  return ok('store', 'audit trail', end === null ? { entries: 0 } : { anchor: writeAnchor(end) })
}

/** Where the holder is our bot, all is well; any other is a fault. */
function held(running: Extract<FoundDatabase, { state: 'held' }>['running']): Finding {
  if (running === null) return fault('store', 'database', 'store-locked')
  return running.ready
    ? ok('store', 'database', { engine: 'embedded', heldBy: 'the running bot' })
    : fault('store', 'database', 'store-unavailable')
}

function link({ inspection }: DoctorPorts): readonly Finding[] {
  if (inspection.databaseLink === 'this-machine') return []
  return inspection.databaseLink === 'encrypted'
    ? [ok('store', 'DATABASE_URL', { encrypted: true })]
    : [fault('store', 'DATABASE_URL', 'database-not-encrypted')]
}
