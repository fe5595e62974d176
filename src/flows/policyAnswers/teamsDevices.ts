/** Teams phones and rooms: those the operator declared and those whose licences tell, and whether policy stops each. */
import type { UserId } from '../../domain/ids.js'
import { PEOPLE_PER_PAGE, type TeamsDevicesAnswer } from '../../domain/policyStatus/index.js'
import { type Directory, type Person, REACH_STATES } from '../ports.js'
import type { Asking } from './asking.js'

/** A tenant with more of them reads a file. */
const DEVICES_MAX = 2_000
/** A file has them all; Graph's limit is everybody's. */
const LOOKUPS_AT_ONCE = 20

/** @param perPage everybody, for a file. */
export async function teamsDevices(
  { page }: { readonly page: number },
  { ports, snapshot, now }: Asking,
  perPage = PEOPLE_PER_PAGE,
): Promise<TeamsDevicesAnswer> {
  const [known, counts] = await Promise.all([
    ports.store.reachIn('shared-device', { after: null, limit: DEVICES_MAX }),
    ports.store.reachCounts(),
  ])
  const declared = new Set<UserId>(ports.settings.sharedDeviceAccounts)
  const all = [...new Set([...declared, ...known.map(({ userId }) => userId)])].sort()
  const shown = all.slice(page * perPage, (page + 1) * perPage)
  const { dated } = await ports.judge.judge('dated', snapshot, now)
  const openness = await ports.judge.judge('openness', snapshot, now, shown)
  const people = await namesOf(ports.directory, shown)
  const devices = shown.map((id, index) => ({
    id,
    displayName: people[index]?.displayName ?? null,
    userPrincipalName: people[index]?.userPrincipalName ?? null,
    isDeclared: declared.has(id),
    openness: openness[index] ?? ('unknown' as const),
  }))
  return {
    ...dated,
    kind: 'teams-devices',
    devices,
    page,
    total: all.length,
    isLast: (page + 1) * perPage >= all.length,
    isSwept: REACH_STATES.some((state) => counts[state] > 0),
  }
}

/** Whom the directory does not name just now is null, and shown by the id. */
async function namesOf(directory: Directory, ids: readonly UserId[]): Promise<readonly (Person | null)[]> {
  const people: (Person | null)[] = []
  for (let from = 0; from < ids.length; from += LOOKUPS_AT_ONCE)
    people.push(
      ...(await Promise.all(
        ids.slice(from, from + LOOKUPS_AT_ONCE).map((id) => directory.person(id).catch(() => null)),
      )),
    )
  return people
}
