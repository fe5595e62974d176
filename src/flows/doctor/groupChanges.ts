/** Whether changes of groups are told of between two readings of the tenant, as the bot found it. */
import { GROUP_CHANGES } from '../watchGroups.js'
import { type Finding, fault, look, ok, unknown } from './finding.js'
import type { DoctorPorts, FoundDatabase } from './ports.js'

const SUBJECT = 'changes of groups'
/** The bot asks each minute. */
const SILENT_MS = 15 * 60 * 1000

/** Nothing is said before there is a group to follow. */
export function groupChanges(
  { clock }: Pick<DoctorPorts, 'clock'>,
  database: FoundDatabase,
): Promise<readonly Finding[]> {
  return look('permission', SUBJECT, async () => {
    const mark = await markOf(database, clock.now())
    if (mark === undefined) return []
    const { ageMs = 0 } = mark
    if (mark.ok && ageMs > SILENT_MS)
      return unknown('permission', SUBJECT, 'groups-not-followed', { reason: 'not-asked-lately', ageMs })
    if (mark.ok) return ok('permission', SUBJECT, mark.detail)
    return fault('permission', SUBJECT, 'groups-not-followed', { reason: mark.code ?? 'internal' })
  })
}

async function markOf(database: FoundDatabase, now: Date) {
  if (database.state === 'open') {
    const mark = (await database.store.health()).find(({ name }) => name === GROUP_CHANGES)
    return mark === undefined ? undefined : { ...mark, ageMs: now.getTime() - mark.at.getTime() }
  }
  return database.state === 'held' ? database.running?.checks[GROUP_CHANGES] : undefined
}
