/** What `postern policy status` says beside the answer itself: who is still open, what stands beside it, what to change. */
import type { Portals } from '../domain/clouds.js'
import {
  COVERAGE_STATES,
  type Coverage,
  type Finding,
  LINE_CODES,
  LINE_STATES,
  type NamedThing,
  type OpenSignIns,
  pageUrl,
  policyUrl,
  REMEDIES,
  type StatusLine,
} from '../domain/policyStatus/index.js'
import { sayFinding, sayThing, section } from './policyWords.js'
import { printable } from './printable.js'

const NAMED_MAX = 10

const names = (things: readonly NamedThing[]): string => {
  const shown = things.slice(0, NAMED_MAX).map(nameOf)
  const left = things.length - shown.length
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(', ')
}

const nameOf = ({ displayName, id }: NamedThing): string => {
  if (id === '*') return 'any unnamed internet address'
  return printable(displayName ?? id)
}

/** One line a row: `14 people in Field Engineers, from anywhere, to anything`. */
export function sayOpen({ who, from, to, onlyWith }: OpenSignIns): string {
  const only = onlyWith.map(({ limit, only: words }) =>
    words.length === 0
      ? `only with some ${limit}s`
      : `only with ${limit} ${words.map((text) => printable(text)).join(', ')}`,
  )
  const place = { all: 'from anywhere', 'all-but': 'from anywhere but', only: 'from' }[from.kind]
  const resource = { all: 'to anything', 'all-but': 'to anything but', only: 'to' }[to.kind]
  return [whoIs(who), `${place} ${names(from.things)}`.trim(), `${resource} ${names(to.things)}`.trim(), ...only].join(
    ', ',
  )
}

const people = (count: number | null): string =>
  count === null ? 'members (not read)' : `${count} ${count === 1 ? 'person' : 'people'}`

function whoIs(who: OpenSignIns['who']): string {
  switch (who.kind) {
    case 'everyone':
    case 'every-member': {
      const all = who.kind === 'everyone' ? 'everyone' : 'every member'
      return who.except.length === 0 ? all : `${all} but ${names(who.except)}`
    }
    case 'guests': {
      if (who.every) return 'every guest'
      const of = who.tenants.length === 0 ? '' : ` of ${who.tenants.map((text) => printable(text)).join(', ')}`
      return `guests (${who.types.map((text) => printable(text)).join(', ')})${of}`
    }
    case 'group':
      return `${people(who.count)} in ${nameOf(who.group)}`
    case 'role':
      return `${people(who.count)} with the role ${nameOf(who.role)}`
    case 'people':
      return `${people(who.count)}: ${names(who.some)}`
  }
}

/** How many are open and how many blocked: of the tenant, or where its accounts were not counted of the listed. */
export function sayCoverage(coverage: Coverage | null): readonly string[] {
  if (coverage === null) return []
  const { enabled, counts, others } = coverage
  const said = counts.flatMap(({ kind, ...of }) =>
    COVERAGE_STATES.filter((state) => of[state] > 0).map((state) => `${kind}, ${state}: ${of[state]}`),
  )
  if ('read' in enabled) return section(`Of ${enabled.read} enabled accounts, emergency access left out`, said)
  const whole = `how many accounts the tenant has is not known: ${printable(enabled.unread)}`
  return section('Of the accounts that policies mention', [...said, `everybody else: ${others}`, whole])
}

/** A finding with what to change and where. */
export function sayFindingToChange(finding: Finding, portals: Portals): readonly string[] {
  const { remedy, page, policies } = finding
  const [policy, ...more] = policies
  const url =
    page === 'policies' && policy !== undefined && more.length === 0
      ? policyUrl(portals, policy.id)
      : pageUrl(portals, page)
  return [
    ...sayFinding(finding),
    ...(remedy === null ? [] : [`  change: ${REMEDIES[remedy]}`]),
    ...(url === null ? [] : [`  at ${url}`]),
  ]
}

/** Every line, the worst first. */
export const sayLines = (lines: readonly StatusLine[], portals: Portals): readonly string[] =>
  LINE_STATES.flatMap((state) => lines.filter((one) => one.state === state)).flatMap((one) => sayLine(one, portals))

function sayLine(one: StatusLine, portals: Portals): readonly string[] {
  const about = [
    ...one.policies.slice(0, NAMED_MAX).map(({ displayName }) => `"${printable(displayName)}"`),
    ...one.things.slice(0, NAMED_MAX).map(sayThing),
    ...one.values.slice(0, NAMED_MAX).map((text) => printable(text)),
  ]
  const date =
    one.date === null ? [] : [`  ${one.line === 'managed-policy' ? 'usually not before' : 'last'} ${one.date}`]
  const url = one.state === 'ok' ? null : pageUrl(portals, one.page)
  return [
    `${one.state.padEnd(9)} ${one.code}: ${LINE_CODES[one.code].means}${one.why === null ? '' : ` (${printable(one.why)})`}`,
    ...(about.length === 0 || one.state === 'ok' ? [] : [`  ${about.join(', ')}`]),
    ...date,
    ...(url === null ? [] : [`  at ${url}`]),
  ]
}
