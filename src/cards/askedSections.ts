/** What each answer about people, sign-ins and risk shows below its first sentence. */
import {
  type DriftAnswer,
  type ListedAnswer,
  type PeopleAnswer,
  type PersonFinding,
  type PersonLine,
  type PolicyRef,
  RESOURCE_NAMES,
  type RiskPoliciesAnswer,
  type WhatIfAnswer,
} from '../domain/policyStatus/index.js'
import { personName } from './askedHeadline.js'
import { appsSection } from './askedPictures.js'
import { inert } from './inert.js'
import { countryName, lines } from './parts.js'
import { controlsInWords, levelsInWords } from './policyControls.js'
import { bounded, type Item, item, type Section } from './policyItems.js'
import { listOf, policyName, policyNameAndState, thingName } from './policyNames.js'
import { hasWords, localTime, say, type WordKey } from './words.js'

export function askedSections(answer: Exclude<ListedAnswer, DriftAnswer>, locale: string): readonly Section[] {
  return sectionsOf(answer, locale).filter(({ items }) => items.length > 0)
}

function sectionsOf(answer: Exclude<ListedAnswer, DriftAnswer>, locale: string): readonly Section[] {
  switch (answer.kind) {
    case 'people':
      return peopleSections(answer, locale)
    case 'why-open':
      return [
        bounded(
          'asked.section.why',
          answer.why.map((one) => findingItem(one, locale)),
          locale,
        ),
        policies('asked.section.blocking', answer.blocking, locale),
      ]
    case 'what-if':
      return whatIfSections(answer, locale)
    case 'risk-policies':
      return [riskSection(answer, locale)]
    case 'teams-devices':
      return [
        {
          title: say('asked.section.devices', locale),
          items: answer.devices.map((one) => ({
            text: personName(one),
            details: lines([say(`asked.state.${one.openness}`, locale), signInName(one)]),
            url: null,
          })),
        },
        ...(answer.isSwept ? [] : [note('asked.devices.unswept', locale)]),
      ]
    case 'device-code-users':
      return [
        appsSection(answer, locale),
        {
          title: say('asked.section.users', locale),
          items: answer.people.map((one) => {
            const { signIns: count, completed, lastAt } = one
            const line = say('asked.users.line', locale, { count, completed, when: localTime(lastAt) })
            return { text: personName(one), details: lines([signInName(one), line]), url: null }
          }),
        },
      ]
    case 'choose':
    case 'nobody':
    case 'too-old':
      return []
  }
}

const note = (key: WordKey, locale: string): Section => ({
  title: say('policy-detail.note', locale),
  items: [item(say(key, locale), [])],
})

/** The name that nobody else has. */
const signInName = ({ displayName, userPrincipalName, id }: PersonLine): string =>
  displayName === null ? inert(id) : inert(userPrincipalName ?? '') || inert(id)

/** A person is two or three lines. */
const WHY_MAX = 2

function peopleSections({ people, guestTypes, everyMember }: PeopleAnswer, locale: string): readonly Section[] {
  const why = people.map((one) => whyInWords(one, locale))
  // What is true of the whole page is said once.
  const [shared = []] = why
  const isShared = people.length > 1 && why.every((one) => one.join('\n') === shared.join('\n'))
  const listed = people.map((one, index) => {
    const notes = one.isGuest ? ` (${say('asked.guest', locale)})` : ''
    const details = lines([signInName(one), ...(isShared ? [] : (why[index] ?? []))])
    return { text: `${personName(one)}${notes}`, details, url: null }
  })
  const [first, ...more] = isShared ? shared : []
  const sharedItem = first === undefined ? [] : [{ text: first, details: lines(more), url: null }]
  const types = guestTypes.map((id) => {
    const key = `thing.guest-type.${id}`
    return item(hasWords(key) ? say(key, locale) : inert(id), [])
  })
  return [
    { title: say('asked.section.users', locale), items: [...sharedItem, ...listed] },
    { title: say('asked.people.types', locale), items: types },
    ...(everyMember ? [note('asked.people.everyone', locale)] : []),
  ]
}

function whyInWords({ why }: PeopleAnswer['people'][number], locale: string): readonly string[] {
  const codes = why.map((finding) => say(`policy.${finding.code}`, locale))
  const things = why.flatMap(({ things: named }) => named).map((thing) => thingName(thing, locale))
  const named = things.length > 0 ? [`${say('policy-detail.named', locale)} ${listOf(things, locale)}`] : []
  return [...codes.slice(0, WHY_MAX), ...named]
}

function findingItem({ code, things, policies: left }: PersonFinding, locale: string): Item {
  const details: [string, string][] = []
  if (things.length > 0) {
    const names = things.map((thing) => thingName(thing, locale))
    details.push([say('policy-detail.named', locale), listOf(names, locale)])
  }
  if (left.length > 0) details.push([say('policy-detail.policies', locale), listOf(left.map(policyName), locale)])
  return item(say(`policy.${code}`, locale), details)
}

const policies = (title: WordKey, of: readonly PolicyRef[], locale: string): Section =>
  bounded(
    title,
    of.map((policy) => item(policyNameAndState(policy, locale), [])),
    locale,
  )

function whatIfSections(answer: WhatIfAnswer, locale: string): readonly Section[] {
  const { person, place, app, platform, controls, applied, reportOnly } = answer
  const who =
    person === null
      ? say('asked.member', locale)
      : [personName(person), inert(person.userPrincipalName ?? '')].filter((part) => part !== '').join(' · ')
  const details: [string, string][] = [
    [say('asked.label.person', locale), who],
    [say('asked.label.from', locale), placeInWords(place, locale)],
    [say('asked.label.resource', locale), RESOURCE_NAMES[app]],
    [say('asked.label.device', locale), say('asked.device', locale, { platform: { said: PLATFORMS[platform] } })],
  ]
  const needs = controls.filter((control) => control !== 'block')
  if (needs.length > 0) details.push([say('asked.label.controls', locale), controlsInWords(needs, locale)])
  const notes = answer.countryUnknown ? [item(say('asked.country', locale), [])] : []
  const lines = details.map(([label, value]) => item(`${label} ${value}`, []))
  return [
    { title: say('asked.section.sign-in', locale), items: [...lines, ...notes] },
    policies('asked.section.applied', applied, locale),
    policies('asked.section.reporting', reportOnly, locale),
    { title: say('asked.section.graph', locale), items: [graphItem(answer, locale)] },
  ]
}

/** As their makers write them. */
export const PLATFORMS = { windows: 'Windows', macos: 'macOS', linux: 'Linux', ios: 'iOS', android: 'Android' } as const

function placeInWords(place: WhatIfAnswer['place'], locale: string): string {
  const { address, country, locations, trusted } = place
  const asked = country === null ? place.asked : countryName(country, locale)
  const named = locations.map((thing) => thingName(thing, locale))
  const parts = [
    inert(asked ?? '') || say('asked.from-unnamed', locale),
    ...(address !== null && address !== asked ? [inert(address)] : []),
    ...named.filter((name) => name !== inert(asked ?? '')),
    say(trusted ? 'asked.trusted' : 'asked.untrusted', locale),
  ]
  return parts.join(' · ')
}

/** Both answers stand, where they differ. */
function graphItem({ graph, outcome }: WhatIfAnswer, locale: string): Item {
  if (graph.kind === 'agrees') return item(say('asked.graph.agrees', locale), [])
  if (graph.kind === 'unknown') {
    if (graph.why === 'nobody-in-particular') return item(say('asked.graph.no-person', locale), [])
    if (graph.why === 'no-address' || graph.why === 'range') return item(say('asked.graph.no-address', locale), [])
    return item(say('asked.graph.unknown', locale, { why: graph.why }), [])
  }
  const isSameEnd = graph.blocks === (outcome === 'block')
  const key = isSameEnd ? 'asked.graph.policies' : graph.blocks ? 'asked.graph.blocks' : 'asked.graph.allows'
  return item(say(key, locale), [
    [say('policy-detail.policies', locale), listOf(graph.applied.map(policyName), locale)],
  ])
}

const riskSection = ({ policies: found }: RiskPoliciesAnswer, locale: string): Section =>
  bounded(
    'asked.section.risk',
    found.map(({ policy, signIn, user, requires, isBroad }) => {
      const broad: [string, string] = [say('policy-detail.note', locale), say('asked.risk.broad', locale)]
      const line = (label: WordKey, value: string): [string, string][] =>
        value === '' ? [] : [[say(label, locale), value]]
      return item(policyNameAndState(policy, locale), [
        ...line('asked.risk.sign-in', levelsInWords(signIn, locale)),
        ...line('asked.risk.user', levelsInWords(user, locale)),
        ...line('asked.label.controls', controlsInWords(requires, locale)),
        ...(isBroad ? [broad] : []),
      ])
    }),
    locale,
  )
