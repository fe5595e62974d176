/**
 * The answer to an admin's question about device code flow and Conditional Access.
 *
 * How old the data is stands first where it matters; then the answer in words, what leaves it open and whom, what the
 * recommended design itself leaves open, and what is not known. Unknown is never green, and nothing here is.
 */
import type { Portals } from '../domain/clouds.js'
import type { PolicyAnswer, PolicyQuestion, Unknown } from '../domain/policyStatus/index.js'
import { askPolicy } from './actions.js'
import { inert } from './inert.js'
import type { Button, Tone } from './parts.js'
import { coveragePicture } from './policyCoverage.js'
import { fillFrame, NO_PICTURES } from './policyFrame.js'
import { type Headline, headlineOf } from './policyHeadline.js'
import { bounded, folded, type Item, item, type Section } from './policyItems.js'
import { HELP, QUESTION_TITLES, titleOf } from './policyQuestions.js'
import { sectionsOf } from './policySections.js'
import type { Card } from './template.js'
import { localTime, negotiate, say } from './words.js'

/** @param portals the portals of the tenant's cloud; null shows no links. */
export function renderPolicyAnswer(answer: PolicyAnswer, locale: string, portals: Portals | null = null): Card {
  const headline = headlineOf(answer)
  const lead = say(headline.lead, locale)
  const label = answer.kind === 'help' ? say('asked.help', locale) : labelOf(headline, locale)
  const staleness = stalenessOf(answer.ageMs, locale)
  const isStale = answer.stale && answer.kind !== 'help'
  const frame = {
    staleness: isStale ? staleness : null,
    tone: TONES[headline.mark],
    lead,
    label,
    pictures: answer.kind === 'status' ? coveragePicture(answer, locale) : NO_PICTURES,
    sections: [...sectionsOf(answer, locale, portals), ...notKnown(answer, locale), ...moreQuestions(answer, locale)],
    age: ageOf(answer, locale),
    leading: answer.kind === 'help' ? helpButtons(locale).slice(0, HELP_AT_ONCE) : [],
    executes: buttonsOf(answer, locale),
  }
  return fillFrame(frame, locale)
}

export const TONES: Readonly<Record<Headline['mark'], Tone>> = {
  blocked: 'accent',
  partial: 'warning',
  'report-only': 'attention',
  open: 'attention',
  unknown: 'warning',
  list: 'emphasis',
}

const labelOf = ({ mark }: Headline, locale: string): string => say(`policy-label.${mark}`, locale)

const REASONS_MAX = 3

function notKnown(answer: PolicyAnswer, locale: string): readonly Section[] {
  if (answer.kind === 'help') return []
  const because = answer.kind === 'status' ? answer.because : []
  const [...sections] = unknownSections(answer.unknowns, because, locale)
  // What might change the answer is never folded away.
  const rest = answer.kind === 'status' ? sections.splice(because.length === 0 ? 0 : 1) : []
  return [...sections, ...rest.map((section) => folded(section))]
}

/** What might change the answer comes first; the rest of what is not known after it. */
export function unknownSections(
  unknowns: readonly Unknown[],
  doubted: readonly Unknown['what'][],
  locale: string,
): readonly Section[] {
  const reasons = (of: (unknown: Unknown) => boolean): readonly Item[] =>
    unknowns
      .filter(of)
      .map(({ what, why }) =>
        item(say(`policy.${what}`, locale), [
          [say('policy-detail.reason', locale), inert(why) || say('unknown', locale)],
        ]),
      )
  const silent = doubted.filter((code) => !unknowns.some(({ what }) => what === code))
  return [
    bounded(
      'policy-section.doubts',
      [
        ...reasons(({ what }) => doubted.includes(what)),
        ...silent.map((code) => item(say(`policy.${code}`, locale), [])),
      ],
      locale,
      REASONS_MAX,
    ),
    bounded(
      'policy-section.unknowns',
      reasons(({ what }) => !doubted.includes(what)),
      locale,
      REASONS_MAX,
    ),
  ].filter(({ items }) => items.length > 0)
}

export function ageOf({ takenAt, ageMs }: Pick<PolicyAnswer, 'takenAt' | 'ageMs'>, locale: string): string {
  const at = new Date(takenAt)
  if (Number.isNaN(at.getTime()) || !Number.isFinite(ageMs)) return say('policy-age.unknown', locale)
  return say('policy-age.taken', locale, { when: localTime(at) })
}

export const stalenessOf = (ageMs: number, locale: string): string =>
  say('policy-age.stale', locale, { ago: { said: agoInWords(ageMs, locale) } })

/** `3 hours ago`, in the largest unit that fits. */
function agoInWords(ageMs: number, locale: string): string {
  if (!Number.isFinite(ageMs)) return say('unknown', locale)
  const minutes = Math.round(ageMs / 60_000)
  const format = new Intl.RelativeTimeFormat(negotiate(locale))
  if (minutes < 120) return format.format(-minutes, 'minute')
  return minutes < 48 * 60
    ? format.format(-Math.round(minutes / 60), 'hour')
    : format.format(-Math.round(minutes / 1440), 'day')
}

type QuestionKind = PolicyQuestion['kind']

/** What to ask next, and the same again from fresh data. */
function buttonsOf(answer: PolicyAnswer, locale: string): readonly Button[] {
  const asked = answer.kind === 'expired' ? answer.question.kind : answer.kind
  const next = NEXT[asked].map((kind) => ({ title: say(QUESTION_TITLES[kind], locale), data: askPolicy({ kind }) }))
  if (asked === 'help') return []
  const people: readonly Button[] =
    answer.kind === 'left-open' || answer.kind === 'excluded'
      ? [
          {
            title: say('asked.button.people', locale),
            data: askPolicy({ kind: 'people', of: answer.kind, only: null, page: 0 }),
          },
        ]
      : []
  const isOpen = answer.kind === 'status' && answer.blocked !== 'yes' && answer.blocked !== 'unknown'
  const plan = isOpen ? [{ title: say('asked.button.plan', locale), data: askPolicy({ kind: 'plan' }) }] : []
  return [
    ...plan,
    ...people,
    ...next,
    { title: say('button.policy.refresh', locale), data: askPolicy({ kind: asked }, true) },
  ]
}

/** What every client shows without a menu. */
const HELP_AT_ONCE = 5

const helpButtons = (locale: string): readonly Button[] => [
  ...NEXT.help.map((kind) => ({ title: say(QUESTION_TITLES[kind], locale), data: askPolicy({ kind }) })),
  ...HELP.map((question) => ({ title: titleOf(question, locale), data: askPolicy(question) })),
]

function moreQuestions({ kind }: PolicyAnswer, locale: string): readonly Section[] {
  const buttons = helpButtons(locale).slice(HELP_AT_ONCE)
  if (kind !== 'help' || buttons.length === 0) return []
  return [folded({ title: say('policy-fold.questions', locale, { count: buttons.length }), items: [], buttons })]
}

const NEXT: Readonly<Record<QuestionKind, readonly QuestionKind[]>> = {
  status: ['excluded', 'left-open', 'trusted-locations'],
  excluded: ['status', 'left-open'],
  'left-open': ['status', 'excluded'],
  'trusted-locations': ['status', 'left-open'],
  'emergency-accounts': ['status', 'excluded'],
  'report-only': ['status'],
  help: ['status', 'left-open', 'excluded', 'trusted-locations', 'emergency-accounts', 'report-only'],
}
