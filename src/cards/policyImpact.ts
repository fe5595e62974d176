/**
 * What a block would have stopped: first how many people, then bars by tool with the same in words, what each tool should
 * use instead, whom an exception would take, and what could not be replayed.
 */
import type { AlternativeCode, ImpactAnswer, ImpactUnknown } from '../domain/policyStatus/index.js'
import { askFile, askPolicy } from './actions.js'
import { inert } from './inert.js'
import { ageOf, stalenessOf, TONES, unknownSections } from './policyAnswer.js'
import { fillFrame } from './policyFrame.js'
import { bounded, type Item, item, type Section } from './policyItems.js'
import type { Card } from './template.js'
import { localTime, say, type WordKey } from './words.js'

/** Bars that a phone shows; the words below have more. */
const BARS_MAX = 6
const PEOPLE_MAX = 8

/** Several tools leave the switch for device codes out; which one it is, the command line says. */
const INSTEAD: Readonly<Record<AlternativeCode, WordKey>> = {
  'az-login-interactive': 'apply.instead.interactive',
  'az-powershell-interactive': 'apply.instead.interactive',
  'graph-powershell-interactive': 'apply.instead.interactive',
  'module-interactive': 'apply.instead.interactive',
  'editor-interactive': 'apply.instead.interactive',
  'git-credential-manager-broker': 'apply.instead.interactive',
  'kubelogin-azurecli': 'apply.instead.interactive',
  'credential-provider-interactive': 'apply.instead.interactive',
  'remote-cloud-shell': 'apply.instead.no-browser',
  'managed-identity': 'apply.instead.managed-identity',
  'workload-identity-federation': 'apply.instead.federation',
  'device-exception': 'apply.instead.exception',
  'resource-account': 'apply.instead.resource-account',
  'find-owner': 'apply.instead.find-owner',
  'suspect-broker': 'apply.instead.suspect',
}

export function renderImpact(answer: ImpactAnswer | ImpactUnknown, locale: string): Card {
  const isKnown = answer.kind === 'impact'
  const lead = isKnown ? leadOf(answer, locale) : say('policy-lead.expired', locale)
  const label = isKnown ? labelOf(answer, locale) : say('policy-label.unknown', locale)
  const mark = isKnown ? markOf(answer) : 'unknown'
  const tools = isKnown ? toolsOf(answer) : []
  const columns = tools.slice(0, BARS_MAX).map((tool) => ({ x: toolName(tool, locale), y: tool.stopped }))
  return fillFrame(
    {
      staleness: answer.stale ? stalenessOf(answer.ageMs, locale) : null,
      tone: TONES[mark],
      lead,
      label,
      pictures: { donuts: [], bars: tools.length === 0 ? [] : [{ title: say('apply.impact.chart', locale), columns }] },
      sections: [...(isKnown ? sectionsOf(answer, locale) : []), ...unknownSections(answer.unknowns, [], locale)],
      age: ageOf(answer, locale),
      executes: [
        { title: say('apply.button.plan', locale), data: askPolicy({ kind: 'plan' }) },
        ...(isKnown && answer.rows.length > 0
          ? [{ title: say('asked.button.file', locale), data: askFile({ kind: 'impact' }, 'csv') }]
          : []),
        { title: say('button.policy.refresh', locale), data: askPolicy({ kind: 'impact' }, true) },
      ],
    },
    locale,
  )
}

function leadOf(answer: ImpactAnswer, locale: string): string {
  const { emergency, total } = answer
  if (emergency.reached.length > 0) return say('apply.impact.emergency', locale)
  if (total.people > 0) return say('apply.impact.lead', locale, { count: total.people })
  return say(isWhole(answer) ? 'apply.impact.none' : 'apply.impact.unsure', locale)
}

function markOf(answer: ImpactAnswer): 'open' | 'unknown' | 'list' {
  if (answer.emergency.reached.length > 0) return 'open'
  return answer.total.people === 0 && !isWhole(answer) ? 'unknown' : 'list'
}

/** Nobody is nobody only where every day is there and nothing in it was left out; what is too old was not asked for. */
const isWhole = ({ period, notReplayed }: ImpactAnswer): boolean =>
  period.coveredDays >= period.askedDays && notReplayed.every(({ why, count }) => why === 'too-old' || count === 0)

function labelOf({ candidate, blocked, assessedAt }: ImpactAnswer, locale: string): string {
  if (candidate.kind === 'none')
    return say(blocked.now === 'yes' ? 'apply.impact.blocked-already' : 'policy-label.unknown', locale)
  return say('apply.impact.label', locale, { name: candidate.displayName ?? '', when: localTime(new Date(assessedAt)) })
}

const toolsOf = ({ tools }: ImpactAnswer) => [...tools].sort((one, other) => other.stopped - one.stopped)
const toolName = ({ name, appId }: ImpactAnswer['tools'][number], locale: string): string =>
  inert(name ?? '') || inert(appId ?? '') || say('unknown', locale)

type Counted = Pick<ImpactAnswer['total'], 'people' | 'stopped' | 'sessions'>
export const countLine = (what: string, { people, stopped, sessions }: Counted, locale: string): string =>
  say('apply.impact.count', locale, { what: { said: what }, people, stopped, sessions })

function sectionsOf(answer: ImpactAnswer, locale: string): readonly Section[] {
  const { emergency, exceptionGroup, period, sorts, total } = answer
  const person = ({ id, name }: { readonly id: string; readonly name: string | null }): Item =>
    item(inert(name ?? '') || inert(id), [])
  const kinds = (['teams-device', 'tool', 'unknown'] as const).filter((sort) => sorts[sort].people > 0)
  const basis = [
    say('apply.impact.days', locale, { covered: period.coveredDays, asked: period.askedDays }),
    ...(total.sessions > 0 ? [say('apply.impact.sessions', locale, { count: total.sessions })] : []),
    ...(emergency.declared ? [] : [say('apply.impact.no-emergency', locale)]),
    ...(answer.assumptions.length > 0 ? [say('apply.impact.assumed', locale)] : []),
  ]
  const sections: readonly Section[] = [
    bounded('policy-section.emergency-hit', emergency.reached.map(person), locale),
    {
      title: say('apply.impact.kinds', locale),
      items: kinds.map((sort) => item(countLine(say(`apply.impact.sort.${sort}`, locale), sorts[sort], locale), [])),
    },
    bounded(
      'apply.impact.tools',
      toolsOf(answer).map((tool) => toolItem(tool, locale)),
      locale,
    ),
    bounded(
      'apply.impact.people',
      answer.rows.map((row) => ({
        text: inert(row.name ?? '') || inert(row.userId),
        details: [
          {
            text: countLine(
              inert(row.appName ?? row.appId ?? '') || say('unknown', locale),
              { ...row, people: 1 },
              locale,
            ),
          },
        ],
        url: null,
      })),
      locale,
      PEOPLE_MAX,
    ),
    bounded('apply.impact.group', exceptionGroup.accounts.map(person), locale),
    bounded('apply.impact.technicians', exceptionGroup.technicians.map(person), locale),
    { title: say('apply.impact.basis', locale), items: basis.map((text) => item(text, [])) },
    bounded(
      'apply.impact.unreplayed',
      answer.notReplayed.map(({ why, count }) => item(`${say(`apply.unreplayed.${why}`, locale)} (${count})`, [])),
      locale,
    ),
  ]
  return sections.filter(({ items }) => items.length > 0)
}

function toolItem(tool: ImpactAnswer['tools'][number], locale: string): Item {
  const ways = [...new Set(tool.instead.map((code) => INSTEAD[code]))]
  const text = countLine(toolName(tool, locale), tool, locale)
  return { text, details: ways.map((key) => ({ text: say(key, locale) })), url: null }
}
