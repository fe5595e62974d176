/**
 * The answer to a question that a language model picked: what was understood stands before the answer, in our words,
 * with all other questions one press away, so that nobody reads an answer to something they never asked.
 */
import { type AskedQuestion, RESOURCE_NAMES } from '../domain/policyStatus/index.js'
import { askPolicy } from './actions.js'
import { dayOf } from './askedHeadline.js'
import { PLATFORMS } from './askedSections.js'
import { inert } from './inert.js'
import { countryName } from './parts.js'
import { QUESTION_TITLES } from './policyQuestions.js'
import type { Card } from './template.js'
import { say } from './words.js'

/** @param question as it was picked, before names in it were looked up */
export function withChosen(card: Card, question: AskedQuestion, locale: string): Card {
  const readAs = say('chosen.read-as', locale, { question: { said: chosenInWords(question, locale) } })
  const note = say('chosen.note', locale)
  const text = { type: 'TextBlock', wrap: true }
  const help = askPolicy({ kind: 'help' })
  const others = { type: 'Action.Execute', title: say(QUESTION_TITLES.help, locale), verb: help.verb, data: help }
  const head = {
    type: 'Container',
    items: [
      { ...text, text: readAs, weight: 'Bolder' },
      { ...text, text: note, isSubtle: true, size: 'Small', spacing: 'Small' },
      ...(question.kind === 'help' ? [] : [{ type: 'ActionSet', spacing: 'Small', actions: [others] }]),
    ],
  }
  const body = Array.isArray(card.body) ? card.body : []
  return { ...card, fallbackText: `${readAs} ${String(card.fallbackText)}`, body: [head, ...body] }
}

export function chosenInWords(question: AskedQuestion, locale: string): string {
  switch (question.kind) {
    case 'people':
      return say(question.only === null ? `button.policy.${question.of}` : `chosen.guests.${question.of}`, locale)
    case 'why-open':
      if (question.who === 'asker') return say('chosen.why-open.you', locale)
      return say('chosen.why-open', locale, { name: { said: whoInWords(question.who, locale) } })
    case 'what-if':
      return whatIfInWords(question, locale)
    case 'device-code-users':
      return say('chosen.device-code-users', locale, { days: question.days })
    case 'drift':
      return say('chosen.drift', locale, { when: dayOf(new Date(question.since)) })
    case 'impact':
    case 'plan':
    case 'risk-policies':
    case 'teams-devices':
      return say(`asked.button.${question.kind}`, locale)
    default:
      return say(QUESTION_TITLES[question.kind], locale)
  }
}

type WhatIf = Extract<AskedQuestion, { readonly kind: 'what-if' }>

function whatIfInWords({ who, from, app, platform }: WhatIf, locale: string): string {
  const parts = [
    `${say('asked.label.person', locale)} ${whoInWords(who, locale)}`,
    ...(from === null ? [] : [`${say('asked.label.from', locale)} ${placeInWords(from, locale)}`]),
    ...(app === null ? [] : [`${say('asked.label.resource', locale)} ${RESOURCE_NAMES[app]}`]),
    ...(platform === null ? [] : [`${say('asked.label.device', locale)} ${PLATFORMS[platform]}`]),
  ]
  return `${say('chosen.what-if', locale)} ${parts.join(' · ')}`
}

const placeInWords = (from: NonNullable<WhatIf['from']>, locale: string): string =>
  'country' in from ? countryName(from.country, locale) : inert(Object.values(from)[0] ?? '')

function whoInWords(who: WhatIf['who'], locale: string): string {
  if (who === 'asker') return say('chosen.you', locale)
  if (who === 'member') return say('asked.member', locale)
  if ('called' in who) return inert(who.called)
  return 'id' in who ? who.id : who.oneOf.join(', ')
}
