/** The recommended policy as a change of what is there: the difference first, then what stands in its way, then what it does. */
import type { PlanAnswer } from '../domain/policyStatus/index.js'
import { askFile, askPolicy, changePolicy } from './actions.js'
import type { Button } from './parts.js'
import { ageOf, stalenessOf, TONES, unknownSections } from './policyAnswer.js'
import { diffSection } from './policyDiff.js'
import { fillFrame, NO_PICTURES } from './policyFrame.js'
import { countLine } from './policyImpact.js'
import { bounded, item, type Section } from './policyItems.js'
import { emergencyItem, weakensLines } from './policyRisk.js'
import { writeLead } from './policyWrite.js'
import type { Card } from './template.js'
import { say, type WordKey } from './words.js'

/** `refusal`: why the press before was not taken. */
export function renderPlan(answer: PlanAnswer, locale: string, refusal: string | null = null): Card {
  const { plan } = answer
  const isRefused = plan.refusals.length > 0
  const isDoubtful = plan.action === 'none' && plan.blocked.now !== 'yes'
  const lead = refusal ?? say(isDoubtful ? doubtOf(answer) : `apply.plan.${plan.action}`, locale)
  const label = isRefused ? say('apply.plan.refused', locale) : say(`policy-label.${labelOf(plan.blocked.now)}`, locale)
  return fillFrame(
    {
      staleness: answer.stale ? stalenessOf(answer.ageMs, locale) : null,
      tone: TONES[isRefused || isDoubtful ? 'unknown' : 'list'],
      lead,
      label,
      pictures: NO_PICTURES,
      sections: [...sectionsOf(answer, locale), ...unknownSections(answer.unknowns, answer.because, locale)],
      age: ageOf(answer, locale),
      executes: buttonsOf(answer, locale),
    },
    locale,
  )
}

/** Nothing to do by what was read, and that is old or not all. */
const doubtOf = ({ plan }: PlanAnswer): WordKey =>
  plan.refusals.length > 0 ? 'policy-lead.expired' : 'policy-lead.status.unknown'

const labelOf = (blocked: PlanAnswer['plan']['blocked']['now']) =>
  blocked === 'yes' ? 'blocked' : blocked === 'no' ? 'open' : blocked

function sectionsOf({ plan, impact, open, digest }: PlanAnswer, locale: string): readonly Section[] {
  const { blocked, emergency, fields, notes, refusals, action } = plan
  const effect =
    action === 'none'
      ? []
      : [
          `${say('apply.plan.now', locale)} ${say(`policy-label.${labelOf(blocked.now)}`, locale)}`,
          `${say('apply.plan.then', locale)} ${say(`policy-label.${labelOf(blocked.enforced)}`, locale)}`,
          ...(impact === null ? [] : [countLine(say('apply.plan.stopped', locale), impact, locale)]),
          ...weakensLines(plan.weakens, locale),
          ...(digest === null ? [say('apply.plan.file-only', locale)] : []),
        ]
  const sections: readonly Section[] = [
    diffSection(fields, locale),
    bounded(
      'apply.plan.todo',
      refusals.map((code) => item(say(`apply.refusal.${code}`, locale), [])),
      locale,
    ),
    { title: say('apply.plan.effect', locale), items: effect.map((text) => item(text, [])) },
    {
      title: say('apply.plan.open', locale),
      items: open === null ? [] : [item(writeLead(open, locale), [])],
    },
    {
      title: say('apply.plan.emergency', locale),
      items: action === 'none' ? [] : emergency.map((one) => emergencyItem(one, locale)),
    },
    bounded(
      'apply.plan.notes',
      notes.map((code) => item(say(`apply.note.${code}`, locale), [])),
      locale,
    ),
  ]
  return sections.filter(({ items }) => items.length > 0)
}

function buttonsOf({ plan, digest, open, applied }: PlanAnswer, locale: string): readonly Button[] {
  const question = { kind: 'plan' } as const
  const needsImpact = plan.refusals.some((code) => code.startsWith('impact-'))
  const isReady = plan.action !== 'none' && plan.refusals.length === 0
  const asked: Button[] = []
  if (open?.state === 'proposed') {
    // What else is open (an undoing, a plan of before) is not what this card shows: its own card has the press.
    if (!open.isUndo && open.digest === digest)
      asked.push({
        title: say('apply.button.confirm', locale),
        data: changePolicy('confirm', open.digest, open.writeId),
      })
    asked.push({
      title: say('apply.button.withdraw', locale),
      data: changePolicy('withdraw', open.digest, open.writeId),
    })
  } else if (isReady && digest !== null && open === null)
    asked.push({ title: say('apply.button.propose', locale), data: changePolicy('propose', digest) })
  const files: Button[] = isReady
    ? [
        { title: say('apply.button.json', locale), data: askFile(question, 'json') },
        { title: say('apply.button.powershell', locale), data: askFile(question, 'ps1') },
        { title: say('apply.button.portal', locale), data: askFile(question, 'txt') },
      ]
    : []
  return [
    ...asked,
    ...(needsImpact ? [{ title: say('apply.button.impact', locale), data: askPolicy({ kind: 'impact' }) }] : []),
    ...files,
    ...(applied !== null && open === null
      ? [{ title: say('apply.button.undo', locale), data: changePolicy('undo', applied.digest, applied.writeId) }]
      : []),
    { title: say('button.policy.refresh', locale), data: askPolicy(question, true) },
  ]
}
