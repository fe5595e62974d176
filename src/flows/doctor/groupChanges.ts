/** Whether changes of groups are told of between two readings of the tenant, as the bot found it. */
import { GROUP_CHANGES } from '../watchGroups.js'
import { type Finding, fault, look, ok } from './finding.js'
import type { FoundDatabase } from './ports.js'

const SUBJECT = 'changes of groups'

/** Nothing is said before there is a group to follow. */
export function groupChanges(database: FoundDatabase): Promise<readonly Finding[]> {
  return look('permission', SUBJECT, async () => {
    const mark = await markOf(database)
    if (mark === undefined) return []
    if (mark.ok) return ok('permission', SUBJECT, mark.detail)
    return fault('permission', SUBJECT, 'groups-not-followed', { reason: mark.code ?? 'internal' })
  })
}

async function markOf(database: FoundDatabase) {
  if (database.state === 'open') return (await database.store.health()).find(({ name }) => name === GROUP_CHANGES)
  return database.state === 'held' ? database.running?.checks[GROUP_CHANGES] : undefined
}
