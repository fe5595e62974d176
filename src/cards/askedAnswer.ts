/**
 * Answers about people, single sign-ins and policies on risk: the frame of every policy answer, with lists that turn
 * page by page. How old the data is stands where it does elsewhere, and reading again is one press.
 */
import type { Portals } from '../domain/clouds.js'
import {
  type AskedAnswer,
  type AskedQuestion,
  type KeptQuestion,
  keptQuestion,
  type ListedAnswer,
  type PersonLine,
  POLICY_QUESTIONS,
  type PolicyAnswer,
} from '../domain/policyStatus/index.js'
import { askFile, askPolicy } from './actions.js'
import { askedHeadline } from './askedHeadline.js'
import { appsPicture } from './askedPictures.js'
import { askedSections } from './askedSections.js'
import { renderDriftAnswer } from './driftAnswer.js'
import { inert } from './inert.js'
import type { Button } from './parts.js'
import { ageOf, renderPolicyAnswer, stalenessOf, TONES, unknownSections } from './policyAnswer.js'
import { fillFrame, NO_PICTURES } from './policyFrame.js'
import { renderImpact } from './policyImpact.js'
import { renderPlan } from './policyPlan.js'
import type { Card } from './template.js'
import { localTime, say } from './words.js'

/** A title that every client shows whole. */
const TITLE_LENGTH_MAX = 40
/** And a phone. */
const TITLE_LENGTH_PHONE = 28

/**
 * Of every question about policy, whoever answers it.
 * @param portals the portals of the tenant's cloud; null shows no links.
 */
export const renderAskedAnswer = (
  answer: AskedAnswer | PolicyAnswer,
  locale: string,
  portals: Portals | null = null,
): Card => {
  if (isOfSnapshot(answer)) return renderPolicyAnswer(answer, locale, portals)
  if (answer.kind === 'impact' || answer.kind === 'impact-unknown') return renderImpact(answer, locale)
  return answer.kind === 'plan' ? renderPlan(answer, locale) : render(answer, locale)
}

const OF_SNAPSHOT: readonly string[] = [...POLICY_QUESTIONS, 'expired']
const isOfSnapshot = (answer: AskedAnswer | PolicyAnswer): answer is PolicyAnswer => OF_SNAPSHOT.includes(answer.kind)

function render(answer: ListedAnswer, locale: string): Card {
  if (answer.kind === 'drift') return renderDriftAnswer(answer, locale, buttonsOf(answer, locale))
  const { lead, mark, note } = askedHeadline(answer, locale)
  const label = note ?? say(`policy-label.${mark}`, locale)
  const isStale = 'stale' in answer && answer.stale
  const staleness = 'ageMs' in answer ? stalenessOf(answer.ageMs, locale) : ''
  const frame = {
    staleness: isStale ? staleness : null,
    tone: TONES[mark],
    lead,
    label,
    pictures: answer.kind === 'device-code-users' ? appsPicture(answer, locale) : NO_PICTURES,
    sections: [
      ...askedSections(answer, locale),
      ...('unknowns' in answer ? unknownSections(answer.unknowns, becauseOf(answer), locale) : []),
    ],
    age: ageInWords(answer, locale),
    executes: buttonsOf(answer, locale),
  }
  return fillFrame(frame, locale)
}

const becauseOf = (answer: ListedAnswer) => ('because' in answer ? answer.because : [])

function ageInWords(answer: ListedAnswer, locale: string): string {
  if ('takenAt' in answer) return ageOf(answer, locale)
  if (answer.kind === 'choose' && answer.isCut) return say('asked.choose.more', locale)
  if (answer.kind !== 'device-code-users') return say('asked.help', locale)
  const holes = answer.holes.map(({ from, to }) =>
    say('source.hole', locale, { from: localTime(from), to: localTime(to) }),
  )
  const upTo =
    answer.readTo === null
      ? say('asked.users.unread', locale)
      : say('asked.users.read', locale, { when: localTime(answer.readTo) })
  const read = [upTo, ...holes].join(' ')
  if (answer.logSince !== null)
    return `${read} ${say('asked.users.earlier', locale, { when: localTime(answer.logSince) })}`
  return answer.keptSince === null
    ? read
    : `${read} ${say('desk.kept-since', locale, { when: localTime(answer.keptSince) })}`
}

function buttonsOf(answer: ListedAnswer, locale: string): readonly Button[] {
  switch (answer.kind) {
    case 'nobody':
      return []
    case 'choose':
      return answer.choices.flatMap(({ person, question }) => {
        const kept = keptQuestion(question)
        return kept === null ? [] : [{ title: choiceInWords(person), data: askPolicy(kept) }]
      })
    default: {
      const question = keptQuestion(questionOf(answer))
      if (question === null) return []
      const refresh = { title: say('button.policy.refresh', locale), data: askPolicy(question, true) }
      return [...nextOf(answer, question, locale), refresh]
    }
  }
}

type Answered = Exclude<ListedAnswer, { readonly kind: 'choose' | 'nobody' }>

function questionOf(answer: Answered): AskedQuestion {
  if ('question' in answer) return answer.question
  return answer.kind === 'teams-devices' ? { kind: answer.kind, page: answer.page } : { kind: answer.kind }
}

/** The next page, the whole as a file, or why. */
function nextOf(answer: Answered, question: KeptQuestion, locale: string): readonly Button[] {
  if (answer.kind === 'what-if' && answer.person !== null && answer.outcome !== 'block') {
    const why = keptQuestion({ kind: 'why-open', who: { id: answer.person.id } })
    return why === null ? [] : [{ title: say('asked.button.why', locale), data: askPolicy(why) }]
  }
  if (!('isLast' in answer) || !(question.kind === 'drift' || 'page' in question)) return []
  const more = { title: say('desk.more', locale), data: askPolicy({ ...question, page: answer.page + 1 }) }
  const file = { title: say('asked.button.file', locale), data: askFile(question, 'csv') }
  return [...(answer.isLast ? [] : [more]), ...(answer.total === 0 ? [] : [file])]
}

/** The name they go by and the one that nobody else has, as far as a button holds them. */
function choiceInWords({ displayName, userPrincipalName, id }: PersonLine): string {
  const parts = [inert(displayName ?? ''), inert(userPrincipalName ?? '')].filter((part) => part !== '')
  const whole = parts.length === 0 ? id : parts.join(' · ')
  return whole.length <= TITLE_LENGTH_PHONE ? whole : inert(parts.at(-1) ?? id, TITLE_LENGTH_MAX)
}
