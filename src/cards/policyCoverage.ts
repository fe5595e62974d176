/**
 * How many accounts are open and how many blocked, drawn and in words: of the tenant, or where they were not counted of
 * those that policies tell apart.
 */
import { COVERAGE_STATES, type Coverage, type CoverageState, type StatusAnswer } from '../domain/policyStatus/index.js'
import { lines } from './parts.js'
import { NO_PICTURES, type Pictures } from './policyFrame.js'
import type { Section } from './policyItems.js'
import { say } from './words.js'

type Kind = Coverage['counts'][number]['kind']

/** One family a state, a shade a kind. No green, which reads as safe. */
const COLORS: Readonly<Record<CoverageState, Readonly<Record<Kind, string>>>> = {
  open: { members: 'categoricalRed', guests: 'categoricalMarigold', 'resource-accounts': 'categoricalPurple' },
  unknown: { members: 'neutral', guests: 'neutral', 'resource-accounts': 'neutral' },
  blocked: { members: 'categoricalBlue', guests: 'categoricalTeal', 'resource-accounts': 'categoricalLightBlue' },
}

const totalOf = ({ counts }: Coverage): number =>
  counts.reduce((sum, one) => sum + COVERAGE_STATES.reduce((more, state) => more + one[state], 0), 0)

/** Not where the listed few would look like the whole, nor where nothing is known. */
export function coveragePicture({ coverage }: StatusAnswer, locale: string): Pictures {
  if (coverage === null || !isDrawn(coverage)) return NO_PICTURES
  const slices = COVERAGE_STATES.flatMap((state) =>
    coverage.counts.flatMap(({ kind, ...counts }) =>
      counts[state] === 0
        ? []
        : [{ legend: sliceName(kind, state, locale), value: counts[state], color: COLORS[state][kind] }],
    ),
  )
  return { donuts: [{ title: titleOf(coverage, locale), slices }], bars: [] }
}

function isDrawn(coverage: Coverage): boolean {
  if ('read' in coverage.enabled) return coverage.counts.some(({ open, blocked }) => open + blocked > 0)
  return coverage.others === 'blocked' && totalOf(coverage) > 0
}

/** Each line as the picture has it: `Members · open: 14`. */
export function coverageSection({ coverage }: StatusAnswer, locale: string): Section {
  if (coverage === null || totalOf(coverage) === 0) return { title: '', items: [] }
  const counts = coverage.counts.flatMap(({ kind, ...of }) =>
    COVERAGE_STATES.filter((state) => of[state] > 0).map((state) =>
      say('desk.stats.count', locale, { what: { said: sliceName(kind, state, locale) }, count: of[state] }),
    ),
  )
  const [first = '', ...rest] = counts
  const details = lines([...rest, ...besideCounts(coverage, locale)])
  return { title: titleOf(coverage, locale), items: [{ text: first, details, url: null }] }
}

function besideCounts({ enabled, others }: Coverage, locale: string): readonly string[] {
  if ('read' in enabled) return [say('coverage.tenant.left-out', locale)]
  return [say(`coverage.others.${others}`, locale), say('coverage.tenant.unknown', locale, { why: enabled.unread })]
}

const titleOf = (coverage: Coverage, locale: string): string =>
  'read' in coverage.enabled
    ? say('coverage.tenant.section', locale, { count: coverage.enabled.read })
    : say('coverage.section', locale, { count: totalOf(coverage) })

const sliceName = (kind: Kind, state: CoverageState, locale: string): string =>
  `${say(`coverage.${kind}`, locale)} · ${say(`asked.state.${state}`, locale)}`
