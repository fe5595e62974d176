/** Lines of the team's lists and of a person's own: an alert, a sign-in, a campaign. */
import type { AlertLine, CampaignView, SignInLine } from '../domain/desk/index.js'
import { askDesk, openQuestion } from './actions.js'
import { appInWords } from './ownerAlert.js'
import { type Button, fact, type Line, lines, nameOf, placeIn } from './parts.js'
import { SEVERITY_MARKS } from './severityMarks.js'
import { localTime, say } from './words.js'

export interface Item {
  readonly title: string
  readonly lines: readonly Line[]
  readonly hasExecutes: boolean
  readonly executes: readonly Button[]
}

const item = (title: string, texts: readonly string[], executes: readonly Button[] = []): Item => ({
  title,
  lines: lines(texts),
  hasExecutes: executes.length > 0,
  executes,
})

export function alertItem(alert: AlertLine, locale: string): Item {
  const { alertId, severity, state, owner, firstSeen, takenBy } = alert
  const what = [appInWords(alert, locale), ...(firstSeen === null ? [] : [localTime(firstSeen).said])]
  const taken = takenBy === null ? [] : [fact('desk.label.taken', locale, nameOf(takenBy, locale))]
  return item(
    `${SEVERITY_MARKS[severity]} ${say(`severity.${severity}`, locale)} · ${nameOf(owner, locale)}`,
    [what.join(' · '), say(`state.${state}`, locale), ...taken],
    [{ title: say('desk.show', locale), data: askDesk({ kind: 'alert', id: alertId }) }],
  )
}

/** As the team reads it: how grave, how it stands, and its alert. */
export function signInItem(one: SignInLine, locale: string): Item {
  const { severity, state, alertId } = one
  const stands = state === null ? [] : [say(`state.${state}`, locale)]
  return item(
    signInTitle(one, locale),
    [
      ...placesOf(one, locale),
      [`${SEVERITY_MARKS[severity]} ${say(`severity.${severity}`, locale)}`, ...stands].join(' · '),
    ],
    alertId === null ? [] : [{ title: say('desk.show', locale), data: askDesk({ kind: 'alert', id: alertId }) }],
  )
}

/** As its owner reads it: what was asked and answered. Not why it stands out: whoever took the account may read it. */
export function ownItem(one: SignInLine, locale: string): Item {
  const { answer, isAsked, alertId } = one
  const asked = isAsked
    ? say('desk.mine.open', locale)
    : answer === null
      ? say('desk.mine.not-asked', locale)
      : say('desk.mine.answered', locale, { answer: { said: say(`answer.${answer}`, locale) } })
  const opens = isAsked && alertId !== null
  return item(
    signInTitle(one, locale),
    [...placesOf(one, locale), asked],
    opens ? [{ title: say('desk.questions.answer', locale), data: openQuestion(alertId) }] : [],
  )
}

const signInTitle = (one: SignInLine, locale: string): string =>
  say('desk.sign-in', locale, {
    when: localTime(one.at),
    app: { said: appInWords(one, locale) },
    outcome: { said: say(`outcome.${one.outcome}`, locale) },
  })

const placesOf = ({ from, to }: SignInLine, locale: string): readonly string[] => [
  ...(from === null ? [] : [fact('label.approved-from', locale, placeIn(from, locale))]),
  ...(to === null ? [] : [fact('label.redeemed-from', locale, placeIn(to, locale))]),
]

export function campaignItem(campaign: CampaignView, locale: string): Item {
  const { people, from, to } = campaign
  const title =
    campaign.kind === 'lure'
      ? say('desk.campaign.lure', locale, { count: people })
      : say('desk.campaign.tokens', locale, { count: people, place: { said: placeIn(campaign.place, locale) } })
  return item(title, [say('desk.campaign.span', locale, { from: localTime(from), to: localTime(to) })])
}
