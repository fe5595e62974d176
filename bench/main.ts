/** `npm run bench [-- NAME…]`: runs the benchmarks one after another and prints the table. */
import { cpus } from 'node:os'
import { auditTrails } from './auditTrail.js'
import { crashes } from './crash.js'
import { deliveries } from './delivery.js'
import { detections } from './detection.js'
import { differentials } from './differential.js'
import { httpTurns } from './httpTurn.js'
import { drifts, impacts, judging } from './judging.js'
import { largeTenants } from './largeTenant.js'
import { readings } from './reading.js'
import { records } from './records.js'
import type { Row } from './row.js'
import { starts } from './start.js'
import { tenantReadings } from './tenantReading.js'
import { verdicts } from './verdicts.js'
import { whatIfs } from './whatIf.js'

const BENCHES: Readonly<Record<string, () => Row[] | Promise<Row[]> | AsyncIterable<Row>>> = {
  verdicts,
  'what-if': whatIfs,
  differential: differentials,
  'large-tenant': largeTenants,
  judging,
  impact: impacts,
  drift: drifts,
  'http-turn': httpTurns,
  reading: readings,
  'tenant-reading': tenantReadings,
  'audit-trail': auditTrails,
  records,
  delivery: deliveries,
  detection: detections,
  start: starts,
  crash: crashes,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(64)
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`)
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for await (const { what, figure, yardstick, ratio, target } of await bench()) {
    console.log(`${what}\n    ${figure}   yardstick: ${yardstick}   ratio: ${ratio}   target: ${target}`)
  }
}
// The bot's libraries keep timers; everything has been measured.
process.exit(0)
