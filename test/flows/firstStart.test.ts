/** A bot that starts for the first time in a company whose log is long: nobody is asked about the past, at any length. */
import { beforeEach, expect, it } from 'vitest'
import { pollSignIns } from '../../src/flows/pollSignIns.js'
import { describeOnEachEngine } from '../support/engines.js'
import { approval, personOf, theft } from '../support/manyCases.js'
import { row } from '../support/signInRows.js'
import { createWorld, START, type World } from '../support/world.js'

const DAY_MS = 24 * 60 * 60 * 1000
const PAGES = 60
const ROWS_PER_PAGE = 1000
/** More than a log holds: one sign-in in a thousand. */
const OLD_CASES = PAGES
const NEW_CASES = 3

describeOnEachEngine('a first start', (place) => {
  let world: World
  beforeEach(() => {
    world = createWorld({ ...place.store, takeToken: async () => 0 })
    for (let index = 0; index < NEW_CASES; index++) world.rows.push(...approval(world, index))
  })

  const old = (page: number, index: number): Date =>
    new Date(START.getTime() - 2 * DAY_MS - (page * ROWS_PER_PAGE + index) * 1000)
  const ordinary = row({ authenticationProtocol: 'none', originalTransferMethod: 'none' })
  /** Made when it is asked for: a log that hands out all it has, as a stream does. */
  async function* wholeLog() {
    for (let page = 0; page < PAGES; page++) {
      const rows = theft(world, 100 + page, old(page, 0))
      while (rows.length < ROWS_PER_PAGE) {
        const id = `${page}-${rows.length}`
        const userId = personOf(rows.length)
        const createdDateTime = old(page, rows.length).toISOString()
        rows.push({ ...ordinary, id, userId, correlationId: id, createdDateTime })
      }
      yield rows
    }
    yield world.rows
  }

  it(`reads ${(PAGES * ROWS_PER_PAGE).toLocaleString('en')} old rows, asks about what is new, and says what it skipped`, async () => {
    const { rows } = await pollSignIns({ ...world.ports, signIns: { read: wholeLog } }, 'test')
    expect(rows).toBeGreaterThan(PAGES * ROWS_PER_PAGE)
    await world.work()
    const asked = world.inbox.filter(({ notice }) => notice.kind === 'owner-alert').map(({ to }) => to.userId)
    expect(asked.sort()).toEqual(Array.from({ length: NEW_CASES }, (_, index) => personOf(index)))
    expect(world.cardsFor('team')).toEqual([])
    // They are kept all the same: what was usual for people before is known from them.
    expect(await place.store.casesOf(personOf(100))).toHaveLength(1)
    const said = world.log.lines.filter(({ message }) => /first start/.test(message))
    expect(said[0]).toMatchObject({
      message: 'first start: older sign-ins are not alerted on',
      fields: { from: new Date(START.getTime() - 60 * 60 * 1000).toISOString() },
    })
    const skipped = said.slice(1).reduce((sum, { fields }) => sum + Number(Object(fields).cases), 0)
    expect(skipped).toBeGreaterThanOrEqual(OLD_CASES)
  })
})
