/** Puts the statements together into the `Store` that the flows know, and watches over how it is used. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { PosternError } from '../domain/errors.js'
import type { Store, StoreTx } from '../flows/ports.js'
import { type AppendedEntry, append } from './audit/append.js'
import { AUDITED, audited } from './audit/audited.js'
import { trail, trimTrail, verifyTrail } from './audit/trail.js'
import { buckets } from './buckets.js'
import { inConvoys } from './convoys.js'
import { type Engine, inTransaction, runWhole, type Sql } from './engine.js'
import { eventCursors } from './eventCursors.js'
import { eventTroubles } from './eventTroubles.js'
import { exportLines } from './exportLines.js'
import { importLines } from './importLines.js'
import { leases } from './leases.js'
import { erasePerson, exportPerson } from './privacy.js'
import { secrets } from './secrets.js'
import { snapshots } from './snapshots/keeping.js'
import { readings } from './snapshots/reading.js'
import { statements, statementsAsSought } from './statements.js'

/**
 * `migration` is the number of the newest migration, which exports carry. `auditKey`: of the audit trail, where the
 * operator keeps it outside of the database.
 */
export function composeStore(
  engine: Engine,
  migration: number,
  { auditKey = null }: { readonly auditKey?: string | null } = {},
): Store {
  const work = workInHand()
  /**
   * What runs inside a transaction and asks the store instead of its `tx` would wait for the transaction to end, which
   * waits for it. On the embedded engine that is for ever, so it is an error on both.
   */
  const transaction = new AsyncLocalStorage<{ open: boolean }>()
  const assertOutside = () => {
    if (transaction.getStore()?.open)
      throw new PosternError('internal', { why: 'the store was used beside the transaction that is open' })
  }
  const sql: Sql = {
    assertUsable: assertOutside,
    async query(statement, params) {
      assertOutside()
      return work.during(() => engine.query(statement, params))
    },
  }
  const whole = async <T>(run: (tx: StoreTx) => Promise<T>): Promise<T> => {
    assertOutside()
    const scope = { open: true }
    return work
      .during(() =>
        inTransaction(engine, (tx) =>
          transaction.run(scope, () =>
            runWhole(tx, async (inside) => {
              const entries: AppendedEntry[] = []
              const answer = await run(audited(inside, statementsAsSought(inside), entries))
              await append(inside, auditKey, entries)
              return answer
            }),
          ),
        ),
      )
      .finally(() => {
        scope.open = false
      })
  }
  async function* lines(of: () => AsyncIterable<string>): AsyncIterable<string> {
    assertOutside()
    const leave = work.enter()
    try {
      yield* of()
    } finally {
      leave()
    }
  }
  const alone = async <T>(run: () => Promise<T>): Promise<T> => {
    assertOutside()
    return work.during(run)
  }
  const policySnapshots = { ...readings(engine), ...snapshots(engine) }
  return {
    engine: engine.kind,
    openReading: () => alone(() => policySnapshots.openReading()),
    beginReading: (at) => alone(() => policySnapshots.beginReading(at)),
    saveReading: (reading, step) => alone(() => policySnapshots.saveReading(reading, step)),
    keepSnapshot: (reading, header) => alone(() => policySnapshots.keepSnapshot(reading, header)),
    newestSnapshot: (options) => alone(() => policySnapshots.newestSnapshot(options)),
    snapshotsAfter: (after, limit) => alone(() => policySnapshots.snapshotsAfter(after, limit)),
    loadSnapshot: (snapshotId) => alone(() => policySnapshots.loadSnapshot(snapshotId)),
    forgetSnapshots: (before) => alone(() => policySnapshots.forgetSnapshots(before)),
    ...statements(sql),
    ...inTransactions(whole),
    ...leases(sql),
    ...buckets(sql),
    ...secrets(sql),
    ...trail(sql),
    ...eventCursors(sql),
    ...eventTroubles(sql),
    transaction: whole,
    together: inConvoys(whole, assertOutside),
    verifyTrail: (anchor) => alone(() => verifyTrail(engine, auditKey, anchor)),
    trimTrail: (before, at) => alone(() => trimTrail(engine, auditKey, before, at)),
    exportPerson: (userId, at) => lines(() => exportPerson(engine, auditKey, userId, at)),
    erasePerson: (userId, options) => alone(() => erasePerson(engine, auditKey, userId, options)),
    exportLines: () => lines(() => exportLines(engine, migration)),
    importLines: (from) => alone(() => importLines(engine, migration, from)),
    async ping() {
      await sql.query('select 1')
    },
    close: () => work.end(() => engine.close()),
  }
}

type Audited = Pick<StoreTx, (typeof AUDITED)[number]>

/** Beside a transaction, a statement with an entry gets one of its own. */
function inTransactions(whole: <T>(run: (tx: StoreTx) => Promise<T>) => Promise<T>): Audited {
  const pairs = AUDITED.map((name) => [
    name,
    (...given: readonly unknown[]) =>
      whole((tx) => (tx[name] as (...taken: readonly unknown[]) => Promise<unknown>)(...given)),
  ])
  return Object.fromEntries(pairs) as Audited
}

/** Counts what has begun and not ended, so that closing can wait for it and refuse what comes after. */
function workInHand() {
  let running = 0
  let closing: Promise<void> | null = null
  let whenIdle: () => void = () => undefined
  const enter = () => {
    if (closing !== null) throw new PosternError('store-unavailable', { why: 'the store is closed' })
    running += 1
    return () => {
      running -= 1
      if (running === 0) whenIdle()
    }
  }
  return {
    enter,
    async during<T>(run: () => Promise<T>): Promise<T> {
      const leave = enter()
      return run().finally(leave)
    },
    end(close: () => Promise<void>): Promise<void> {
      closing ??= new Promise<void>((resolve) => {
        whenIdle = resolve
        if (running === 0) resolve()
      }).then(close)
      return closing
    },
  }
}
