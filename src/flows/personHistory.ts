/**
 * What is usual for a person, read from the log once a day and remembered. An alert waits for the reading, since a
 * developer who is asked about their daily tool has been asked for good; but a round reads for a few people only, so
 * that a campaign holds up nobody: for the others it is unknown, and a second look is owed.
 */
import type { UserId } from '../domain/ids.js'
import {
  type CloseReason,
  closingIn,
  type DeviceCodeCase,
  isWorrying,
  type KnownCase,
  readClosing,
  readRecords,
  readUsage,
  type SignInUsage,
  USUAL_MS,
  usageOf,
} from '../domain/signInAlert/index.js'
import type { Alert, Ports, StoredCase, StoreTx } from './ports.js'

export type HistoryPorts = Pick<Ports, 'clock' | 'history' | 'store'>

const KIND = 'sign-in-usage'
const FRESH_MS = 24 * 60 * 60 * 1000

/** What is remembered, if it is recent; null: it must be read, or is not known. */
export async function rememberedUsage(
  ports: Pick<HistoryPorts, 'clock' | 'store'>,
  owner: UserId,
): Promise<SignInUsage | null> {
  const known = await ports.store.lookup(KIND, owner)
  if (known === null || ports.clock.now().getTime() - known.readAt.getTime() > FRESH_MS) return null
  return readUsage(known.body) ?? null
}

/** @throws PosternError `graph-*` */
export async function askForUsage(ports: HistoryPorts, owner: UserId): Promise<SignInUsage> {
  const to = ports.clock.now()
  const from = new Date(to.getTime() - USUAL_MS)
  const { rows, allDeviceCodes } = await ports.history.rowsOf(owner, { from, to })
  const mine = readRecords({ value: rows }).records.filter(({ userId }) => userId === owner)
  const body = usageOf(mine, allDeviceCodes)
  await ports.store.saveLookup(KIND, owner, { readAt: to, body })
  return body
}

/** The person's stored cases, each with whether something usual may be learnt from it. */
export async function knownCases(
  store: Pick<StoreTx, 'alertSteps' | 'alertsOf' | 'casesOf' | 'containmentSteps'>,
  owner: UserId,
): Promise<readonly KnownCase[]> {
  const alerts = new Map((await store.alertsOf(owner)).map((alert) => [alert.caseId, alert]))
  const cases = await store.casesOf(owner)
  return Promise.all(
    cases.map(async (one) => {
      const alert = alerts.get(one.caseId)
      const contained = alert !== undefined && (await store.containmentSteps(alert.alertId)).length > 0
      const closing = alert?.state === 'closed' ? closingIn(await store.alertSteps(alert.alertId)) : null
      const reason = closing === null ? null : readClosing(closing.why).reason
      return { case: one.case, isHarmless: !contained && isHarmless(one, alert, reason) }
    }),
  )
}

/** The team has found out whose sign-in it was. Closed for another reason, an account may have been taken. */
const FOUND_HARMLESS: ReadonlySet<CloseReason> = new Set(['own-sign-in', 'agreed-tool', 'shared-device'])

/**
 * What nobody had to be asked about, or was asked about and called harmless. Whoever answers may be the attacker, so a
 * grave case is harmless only once the team has closed it as such.
 */
function isHarmless({ highestSeverity }: StoredCase, alert: Alert | undefined, closedAs: CloseReason | null): boolean {
  if (alert?.answers.some(({ answer }) => isWorrying(answer)) === true) return false
  if (alert?.state === 'closed') return closedAs !== null && FOUND_HARMLESS.has(closedAs)
  if (highestSeverity === 'expected' || highestSeverity === 'low') return true
  if (alert === undefined || alert.state === 'superseded') return false
  return highestSeverity === 'elevated' && alert.answers.length > 0
}

/** Nothing else is looked for in what is usual: the assessment of all other cases is the same without it. */
export const needsHistory = ({ outcome }: DeviceCodeCase): boolean => outcome === 'completed'
