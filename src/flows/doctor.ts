/**
 * `postern doctor`: looks at everything that can be missing. What could not be looked at is `unknown`, with the reason,
 * and never counts as fine; what each fault costs and what mends it are the command's words.
 */
import { clock } from './doctor/clock.js'
import { entra } from './doctor/entra.js'
import { DOCTOR_AREAS, type Finding } from './doctor/finding.js'
import { groupChanges } from './doctor/groupChanges.js'
import { model } from './doctor/model.js'
import type { DoctorPorts } from './doctor/ports.js'
import { settings } from './doctor/settings.js'
import { signInLog } from './doctor/signInLog.js'
import { findDatabase, store } from './doctor/store.js'
import { securityChannel, teams } from './doctor/teams.js'
import { tuning } from './doctor/tuning.js'

export { DOCTOR_CODES, type DoctorCode, type FindingCode } from './doctor/codes.js'
export { DOCTOR_AREAS, type Finding } from './doctor/finding.js'
export type { DoctorPorts } from './doctor/ports.js'
export { examineFaultySettings } from './doctor/settings.js'

export async function examineAll(ports: DoctorPorts): Promise<readonly Finding[]> {
  const database = await findDatabase(ports)
  const parts = await Promise.all([
    settings(ports),
    tuning(ports, database),
    model(ports),
    store(ports, database),
    entra(ports),
    groupChanges(ports, database),
    clock(ports),
    teams(ports),
    securityChannel(ports, database),
    signInLog(ports, database),
  ])
  const order = (finding: Finding): number => DOCTOR_AREAS.indexOf(finding.area)
  return parts.flat().sort((one, other) => order(one) - order(other))
}
