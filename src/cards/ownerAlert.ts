/**
 * What the owner of an account is told about a device code sign-in: a notice, the question, "stop now", or coaching;
 * and afterwards what was recorded and done.
 *
 * Not shown here: why the case stands out, and what could not be done. The reader may be whoever took the account.
 * Answers are a ratchet: whoever said "I did" can still say something worse, also when the alert is closed.
 */
import type { AlertView, AnswerView, Notice } from '../domain/notices.js'
import { ANSWERS, type Answer, compareSeverity, isHarmlessSpent, isWorrying } from '../domain/signInAlert/index.js'
import { answerAlert } from './actions.js'
import { inert } from './inert.js'
import { fact, lines, placeIn, type Tone } from './parts.js'
import { stepInWords } from './steps.js'
import { type Card, layout } from './template.js'
import file from './templates/owner-alert.json' with { type: 'json' }
import { localTime, negotiate, say, type WordKey } from './words.js'

type OwnerAlert = Extract<Notice, { kind: 'owner-alert' }>
type Telling = OwnerAlert['telling']

interface Choice {
  readonly answer: Answer
  readonly title: WordKey
}

const fill = layout(file)

const TONES: Readonly<Record<Telling, Tone>> = {
  notice: 'emphasis',
  question: 'warning',
  'stop-now': 'attention',
  coaching: 'emphasis',
}

export function renderOwnerAlert({ telling, alert }: OwnerAlert, locale: string): Card {
  const given = decidingAnswer(alert)
  const lead = say(leadOf(telling, alert, given), locale)
  const { reportedAt } = alert
  const statement =
    reportedAt === null
      ? say(`owner.statement.${telling}`, locale)
      : say('entered.statement', locale, { when: localTime(reportedAt) })
  const record = recordOf(alert, given, locale)
  const next = nextOf(alert, given)
  return fill({
    lang: negotiate(locale),
    fallbackText: reportedAt === null ? `${lead} ${statement}` : lead,
    tone: given === null && alert.state !== 'closed' ? TONES[telling] : 'emphasis',
    lead,
    statement,
    facts: lines(factsOf(alert, locale)),
    hasRecord: record.length > 0,
    record: lines(record),
    paragraphs: lines([
      ...(alert.askedAt === null ? [] : [say('watch.asked', locale, { when: localTime(alert.askedAt) })]),
      ...(next === null ? [] : [say(next, locale)]),
      ...(telling === 'coaching' && given === null ? [say('asking.kind', locale)] : []),
    ]),
    choices: choicesOf(telling, alert, given).map(({ answer, title }) => ({
      title: say(title, locale),
      consequence: say(consequenceOf(telling, alert, answer), locale),
      data: answerAlert(alert.alertId, answer, telling),
    })),
  })
}

/** The order of the buttons; how grave an answer is, is the domain's order. */
const CHOICES: readonly Answer[] = ['i-did', 'someone-sent-it', 'unknown-to-me']

const gravity = (answer: Answer): number => ANSWERS.indexOf(answer)

/**
 * The gravest answer, and of its kind the newest. A harmless answer takes nothing back, and does not count at all when
 * the case has become worse since: the card asks again.
 */
function decidingAnswer({ answers, state, risenAt = null }: AlertView): AnswerView | null {
  const stillCounts = ({ at }: AnswerView): boolean =>
    risenAt === null ? state !== 'reopened' : at.getTime() >= risenAt.getTime()
  const counted = answers.filter((given) => isWorrying(given.answer) || stillCounts(given))
  return counted.reduce<AnswerView | null>(
    (worst, next) => (worst === null || gravity(next.answer) >= gravity(worst.answer) ? next : worst),
    null,
  )
}

function leadOf(telling: Telling, alert: AlertView, given: AnswerView | null): WordKey {
  if (alert.state === 'superseded') return 'owner.lead.superseded'
  if (alert.reportedAt !== null && alert.state !== 'closed') return enteredLead(alert)
  if (given !== null) return `owner.lead.answered.${given.answer}`
  return alert.state === 'closed' ? 'owner.lead.closed' : `owner.lead.${telling}`
}

/** Who can end the sessions, and whether it was done. A failure is the team's to mend: the reader may hold the account. */
function enteredLead({ steps }: AlertView): WordKey {
  const revoked = steps.filter(({ step }) => step === 'revoke-sessions').at(-1)
  if (revoked === undefined) return 'entered.lead.pending'
  if (revoked.outcome === 'done') return 'entered.lead.done'
  return revoked.why === 'guest-home-organisation' ? 'entered.lead.guest' : 'entered.lead.team'
}

/** What a press does, said before it: nothing is contained where nobody got in, and a grave case is not settled by it. */
function consequenceOf(telling: Telling, alert: AlertView, answer: Answer): WordKey {
  if (isWorrying(answer))
    return telling === 'coaching' ? 'asking.consequence.coaching' : `consequence.worrying.${alert.mode}`
  return settles(alert) ? 'consequence.i-did' : 'asking.consequence.i-did-grave'
}

/** Whether "I did" is the end of it. */
const settles = ({ severity, answers, risenAt = null }: AlertView): boolean =>
  compareSeverity(severity, 'high') < 0 && !isHarmlessSpent(answers, risenAt)

function nextOf(alert: AlertView, given: AnswerView | null): WordKey | null {
  if (alert.state === 'superseded') return null
  if (given !== null && isWorrying(given.answer)) return 'owner.next.worrying'
  if (given !== null) return settles(alert) ? 'owner.next.i-did' : 'owner.next.i-did-grave'
  if (alert.state === 'expired') return 'owner.expired'
  return alert.state === 'escalated' ? 'owner.escalated' : null
}

/** What can still be said: only what is worse than what was said already. */
function choicesOf(telling: Telling, alert: AlertView, given: AnswerView | null): readonly Choice[] {
  if (alert.state === 'superseded') return []
  if (telling === 'notice' && given === null) return [{ answer: 'unknown-to-me', title: 'button.answer.not-me' }]
  return CHOICES.filter((answer) => given === null || gravity(answer) > gravity(given.answer)).map((answer) => ({
    answer,
    title: `button.answer.${answer}` as const,
  }))
}

function factsOf(alert: AlertView, locale: string): readonly string[] {
  if (alert.firstSeen === null) return [say('entered.not-seen', locale)]
  const facts = [
    fact('label.app', locale, appInWords(alert, locale)),
    fact('label.first-seen', locale, localTime(alert.firstSeen).said),
  ]
  if (alert.approvedFrom !== null) {
    facts.push(fact('label.approved-from', locale, placeIn(alert.approvedFrom, locale)))
  }
  if (alert.redeemedFrom !== null) {
    facts.push(fact('label.redeemed-from', locale, placeIn(alert.redeemedFrom, locale)))
  } else if (alert.outcome === 'completed') {
    facts.push(fact('label.redeemed-from', locale, say('place.not-seen', locale)))
  }
  return facts
}

/** The well-known name of the app, or its id: display names in records are chosen by whoever registered it. */
export function appInWords({ appName, appId }: Pick<AlertView, 'appName' | 'appId'>, locale: string): string {
  if (appName !== null) return inert(appName)
  return appId === null ? say('unknown', locale) : say('label.app-unknown', locale, { appId })
}

/** What its owner would notice. What was looked at, marked and watched is the team's: the reader may hold the account. */
const TO_OWNER: ReadonlySet<string> = new Set(['revoke-sessions', 'disable-account', 'disable-new-devices'])
/** Something was really done. */
const isPlain = (why: string | null): boolean => why === null || why === 'not-read-back'

/** The answer that counts, and what was done, also where the security team did it without an answer. */
function recordOf(alert: AlertView, given: AnswerView | null, locale: string): readonly string[] {
  const done = alert.steps.filter(({ step, outcome, why }) => outcome === 'done' && TO_OWNER.has(step) && isPlain(why))
  const record = done.map((step) => stepInWords(step, locale))
  if (done.some(({ step }) => step === 'revoke-sessions')) record.push(say('owner.after-revoke', locale))
  if (given === null) return record
  const answer = { said: say(`answer.${given.answer}`, locale) }
  return [say('owner.answered', locale, { answer, when: localTime(given.at) }), ...record]
}
