/**
 * The security team asks about its cases. The role is looked up, never believed; without it there is one refusal and
 * nothing else, whatever was asked, so that nobody learns which alerts exist.
 */
import type { DeskAnswer, TeamCommand } from '../domain/desk/index.js'
import { isGuid, type UserId, userId } from '../domain/ids.js'
import type { Actor } from './actor.js'
import { personView, viewOf } from './alertView.js'
import { allows } from './allows.js'
import { campaigns } from './deskCampaigns.js'
import { alertLine, signInLine } from './deskLines.js'
import { stats } from './deskStats.js'
import type { Ports } from './ports.js'

export type DeskPorts = Pick<Ports, 'clock' | 'directory' | 'settings' | 'store'>

export type DeskQuestion =
  | TeamCommand
  /** A person of the pick list. */
  | { readonly kind: 'sign-ins-of'; readonly person: UserId; readonly days: number }

const DAY_MS = 24 * 60 * 60 * 1000
/** Each is a few lines and a button: more would not be read on a phone. */
export const ALERTS_PER_PAGE = 5
const SIGN_INS_MAX = 8
/** As many buttons as every client shows. */
const PEOPLE_MAX = 5
/** How far back a name is looked for. */
const CALLED_WITHIN_DAYS = 90

export async function askDesk(
  ports: DeskPorts & Pick<Ports, 'log'>,
  actor: Actor,
  question: DeskQuestion,
): Promise<DeskAnswer> {
  const allowed = await allows(ports, actor.userId, 'read')
  if (allowed !== true) {
    ports.log.info('question about alerts refused', { userId: actor.userId, why: allowed })
    const refused = { event: 'alerts-refused', what: allowed, actor: actor.userId, at: ports.clock.now() } as const
    await ports.store.addAudit({ ...refused, details: { question: question.kind } })
    return { kind: 'refused', why: allowed }
  }
  const answer = await answerDesk(ports, question)
  // No answer without its entry. Whom somebody asked about stands in the trail, and is not for the log.
  const asked = { event: 'alerts-asked', what: question.kind, actor: actor.userId, at: ports.clock.now() } as const
  await ports.store.addAudit({ ...asked, about: aboutWhom(answer) })
  ports.log.info('question about alerts answered', { userId: actor.userId, question: question.kind })
  return answer
}

const aboutWhom = (answer: DeskAnswer): UserId | null => {
  if (answer.kind === 'sign-ins') return answer.person.userId
  return answer.kind === 'alert' ? answer.alert.owner.userId : null
}

/** For whoever may see the answer: the team by its role, the operator by the database. */
export async function answerDesk(ports: DeskPorts, question: DeskQuestion): Promise<DeskAnswer> {
  switch (question.kind) {
    case 'alerts':
      return openAlerts(ports, question.page)
    case 'alert':
      return oneAlert(ports, question.id)
    case 'sign-ins':
      return signInsOfCalled(ports, question.called, question.days)
    case 'sign-ins-of':
      return signInsOf(ports, question.person, question.days)
    case 'campaigns':
      return { kind: 'campaigns', campaigns: await campaigns(ports) }
    case 'stats':
      return { kind: 'stats', stats: await stats(ports) }
  }
}

async function openAlerts(ports: DeskPorts, page: number): Promise<DeskAnswer> {
  const offset = page * ALERTS_PER_PAGE
  const [found, total] = await Promise.all([
    ports.store.openAlerts({ limit: ALERTS_PER_PAGE, offset }),
    ports.store.openAlertCount(),
  ])
  const alerts = await Promise.all(found.map((alert) => alertLine(ports, alert)))
  return { kind: 'alerts', alerts, total, page, isLast: offset + found.length >= total }
}

async function oneAlert(ports: DeskPorts, id: string): Promise<DeskAnswer> {
  const [alert, other] = await ports.store.alertsByPrefix(id, 2)
  if (alert === undefined) return { kind: 'no-alert', why: 'none' }
  if (other !== undefined) return { kind: 'no-alert', why: 'several' }
  return { kind: 'alert', alert: await viewOf(ports, alert) }
}

async function signInsOfCalled(ports: DeskPorts, called: string, days: number): Promise<DeskAnswer> {
  if (isGuid(called)) return signInsOf(ports, userId(called), days)
  const within = new Date(ports.clock.now().getTime() - CALLED_WITHIN_DAYS * DAY_MS)
  const people = await ports.store.peopleCalled(called, within, PEOPLE_MAX)
  const [person] = people
  if (person === undefined) return { kind: 'nobody', called, keptSince: await ports.store.oldestRecordAt() }
  return people.length === 1 ? signInsOf(ports, person.userId, days) : { kind: 'people', people, days }
}

async function signInsOf(ports: DeskPorts, who: UserId, days: number): Promise<DeskAnswer> {
  const since = new Date(ports.clock.now().getTime() - days * DAY_MS)
  const [person, cases, total, keptSince] = await Promise.all([
    personView(ports, who),
    ports.store.recentCasesOf(who, since, SIGN_INS_MAX),
    ports.store.countCasesOf(who, since),
    ports.store.oldestRecordAt(),
  ])
  const signIns = await Promise.all(
    cases.map(async (stored) => signInLine(ports.settings, stored, await ports.store.alertByCase(stored.caseId))),
  )
  return { kind: 'sign-ins', person, since, total, signIns, keptSince }
}
