/**
 * The built bot, killed by `kill -9` at named points of the pipeline: no case is lost, and no card goes out twice but
 * where the process died between Teams' acceptance and the proof, for which Teams has no remedy.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type CrashReport, crashLoop } from '../support/crash/crashLoop.js'
import { type KillPoint, POINTS } from '../support/crash/points.js'
import { describeOnPostgres, freshDatabase, temporaryDirectory } from '../support/engines.js'

/** For people: what the assertions rest on. */
function keep(name: string, report: CrashReport): void {
  mkdirSync('artifacts', { recursive: true })
  writeFileSync(`artifacts/crash-${name}.json`, `${JSON.stringify(report, null, 2)}\n`)
}

/**
 * Each kill is a start of the whole bot, so those after which something is half done; `npm run bench -- crash` takes all
 * of them, again and again, on both engines.
 */
const HALF_DONE: readonly string[] = [
  'all is known, the case is being written',
  'the chat is open, not written',
  'the question is accepted, not written',
  'the question is being written',
  'the team card is accepted, not written',
  'sessions are revoked, not written',
  'the revoke is being written',
]
const ALONE: readonly string[] = HALF_DONE.slice(0, 4)
const among = (names: readonly string[]): KillPoint[] => POINTS.filter(({ name }) => names.includes(name))

function expectNothingLost(report: CrashReport, points: readonly KillPoint[]): void {
  expect(report).toMatchObject({ kills: points.length, cases: points.length + 1, lost: [], doubled: [], due: [] })
  // Two of the points are that window on purpose, for each of two cards; others may meet it by chance, once a kill.
  expect(report.doubledInWindow.length).toBeLessThanOrEqual(report.kills)
}

describe('killed where something is half done, on the embedded database', () => {
  it('answers for every case, and doubles no card that was proven', async () => {
    const folder = temporaryDirectory()
    try {
      const points = among(ALONE)
      const report = await crashLoop({ dataDir: folder.path }, points)
      keep('embedded', report)
      expectNothingLost(report, points)
    } finally {
      folder.remove()
    }
  }, 240_000)
})

describeOnPostgres('killed where something is half done, on PostgreSQL with two replicas', () => {
  it('answers for every case, and doubles no card that was proven', async () => {
    const database = await freshDatabase()
    try {
      const points = among(HALF_DONE)
      const report = await crashLoop({ databaseUrl: database.url }, points)
      keep('postgres', report)
      expectNothingLost(report, points)
    } finally {
      await database.drop()
    }
  }, 240_000)
})
