/** The first sentence of an answer about people, sign-ins and risk, and the mark that stands with it. */
import {
  type DriftAnswer,
  type ListedAnswer,
  PEOPLE_PER_PAGE,
  type UnknownCode,
  type WhatIfAnswer,
  type WhyOpenAnswer,
} from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import type { Headline } from './policyHeadline.js'
import { type Params, say, type WordKey } from './words.js'

export interface AskedHeadline {
  readonly lead: string
  readonly mark: Headline['mark']
  /** In place of the words of the mark. */
  readonly note?: string
}

export const personName = (person: {
  readonly displayName: string | null
  readonly userPrincipalName: string | null
  readonly id: string
}): string => inert(person.displayName ?? '') || inert(person.userPrincipalName ?? '') || inert(person.id)

export function askedHeadline(answer: Exclude<ListedAnswer, DriftAnswer>, locale: string): AskedHeadline {
  const list = (key: WordKey, params: Params = {}): AskedHeadline => ({ lead: say(key, locale, params), mark: 'list' })
  const paged = (key: WordKey, params: Params, { page, total }: { page: number; total: number }): AskedHeadline => {
    const pages = Math.max(1, Math.ceil(total / PEOPLE_PER_PAGE))
    return {
      ...list(key, params),
      ...(pages === 1 ? {} : { note: say('asked.page', locale, { page: page + 1, pages }) }),
    }
  }
  switch (answer.kind) {
    case 'people':
      if (answer.total === 0 && !answer.everyMember && answer.unknowns.some(({ what }) => HIDES_PEOPLE.has(what)))
        return { ...list('policy-lead.left-open-unknown'), mark: 'unknown' }
      if (answer.total === 0) return { ...list('asked.people.none'), mark: answer.everyMember ? 'open' : 'list' }
      return paged(`asked.people.${answer.question.of}`, { count: answer.total }, answer)
    case 'why-open':
      return whyOpen(answer, locale)
    case 'what-if':
      return whatIf(answer, locale)
    case 'risk-policies': {
      // One that was not read may be the broad one.
      if (!answer.policies.some(({ isBroad }) => isBroad) && answer.unknowns.some(({ what }) => what === 'policies'))
        return { ...list('asked.what-if.unknown'), mark: 'unknown' }
      if (answer.policies.length === 0) return list('asked.risk.none')
      return list(answer.policies.some(({ isBroad }) => isBroad) ? 'asked.risk.lead' : 'asked.risk.narrow')
    }
    case 'teams-devices':
      if (answer.total === 0) return list('asked.devices.none')
      return paged('asked.devices.lead', { count: answer.total }, answer)
    case 'device-code-users': {
      const { knownSince, readTo, holes } = answer
      // Of days that nobody has read nothing is claimed.
      const when = dayOf(knownSince ?? answer.since)
      const isWhole = readTo !== null && holes.length === 0 && knownSince !== null && knownSince <= answer.since
      if (answer.total === 0) return { ...list('asked.users.none', { when }), mark: isWhole ? 'list' : 'unknown' }
      return paged('asked.users.lead', { when, count: answer.total }, answer)
    }
    case 'choose':
      return list('desk.sign-ins.several')
    case 'nobody':
      return list(`asked.nobody.${answer.what}`, { name: answer.called })
    case 'too-old':
      return { lead: say('policy-lead.expired', locale), mark: 'unknown' }
  }
}

/** What was not read of these may hold somebody for the list. */
const HIDES_PEOPLE: ReadonlySet<UnknownCode> = new Set([
  'policies',
  'policy-conditions',
  'users',
  'group-members',
  'roles',
  'guests',
])

const OPENNESS = { open: 'open', blocked: 'blocked', emergency: 'partial', unknown: 'unknown' } as const

function whyOpen({ person, openness }: WhyOpenAnswer, locale: string): AskedHeadline {
  const name = { said: personName(person) }
  return { lead: say(`asked.why.${openness}`, locale, { name }), mark: OPENNESS[openness] }
}

function whatIf({ outcome, because, countryUnknown }: WhatIfAnswer, locale: string): AskedHeadline {
  // A block may be one that the country takes away.
  if (because.length > 0 || (countryUnknown && outcome === 'block'))
    return { lead: say('asked.what-if.unknown', locale), mark: 'unknown' }
  const mark = outcome === 'block' ? 'blocked' : outcome === 'allow' ? 'open' : 'partial'
  return { lead: say(`asked.what-if.${outcome}`, locale), mark }
}

/** The day alone, as the reader's client writes it. */
export const dayOf = (instant: Date) => ({ said: `{{DATE(${instant.toISOString().slice(0, 19)}Z, SHORT)}}` })
