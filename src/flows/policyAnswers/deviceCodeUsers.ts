/**
 * Who used device code: from our own cases, and before them from Graph's log, as far back as it was read and no further.
 * What the log said is kept for an hour, so that the next page counts the same.
 */
import {
  appsWithUses,
  type DeviceCodeUsersAnswer,
  type DeviceCodeUsersQuestion,
  type EarlierUses,
  PEOPLE_PER_PAGE,
  readEarlierUses,
  usesIn,
  withUses,
} from '../../domain/policyStatus/index.js'
import { appNameOf } from '../../domain/signInAlert/index.js'
import { alertsFrom } from '../alertBaseline.js'
import { logReach } from '../logReach.js'
import { earlierSignIns, holesIn } from '../signInsOfMonth.js'
import type { AnswerPorts } from './asking.js'

/** As many bars as a phone has room for, one for the rest. */
const APPS_SHOWN = 5
/** Far above how many apps anybody uses so. */
const APPS_MAX = 500
/** Of people, and of sign-ins from Graph's log: as many as one answer counts. */
const COUNTED_MAX = 20_000
const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_MS = 60 * 60 * 1000

type UsersPorts = Pick<AnswerPorts, 'clock' | 'deadlines' | 'deviceCodeLog' | 'log' | 'settings' | 'store'>

/** @param perPage everybody, for a file. */
export async function deviceCodeUsers(
  question: DeviceCodeUsersQuestion,
  { ports, now }: { readonly ports: UsersPorts; readonly now: Date },
  perPage = PEOPLE_PER_PAGE,
): Promise<DeviceCodeUsersAnswer> {
  const { days, page } = question
  const { store } = ports
  const since = new Date(now.getTime() - days * DAY_MS)
  // What our own record holds it holds, also while nobody knows how far it was read.
  const first = await alertsFrom(ports)
  const earlier = first === null || first > since ? await earlierUses(ports, now, first) : null
  const uses = earlier?.uses.filter(({ atMs }) => atMs >= since.getTime()) ?? []
  // A poll reads a little of what lies before our own record: the log has it too.
  const ownFrom = earlier === null ? since : new Date(earlier.untilMs)
  const [counted, byApp, oldest, { reach }, health] = await Promise.all([
    store.deviceCodeUsers(ownFrom, { limit: COUNTED_MAX, offset: 0 }),
    page === 0 ? store.deviceCodeApps(ownFrom, APPS_MAX) : [],
    store.oldestRecordAt(),
    logReach(ports),
    store.health(),
  ])
  const everybody = withUses(counted, uses)
  const people = everybody
    .slice(page * perPage, (page + 1) * perPage)
    .map(({ userId, ...rest }) => ({ ...rest, id: userId }))
  return {
    kind: 'device-code-users',
    question,
    since,
    people,
    apps: page === 0 ? shownApps(appsWithUses(byApp, uses)) : [],
    page,
    total: everybody.length,
    isLast: (page + 1) * perPage >= everybody.length,
    knownSince: earlier === null ? first && laterOf(first, since) : laterOf(new Date(earlier.sinceMs), since),
    keptSince: oldest,
    holes: holesIn(health).filter(({ to }) => to >= since),
    logSince: earlier === null ? null : laterOf(new Date(earlier.sinceMs), since),
    readTo: first === null && earlier !== null ? new Date(earlier.untilMs) : reach,
  }
}

const laterOf = (one: Date, other: Date): Date => (one > other ? one : other)

function shownApps(all: ReturnType<typeof appsWithUses>): DeviceCodeUsersAnswer['apps'] {
  const apps = all.slice(0, APPS_SHOWN).map((one) => ({ ...one, name: appNameOf(one.appId?.toLowerCase()) }))
  const rest = all.slice(APPS_SHOWN).reduce((sum, { signIns }) => sum + signIns, 0)
  return rest > 0 ? [...apps, { appId: null, name: null, signIns: rest }] : apps
}

/**
 * @param first when our own record begins; null: there is none, and Graph's log is all there is
 * @returns null where not a day of it could be read
 */
async function earlierUses(ports: UsersPorts, now: Date, first: Date | null): Promise<EarlierUses | null> {
  const kept = await ports.store.lookup('earlier-uses', 'tenant')
  const read = kept === null ? null : readEarlierUses(kept.body)
  const isYoung = kept !== null && now.getTime() - kept.readAt.getTime() < KEPT_MS
  // Where our own record begins elsewhere than it did, some sign-ins would be counted twice, or not at all.
  if (isYoung && read !== null && (first === null || read.untilMs === first.getTime())) return read
  const until = first ?? now
  const { records, since } = await earlierSignIns(ports, now, until)
  if (since.getTime() === until.getTime()) return null
  const all = usesIn(records).filter(({ atMs }) => atMs >= since.getTime() && atMs < until.getTime())
  const uses = [...all].sort((one, other) => other.atMs - one.atMs).slice(0, COUNTED_MAX)
  const sinceMs = all.length > uses.length ? (uses.at(-1)?.atMs ?? since.getTime()) : since.getTime()
  const earlier = { uses, sinceMs, untilMs: until.getTime() }
  await ports.store.saveLookup('earlier-uses', 'tenant', { readAt: now, body: earlier })
  return earlier
}
