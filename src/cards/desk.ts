/** The answers to what the security team asks of its cases, and to what a person asks of their own sign-ins. */
import type { DeskAnswer, OwnAnswer, PersonChoice } from '../domain/desk/index.js'
import { askDesk } from './actions.js'
import { alertItem, campaignItem, type Item, ownItem, signInItem } from './deskItems.js'
import { renderStats } from './deskStats.js'
import { inert } from './inert.js'
import { renderOwnerAlert } from './ownerAlert.js'
import { type Button, lines, nameOf } from './parts.js'
import { renderTeamAlert } from './teamAlert.js'
import { type Card, layout } from './template.js'
import file from './templates/desk-list.json' with { type: 'json' }
import { localTime, negotiate, say } from './words.js'

const fill = layout(file)

/** A title that every client shows whole. */
const TITLE_LENGTH_MAX = 40

interface Rest {
  readonly items?: readonly Item[]
  readonly notes?: readonly string[]
  readonly executes?: readonly Button[]
}

const list = (lead: string, locale: string, { items = [], notes = [], executes = [] }: Rest = {}): Card =>
  fill({
    lang: negotiate(locale),
    fallbackText: lead,
    lead,
    items,
    notes: lines(notes),
    hasExecutes: executes.length > 0,
    executes,
  })

/** Everything but a refusal, which is a sentence. */
export function renderDeskAnswer(answer: Exclude<DeskAnswer, { kind: 'refused' }>, locale: string): Card {
  switch (answer.kind) {
    case 'alert':
      return renderTeamAlert({ kind: 'team-alert', alert: answer.alert }, locale)
    case 'no-alert':
      return list(say(`desk.alert.${answer.why}`, locale), locale)
    case 'alerts':
      return renderAlerts(answer, locale)
    case 'sign-ins':
      return renderSignIns(answer, locale)
    case 'people':
      return list(say('desk.sign-ins.several', locale), locale, {
        executes: answer.people.map((person) => ({
          title: choiceInWords(person),
          data: askDesk({ kind: 'sign-ins-of', person: person.userId, days: answer.days }),
        })),
      })
    case 'nobody':
      return list(say('desk.sign-ins.nobody', locale, { name: answer.called }), locale, {
        notes: [reachInWords(answer.keptSince, locale)],
      })
    case 'campaigns': {
      const { campaigns } = answer
      if (campaigns.length === 0) return list(say('desk.campaigns.none', locale), locale)
      const lead = say('desk.campaigns.lead', locale, { count: campaigns.length })
      return list(lead, locale, { items: campaigns.map((campaign) => campaignItem(campaign, locale)) })
    }
    case 'stats':
      return renderStats(answer.stats, locale)
  }
}

function renderAlerts({ alerts, total, page, isLast }: Extract<DeskAnswer, { kind: 'alerts' }>, locale: string): Card {
  if (total === 0) return list(say('desk.alerts.none', locale), locale)
  return list(say('desk.alerts.lead', locale, { count: total }), locale, {
    items: alerts.map((alert) => alertItem(alert, locale)),
    executes: isLast ? [] : [{ title: say('desk.more', locale), data: askDesk({ kind: 'alerts', page: page + 1 }) }],
  })
}

function renderSignIns(answer: Extract<DeskAnswer, { kind: 'sign-ins' }>, locale: string): Card {
  const { person, since, total, signIns, keptSince } = answer
  const lead = say(total === 0 ? 'desk.sign-ins.none' : 'desk.sign-ins.lead', locale, {
    name: { said: nameOf(person, locale) },
    when: localTime(since),
    count: total,
  })
  return list(lead, locale, {
    items: signIns.map((one) => signInItem(one, locale)),
    notes: [...moreThan(signIns, total, locale), reachInWords(keptSince, locale)],
  })
}

export function renderOwnAnswer(answer: OwnAnswer, locale: string): Card {
  switch (answer.kind) {
    case 'own-question':
      return renderOwnerAlert({ kind: 'owner-alert', telling: answer.telling, alert: answer.alert }, locale)
    case 'own-questions': {
      const { questions } = answer
      if (questions.length === 0) return list(say('desk.questions.none', locale), locale)
      const lead = say('desk.questions.lead', locale, { count: questions.length })
      return list(lead, locale, { items: questions.map((one) => ownItem(one, locale)) })
    }
    case 'own-sign-ins': {
      const { since, total, signIns, keptSince } = answer
      const key = total === 0 ? 'desk.mine.none' : 'desk.mine.lead'
      return list(say(key, locale, { when: localTime(since), count: total }), locale, {
        items: signIns.map((one) => ownItem(one, locale)),
        notes: [
          ...moreThan(signIns, total, locale),
          ...(total === 0 ? [] : [say('desk.mine.wrong', locale)]),
          reachInWords(keptSince, locale),
        ],
      })
    }
  }
}

const moreThan = (shown: readonly unknown[], total: number, locale: string): readonly string[] =>
  total > shown.length ? [say('and-more', locale, { count: total - shown.length })] : []

const reachInWords = (keptSince: Date | null, locale: string): string =>
  keptSince === null ? say('desk.kept-nothing', locale) : say('desk.kept-since', locale, { when: localTime(keptSince) })

/** The name they go by and the one that nobody else has, as far as a button holds them. */
function choiceInWords({ displayName, userPrincipalName, userId }: PersonChoice): string {
  const parts = [inert(displayName ?? ''), inert(userPrincipalName ?? '')].filter((part) => part !== '')
  const whole = parts.length === 0 ? userId : parts.join(' · ')
  return whole.length <= TITLE_LENGTH_MAX ? whole : inert(parts.at(-1) ?? userId, TITLE_LENGTH_MAX)
}
