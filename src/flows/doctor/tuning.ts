/** The operator's exceptions: what is wrong with the file, line by line, and which of them have ended. */
import { isExpired, readTuning, TUNING_FAULTS } from '../../domain/tuning/index.js'
import { TUNING_GROUPS } from '../tuning.js'
import { type Finding, fault, look, ok } from './finding.js'
import type { DoctorPorts, FoundDatabase } from './ports.js'

const SUBJECT = 'POSTERN_TUNING_FILE'
/** Of each kind; the count stands with them. */
const SHOWN_MAX = 20

export function tuning(ports: DoctorPorts, database: FoundDatabase): Promise<readonly Finding[]> {
  return look('settings', SUBJECT, async () => {
    const text = await ports.inspection.tuning()
    if (text === null) return ok('settings', SUBJECT, { rules: 0 })
    const nowMs = ports.clock.now().getTime()
    const { rules, faults } = readTuning(text, nowMs)
    const expired = rules.filter((rule) => isExpired(rule, nowMs))
    const findings = [
      ...faults
        .slice(0, SHOWN_MAX)
        .map(({ line, code }) => fault('settings', SUBJECT, 'tuning-faulty', { line, says: TUNING_FAULTS[code] })),
      ...expired.slice(0, SHOWN_MAX).map(({ line, untilMs, reason }) => {
        const until = new Date(untilMs).toISOString().slice(0, 10)
        return fault('settings', SUBJECT, 'tuning-rule-expired', { line, until, reason })
      }),
      ...(await unresolvedGroup(database)),
    ]
    return findings.length > 0 ? findings : ok('settings', SUBJECT, { rules: rules.length })
  })
}

/** As the bot found it when a sign-in needed it. */
async function unresolvedGroup(database: FoundDatabase): Promise<readonly Finding[]> {
  if (database.state !== 'open') return []
  const mark = (await database.store.health()).find(({ name }) => name === TUNING_GROUPS)
  return mark === undefined || mark.ok ? [] : [fault('settings', SUBJECT, 'tuning-group-unresolved', mark.detail)]
}
