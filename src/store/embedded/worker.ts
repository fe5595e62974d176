/**
 * The thread in which the embedded database runs, so that a long statement does not hold up the bot: PGlite computes
 * on the thread that calls it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'
import { isPosternError, PosternError } from '../../domain/errors.js'
import type { Result } from '../engine.js'
import { readFault } from '../faults.js'
import { DurableNodeFS, openDatabase, proveDurable } from './database.js'
import type { Reply, Request } from './protocol.js'

/** The PostgreSQL inside the pinned PGlite. Files of another major version cannot be read. */
const POSTGRES_MAJOR = '18'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')
const reply = (message: Reply) => port.postMessage(message)
const { directory } = workerData as { readonly directory: string }
const files = new DurableNodeFS(directory)

try {
  const db = await open()
  port.on('message', (request: Request) => void serve(db, request))
  reply({ kind: 'ready' })
} catch (error) {
  const code = isPosternError(error) ? error.code : 'store-unavailable'
  const why = isPosternError(error) ? error.detail.why : readFault(error).message
  reply({ kind: 'refused', code, why: typeof why === 'string' ? why : '' })
  process.exitCode = 1
}

async function open(): Promise<PGlite> {
  const versionFile = join(directory, 'PG_VERSION')
  const major = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : 'none'
  if (major !== POSTGRES_MAJOR)
    throw new PosternError('store-format', {
      why: `the files are of PostgreSQL ${major.slice(0, 10)}, not ${POSTGRES_MAJOR}: export them with the version of Postern that wrote them`,
    })
  const db = await openDatabase(files)
  await proveDurable(db, files)
  return db
}

async function serve(db: PGlite, request: Request): Promise<void> {
  try {
    reply({ kind: 'done', id: request.id, result: await perform(db, request) })
  } catch (error) {
    reply({ kind: 'failed', id: request.id, fault: readFault(error) })
    // As PostgreSQL does: after a failed fsync a retry may seem to succeed while the data is gone.
    if (files.failed) process.exit(1)
  }
  if (request.kind === 'close') port?.close()
}

async function perform(db: PGlite, { kind, sql, params }: Request): Promise<Result> {
  if (kind === 'query') {
    const { rows, affectedRows } = await db.query(sql, [...params])
    return { rows, count: affectedRows ?? 0 }
  }
  if (kind === 'run') await db.exec(sql)
  else await db.close()
  return { rows: [], count: 0 }
}
