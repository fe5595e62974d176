/** `npm run bench -- crash`: kills the built bot at every named point, again and again, on both engines. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CrashReport, crashLoop, type Place } from '../test/support/crash/crashLoop.js'
import { POINTS } from '../test/support/crash/points.js'
import { type PolicyCrashReport, policyLoop } from '../test/support/crash/policyLoop.js'
import { POLICY_POINTS } from '../test/support/crash/policyPoints.js'
import { withFreshDatabase } from './database.js'
import type { Row } from './row.js'

const ROUNDS = 3
/** Whatever else the machine is busy with. */
const PATIENCE_MS = 10 * 60_000

/** Each row when it is there: all of them take many minutes, and one that ends in an error keeps those before it. */
export async function* crashes(): AsyncGenerator<Row> {
  yield await onEmbedded(async (place) => rowOf('embedded', await loops(place)))
  yield await onEmbedded(async (place) => policyRowOf('embedded', await policyLoops(place)))
  const two = 'PostgreSQL, two replicas'
  const signIns = await withFreshDatabase(async (databaseUrl) => rowOf(two, await loops({ databaseUrl })))
  if (signIns !== null) yield signIns
  const policies = await withFreshDatabase(async (databaseUrl) => policyRowOf(two, await policyLoops({ databaseUrl })))
  if (policies !== null) yield policies
}

async function onEmbedded(run: (place: Place) => Promise<Row>): Promise<Row> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  try {
    return await run({ dataDir })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Once each: what was lost on the way is looked for as long as Graph's copies may lag. */
const policyLoops = (place: Place): Promise<PolicyCrashReport> =>
  policyLoop(place, POLICY_POINTS, { patienceMs: PATIENCE_MS, onNext: sayEach() })

const policyRowOf = (where: string, { kills, wrong, doubled, due }: PolicyCrashReport): Row => ({
  what: `killed at ${POLICY_POINTS.length} points of a change of policy, ${where}`,
  figure: `${kills} kills: ${wrong.length} ended wrong, ${doubled.length} made twice`,
  yardstick: 'what the security channel heard, against what the tenant has',
  ratio: `${due.length} jobs due and not done${wrong.length > 0 ? `; ${wrong.join('; ')}` : ''}`,
  target: 'none wrong, none made twice',
})

/** All points in one loop, so that the database goes on from kill to kill. */
const loops = (place: Place): Promise<CrashReport> =>
  crashLoop(place, Array.from({ length: ROUNDS }, () => POINTS).flat(), {
    patienceMs: PATIENCE_MS,
    onNext: sayEach(),
  })

/** What it waits for, beside the table: after some of the kills the bot itself looks for minutes. */
function sayEach(): (point: string) => void {
  const startMs = performance.now()
  return (point) => console.error(`  ${Math.round((performance.now() - startMs) / 1000)} s: kills where ${point}`)
}

const rowOf = (where: string, { kills, cases, lost, doubled, doubledInWindow, due }: CrashReport): Row => ({
  what: `killed at ${POINTS.length} points, ${where}`,
  figure: `${kills} kills, ${cases} cases: ${lost.length} lost, ${doubled.length} doubled`,
  yardstick: `${doubledInWindow.length} cards doubled in the window between Teams' acceptance and the proof`,
  ratio: `${due.length} jobs due and not done`,
  target: 'none lost, none doubled outside that window',
})
