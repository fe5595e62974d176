/** What the policy commands say alike: findings, names of the tenant made fit for a terminal, and what is not known. */
import {
  type Answered,
  type Finding,
  type NamedThing,
  POLICY_CODES,
  type StatusAnswer,
  type Unknown,
} from '../domain/policyStatus/index.js'
import { printable } from './printable.js'

const SHOWN_MAX = 20
const MINUTE_MS = 60 * 1000

export const BLOCKED_LINES: Readonly<Record<StatusAnswer['blocked'], string>> = {
  yes: 'Device code flow is blocked outside trusted networks.',
  partial: 'Device code flow is blocked for some sign-ins only.',
  'report-only': 'Device code flow is not blocked: the policy only reports.',
  no: 'Device code flow is not blocked.',
  unknown: 'It is not known whether device code flow is blocked.',
}

/** Nothing while the data is fresh. */
export const sayAge = ({ stale, ageMs, takenAt }: Answered): readonly string[] =>
  stale ? [`The data is ${Math.floor(ageMs / MINUTE_MS)} minutes old (${takenAt}).`] : []

export function sayFinding({ code, policies, things, peopleCount }: Finding): readonly string[] {
  const named = policies.map(({ displayName }) => `"${printable(displayName)}"`).join(', ')
  return [
    `${code}: ${POLICY_CODES[code]}${peopleCount === null ? '' : ` (${peopleCount})`}`,
    ...(named === '' ? [] : [`  in ${named}`]),
    ...atMost(things.map((thing) => `  ${thing.kind} ${sayThing(thing)}`)),
  ]
}

export function sayThing({ id, displayName, memberCount, emergency }: NamedThing): string {
  const members = memberCount === null ? '' : `, ${memberCount} ${memberCount === 1 ? 'member' : 'members'}`
  return `${nameAndId(displayName, id)}${members}${emergency ? ', emergency access' : ''}`
}

export const nameAndId = (name: string | null, id: string): string =>
  name === null ? printable(id) : `${printable(name)} (${printable(id)})`

export const sayUnknowns = (unknowns: readonly Unknown[]): readonly string[] =>
  section(
    'Not known',
    unknowns.map(({ what, why }) => `${what}: ${POLICY_CODES[what]} (${printable(why)})`),
  )

export const section = (title: string, lines: readonly string[], max = SHOWN_MAX): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...atMost(lines, max).map((line) => `  ${line}`)]

export const atMost = (lines: readonly string[], max = SHOWN_MAX): readonly string[] =>
  lines.length <= max ? lines : [...lines.slice(0, max), `… and ${lines.length - max} more (--json has all)`]

/** `1 person`, `2 people`. */
export const many = (count: number, one: string, other = `${one}s`): string => `${count} ${count === 1 ? one : other}`
