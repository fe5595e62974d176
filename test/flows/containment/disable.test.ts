/** Two replicas that disable the same account at the same time. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { userId } from '../../../src/domain/ids.js'
import { disableAccount } from '../../../src/flows/containment/disable.js'
import { composeStore } from '../../../src/store/compose.js'
import { inTransaction } from '../../../src/store/engine.js'
import { migrate } from '../../../src/store/migrate.js'
import { openPostgres } from '../../../src/store/postgres.js'
import { describeOnPostgres, freshDatabase } from '../../support/engines.js'
import { PEOPLE, phish } from '../../support/signInRows.js'
import { createWorld, person } from '../../support/world.js'

const DANA = userId(PEOPLE.dana)
const SAM = userId(PEOPLE.sam)

describeOnPostgres('an account that is disabled again', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let engine: Awaited<ReturnType<typeof openPostgres>>
  beforeAll(async () => {
    database = await freshDatabase()
    engine = await openPostgres(database.url)
  })
  afterAll(async () => {
    await engine.close()
    await database.drop()
  })

  it('holds no row while it waits for its turn to count: whoever has the turn may want that row', async () => {
    const world = createWorld(composeStore(engine, await migrate(engine)))
    world.people.set(...person(PEOPLE.dana))
    world.rows = phish()
    await world.settle()
    const [alert] = await world.store.alertsOf(DANA)
    const disable = () => disableAccount(world.ports, alert!, SAM)
    await disable()
    // By somebody else.
    world.containment.disabledAccounts.clear()
    world.pass(60_000)

    const begun = await inTransaction(engine, async (other) => {
      // The number of src/store/containment.ts.
      await other.query('select pg_advisory_xact_lock(7311)')
      const disabling = disable()
      const waiting = "select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted"
      await expect.poll(async () => (await engine.query(waiting)).rows).toEqual([{ waiting: 1 }])
      await other.query("update containment_action set state = 'undone' where step = 'disable-account'")
      // Wrapped, as it ends only after this transaction has.
      return { disabling }
    })
    expect(await begun.disabling).toMatchObject({ outcome: 'done' })
    expect(await world.store.containmentActions(alert!.alertId)).toMatchObject([
      { step: 'disable-account', state: 'done' },
    ])
    expect(world.containment.disabledAccounts).toEqual(new Set([DANA]))
  })
})
