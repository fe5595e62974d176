/** What each kind of policy answer shows below its first sentence. */

import type { Portals } from '../domain/clouds.js'
import {
  type EmergencyAccountsAnswer,
  type ExcludedAnswer,
  type Finding,
  type LeftOpenAnswer,
  type NamedThing,
  type PolicyAnswer,
  type PolicyRef,
  pageUrl,
  policyUrl,
  type StatusAnswer,
  type ThingKind,
  type TrustedLocationsAnswer,
} from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { coverageSection } from './policyCoverage.js'
import { bounded, folded, type Item, item, type Section } from './policyItems.js'
import { linesSection } from './policyLines.js'
import { listFrom, listOf, policyName, policyNameAndState, thingName } from './policyNames.js'
import { openSection } from './policyOpen.js'
import { say, type WordKey } from './words.js'

/** The worst stand first; each carries what to change, so that fewer fit. */
const FINDINGS_MAX = 4
/** The rest stands behind a button: a phone shows what to do first. */
const GAPS_AT_ONCE = 2
const NAMES_MAX = 2

/** @param portals where findings can be changed; null shows no links. */
export function sectionsOf(answer: PolicyAnswer, locale: string, portals: Portals | null): readonly Section[] {
  const sections = (() => {
    switch (answer.kind) {
      case 'status':
        return statusSections(answer, locale, portals)
      case 'excluded':
        return [excludedSection(answer, locale)]
      case 'left-open':
        return leftOpenSections(answer, locale)
      case 'trusted-locations':
        return [trustedSection(answer, locale)]
      case 'emergency-accounts':
        return emergencySections(answer, locale)
      case 'report-only':
        return [policiesSection('policy-section.report-only', answer.policies, locale)]
      case 'help':
      case 'expired':
        return []
    }
  })()
  return sections.filter(({ items }) => items.length > 0)
}

function statusSections(answer: StatusAnswer, locale: string, portals: Portals | null): readonly Section[] {
  const findings = (title: WordKey, of: readonly Finding[]): Section =>
    bounded(
      title,
      of.map((finding, index) => findingItem(finding, of[index - 1], locale, portals)),
      locale,
      FINDINGS_MAX,
    )
  const gaps = findings('policy-section.gaps', answer.gaps)
  // Nothing is known: what was read is no answer, and stands behind buttons.
  if (answer.blocked === 'unknown')
    return [
      folded({ ...openSection(answer, locale), title: say('policy-fold.open', locale, { count: answer.open.length }) }),
      folded(gaps),
      linesSection(answer, locale, portals),
      folded(findings('policy-section.residual', answer.residual)),
    ]
  const left = gaps.items.slice(GAPS_AT_ONCE)
  const more = say('policy-fold.gaps', locale, { count: answer.gaps.length - GAPS_AT_ONCE })
  return [
    { ...openSection(answer, locale), isFirst: true },
    coverageSection(answer, locale),
    { ...gaps, items: gaps.items.slice(0, GAPS_AT_ONCE) },
    folded({ title: more, items: left }),
    linesSection(answer, locale, portals),
    folded(findings('policy-section.residual', answer.residual)),
  ]
}

/** What the named things of a finding are to it: some are all that is covered, others are what is left out. */
const COVERED: readonly Finding['code'][] = [
  'not-all-users',
  'not-all-resources',
  'not-any-location',
  'client-app-limited',
  'platform-limited',
  'risk-limited',
]
const NAMED: readonly Finding['code'][] = ['guests-not-covered', 'trusted-networks-open', 'emergency-accounts-open']

function thingsLabel(code: Finding['code']): WordKey {
  if (COVERED.includes(code)) return 'policy-detail.covered'
  return NAMED.includes(code) ? 'policy-detail.named' : 'policy-detail.left-out'
}

/** @param before what stands above it: the same change in the same place is said once. */
function findingItem(finding: Finding, before: Finding | undefined, locale: string, portals: Portals | null): Item {
  const { code, policies, things, peopleCount, remedy, page } = finding
  const details: [string, string][] = []
  if (things.length > 0)
    details.push([
      say(thingsLabel(code), locale),
      listFrom(things, (thing) => thingName(thing, locale), locale, NAMES_MAX),
    ])
  if (peopleCount !== null)
    details.push([say('policy-detail.people', locale), say('count', locale, { count: peopleCount })])
  if (policies.length > 0)
    details.push([say('policy-detail.policies', locale), listFrom(policies, policyName, locale, NAMES_MAX)])
  const isSaid = remedy !== null && before?.remedy === remedy && before.page === page
  if (remedy !== null && !isSaid)
    details.push([say('status-detail.change', locale), say(`status-change.${remedy}`, locale)])
  if (!isSaid) details.push([say('status-detail.where', locale), say(`status-page.${page}`, locale)])
  return item(say(`policy.${code}`, locale), details, portals && urlOf(finding, portals))
}

/** The one policy it is about, or the page. */
function urlOf({ policies: [policy, ...more], page }: Finding, portals: Portals): string | null {
  return page === 'policies' && policy !== undefined && more.length === 0
    ? policyUrl(portals, policy.id)
    : pageUrl(portals, page)
}

const names = (things: readonly NamedThing[], locale: string): string =>
  listOf(
    things.map((thing) => thingName(thing, locale)),
    locale,
  )

const KINDS: readonly (readonly [ThingKind, WordKey])[] = [
  ['user', 'policy-detail.users'],
  ['group', 'policy-detail.groups'],
  ['role', 'policy-detail.roles'],
  ['guest-type', 'policy-detail.guests'],
  ['tenant', 'policy-detail.tenants'],
]

const excludedSection = ({ policies }: ExcludedAnswer, locale: string): Section =>
  bounded(
    'policy-section.excluded',
    policies.map(({ policy, excluded }) => {
      const details = KINDS.flatMap(([kind, label]): [string, string][] => {
        const things = excluded.filter((thing) => thing.kind === kind)
        return things.length === 0 ? [] : [[say(label, locale), names(things, locale)]]
      })
      const none: [string, string] = [say('policy-detail.users', locale), say('policy-detail.none', locale)]
      return item(policyNameAndState(policy, locale), details.length === 0 ? [none] : details)
    }),
    locale,
  )

function leftOpenSections(answer: LeftOpenAnswer, locale: string): readonly Section[] {
  const guests = answer.guestTypes.map(
    (id): NamedThing => ({
      kind: 'guest-type',
      id,
      displayName: null,
      memberCount: null,
      emergency: false,
    }),
  )
  const who: readonly (readonly [WordKey, readonly NamedThing[]])[] = [
    ['policy-detail.groups', answer.groups],
    ['policy-detail.roles', answer.roles],
    ['policy-detail.guests', guests],
    ['policy-detail.users', answer.users],
  ]
  const line = ([label, things]: readonly [WordKey, readonly NamedThing[]]): readonly Item[] =>
    things.length === 0 ? [] : [item(say(label, locale), [['•', names(things, locale)]])]
  return [
    { title: say('policy-section.left-open-who', locale), items: who.flatMap(line) },
    { title: say('policy-section.left-open-from', locale), items: line(['policy-detail.places', answer.from]) },
  ]
}

const trustedSection = ({ locations }: TrustedLocationsAnswer, locale: string): Section =>
  bounded(
    'policy-section.trusted',
    locations.map(({ location, cidrs, ipv4Only, policies }) =>
      item(thingName(location, locale), [
        [
          say('policy-detail.ranges', locale),
          listOf(
            cidrs.map((cidr) => inert(cidr)),
            locale,
          ),
        ],
        ...(ipv4Only ? [[say('policy-detail.note', locale), say('policy-detail.ipv4-only', locale)] as const] : []),
        ...(policies.length > 0
          ? [[say('policy-detail.excluded-by', locale), listOf(policies.map(policyName), locale)] as const]
          : []),
      ]),
    ),
    locale,
  )

function emergencySections({ users, groups, hitBy }: EmergencyAccountsAnswer, locale: string): readonly Section[] {
  const declared = [...users, ...groups].map((thing) => item(thingName({ ...thing, emergency: false }, locale), []))
  return [
    bounded('policy-section.emergency', declared, locale),
    policiesSection('policy-section.emergency-hit', hitBy, locale),
  ]
}

const policiesSection = (title: WordKey, policies: readonly PolicyRef[], locale: string): Section =>
  bounded(
    title,
    policies.map((policy) =>
      item(policyNameAndState(policy, locale), [
        [
          say('policy-detail.device-code', locale),
          say(policy.namesDeviceCodeFlow ? 'policy-detail.names-it' : 'policy-detail.does-not-name-it', locale),
        ],
      ]),
    ),
    locale,
  )
