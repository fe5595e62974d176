/** Who used device code, from our own cases: as far back as the log was read, and no further. */
import {
  type DeviceCodeUsersAnswer,
  type DeviceCodeUsersQuestion,
  PEOPLE_PER_PAGE,
} from '../../domain/policyStatus/index.js'
import { logReach } from '../logReach.js'
import type { AnswerPorts } from './asking.js'

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
  const [found, total, keptSince, log] = await Promise.all([
    ports.store.deviceCodeUsers(since, { limit: perPage, offset }),
    ports.store.countDeviceCodeUsers(since),
    ports.store.oldestRecordAt(),
    logReach(ports),
  ])
  const people = found.map(({ userId, ...rest }) => ({ ...rest, id: userId }))
  const isLast = offset + found.length >= total
  return { kind: 'device-code-users', question, since, people, page, total, isLast, keptSince, readTo: log.reach }
}
