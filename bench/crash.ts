/** `npm run bench -- crash`: kills the built bot at every named point, again and again, on both engines. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CrashReport, crashLoop, type Place } from '../test/support/crash/crashLoop.js'
import { POINTS } from '../test/support/crash/points.js'
import { withFreshDatabase } from './database.js'
import type { Row } from './row.js'

const ROUNDS = 3
/** Whatever else the machine is busy with. */
const PATIENCE_MS = 10 * 60_000

export async function crashes(): Promise<Row[]> {
  const rows = [await onEmbedded()]
  await withFreshDatabase(async (databaseUrl) => {
    rows.push(rowOf('PostgreSQL, two replicas', await loops({ databaseUrl })))
  })
  return rows
}

async function onEmbedded(): Promise<Row> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  try {
    return rowOf('embedded', await loops({ dataDir }))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** All points in one loop, so that the database goes on from kill to kill. */
const loops = (place: Place): Promise<CrashReport> =>
  crashLoop(place, Array.from({ length: ROUNDS }, () => POINTS).flat(), { patienceMs: PATIENCE_MS })

const rowOf = (where: string, { kills, cases, lost, doubled, doubledInWindow, due }: CrashReport): Row => ({
  what: `killed at ${POINTS.length} points, ${where}`,
  figure: `${kills} kills, ${cases} cases: ${lost.length} lost, ${doubled.length} doubled`,
  yardstick: `${doubledInWindow.length} cards doubled in the window between Teams' acceptance and the proof`,
  ratio: `${due.length} jobs due and not done`,
  target: 'none lost, none doubled outside that window',
})
