/** Who used device code, from our own cases: as far back as the log was read, and no further. */
import {
  type DeviceCodeUsersAnswer,
  type DeviceCodeUsersQuestion,
  PEOPLE_PER_PAGE,
} from '../../domain/policyStatus/index.js'
import { appNameOf } from '../../domain/signInAlert/index.js'
import { logReach } from '../logReach.js'
import type { AnswerPorts } from './asking.js'

/** As many bars as a phone has room for, one for the rest. */
const APPS_SHOWN = 5
/** Far above how many apps anybody uses so. */
const APPS_MAX = 500
const DAY_MS = 24 * 60 * 60 * 1000

/** @param perPage everybody, for a file. */
export async function deviceCodeUsers(
  question: DeviceCodeUsersQuestion,
  { ports, now }: { readonly ports: Pick<AnswerPorts, 'clock' | 'settings' | 'store'>; readonly now: Date },
  perPage = PEOPLE_PER_PAGE,
): Promise<DeviceCodeUsersAnswer> {
  const { days, page } = question
  const since = new Date(now.getTime() - days * DAY_MS)
  const offset = page * perPage
  const [found, total, keptSince, log, byApp] = await Promise.all([
    ports.store.deviceCodeUsers(since, { limit: perPage, offset }),
    ports.store.countDeviceCodeUsers(since),
    ports.store.oldestRecordAt(),
    logReach(ports),
    page === 0 ? ports.store.deviceCodeApps(since, APPS_MAX) : [],
  ])
  const people = found.map(({ userId, ...rest }) => ({ ...rest, id: userId }))
  const isLast = offset + found.length >= total
  const apps = byApp.slice(0, APPS_SHOWN).map((one) => ({ ...one, name: appNameOf(one.appId?.toLowerCase()) }))
  const rest = byApp.slice(APPS_SHOWN).reduce((sum, { signIns }) => sum + signIns, 0)
  if (rest > 0) apps.push({ appId: null, name: null, signIns: rest })
  return { kind: 'device-code-users', question, since, people, apps, page, total, isLast, keptSince, readTo: log.reach }
}
