/**
 * Somebody asks about their own account: their device code sign-ins, with those that were expected and of which nobody
 * spoke, and the questions that wait for them. It needs no role, and shows nobody else's.
 */
import type { OwnAnswer } from '../domain/desk/index.js'
import { PosternError } from '../domain/errors.js'
import type { AlertId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import { viewOf } from './alertView.js'
import { isAskedAnew, signInLine } from './deskLines.js'
import type { Ports } from './ports.js'

export type OwnPorts = Pick<Ports, 'clock' | 'directory' | 'settings' | 'store'>

const DAY_MS = 24 * 60 * 60 * 1000
const SPAN_DAYS = 30
/** As many as are read in a chat; the card counts the rest. */
const LINES_MAX = 8

export async function ownSignIns(ports: OwnPorts, { userId }: Actor): Promise<OwnAnswer> {
  const since = new Date(ports.clock.now().getTime() - SPAN_DAYS * DAY_MS)
  const [cases, total, keptSince, alerts] = await Promise.all([
    ports.store.recentCasesOf(userId, since, LINES_MAX),
    ports.store.countCasesOf(userId, since),
    ports.store.oldestRecordAt(),
    ports.store.alertsOf(userId),
  ])
  const ofCase = (caseId: string) => alerts.find((alert) => alert.caseId === caseId) ?? null
  const signIns = cases.map((stored) => signInLine(ports.settings, stored, ofCase(stored.caseId)))
  return { kind: 'own-sign-ins', since, total, signIns, keptSince }
}

export async function ownQuestions(ports: OwnPorts, { userId }: Actor): Promise<OwnAnswer> {
  const ofCases = (await ports.store.alertsOf(userId)).filter(({ caseId }) => caseId !== null)
  const waits = await Promise.all(ofCases.map((alert) => isAskedAnew(ports.store, alert)))
  const newest = ofCases
    .filter((_, index) => waits[index])
    .reverse()
    .slice(0, LINES_MAX)
  const questions = await Promise.all(
    newest.map(async (alert) => {
      const stored = alert.caseId === null ? null : await ports.store.caseById(alert.caseId)
      return stored === null ? [] : [signInLine(ports.settings, stored, alert)]
    }),
  )
  return { kind: 'own-questions', questions: questions.flat() }
}

/**
 * The card of one question again, in the place of the list.
 * @throws PosternError `alert-unknown`, also for somebody else's
 */
export async function ownQuestion(ports: OwnPorts, { userId }: Actor, alertId: AlertId): Promise<OwnAnswer> {
  const alert = await ports.store.alertById(alertId)
  if (alert === null || alert.userId !== userId) throw new PosternError('alert-unknown', { alertId })
  const telling = alert.telling === 'nothing' ? 'notice' : alert.telling
  return { kind: 'own-question', telling, alert: await viewOf(ports, alert) }
}
