import { beforeEach, expect, it } from 'vitest'
import { PosternError } from '../../src/domain/errors.js'
import { userId } from '../../src/domain/ids.js'
import { watchSources } from '../../src/flows/watchSources.js'
import { describeOnEachEngine } from '../support/engines.js'
import { PEOPLE, phish } from '../support/signInRows.js'
import { createWorld, person, START, type World } from '../support/world.js'

const DANA = userId(PEOPLE.dana)
const MINUTE_MS = 60_000

describeOnEachEngine('what is read for one person after another', (place) => {
  let world: World
  let fails: boolean
  let minutesRun: number
  beforeEach(() => {
    world = createWorld(place.store)
    for (const who of [PEOPLE.dana, PEOPLE.sam]) world.people.set(...person(who))
    fails = true
    minutesRun = 0
    const { directory } = world.ports
    const activeRoles: typeof directory.activeRoles = async (who, options) => {
      if (fails && who === DANA) throw new PosternError('graph-forbidden')
      return directory.activeRoles(who, options)
    }
    Object.defineProperty(world, 'ports', { value: { ...world.ports, directory: { ...directory, activeRoles } } })
    world.rows = phish()
  })

  /** Who can be read. */
  const signInOfSam = (number: number) => {
    const another = { correlationId: `c0ffee00-0000-4000-8000-0000000000${number + 10}`, sessionId: `sam-${number}` }
    const at = world.ports.clock.now()
    const rows = phish({ userId: PEOPLE.sam, ...another, at })
    world.rows.push(...rows.map((row, index) => ({ ...row, id: `sam-${number}-${index}` })))
  }

  const run = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      world.pass(MINUTE_MS)
      if ([2, 7].includes(++minutesRun)) signInOfSam(minutesRun)
      await world.settle()
      await watchSources(world.ports, 'test', START)
      await world.work()
    }
  }
  const told = () =>
    world.cardsFor('team').flatMap(({ notice }) => (notice.kind === 'source-fault' ? [notice.fault] : []))

  it('is a fault as long as it fails for one of them, told once, and so is its end', async () => {
    await run(8)
    expect(told()).toMatchObject([{ source: 'directory-roles', code: 'graph-forbidden', until: null }])
    fails = false
    await run(12)
    await run(3)
    expect(told()).toMatchObject([{ until: null }, { source: 'directory-roles', until: expect.any(Date) }])
  })
})
