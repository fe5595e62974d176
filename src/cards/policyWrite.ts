/** A change of policy that administrators asked for: what it is, how it stands, and the press that is due. */
import type { PolicyWriteView, WriteState } from '../domain/policyStatus/index.js'
import { askPolicy, changePolicy } from './actions.js'
import { inert } from './inert.js'
import { type Button, nameOf } from './parts.js'
import { TONES } from './policyAnswer.js'
import { diffSection } from './policyDiff.js'
import { fillFrame, NO_PICTURES } from './policyFrame.js'
import { countLine } from './policyImpact.js'
import { bounded, folded, item, type Section } from './policyItems.js'
import { emergencyItem, weakensLines } from './policyRisk.js'
import type { Card } from './template.js'
import { localTime, say } from './words.js'

/** While it is being sent and read back, it is being applied. */
const SHOWN: Readonly<Record<WriteState, Exclude<WriteState, 'sending' | 'checking'>>> = {
  proposed: 'proposed',
  approved: 'approved',
  sending: 'approved',
  checking: 'approved',
  'rolling-back': 'rolling-back',
  applied: 'applied',
  'rolled-back': 'rolled-back',
  'not-rolled-back': 'not-rolled-back',
  failed: 'failed',
  unknown: 'unknown',
  dropped: 'dropped',
}
const MARKS = {
  proposed: 'partial',
  approved: 'list',
  applied: 'blocked',
  'rolling-back': 'open',
  'rolled-back': 'open',
  'not-rolled-back': 'open',
  failed: 'unknown',
  unknown: 'open',
  dropped: 'list',
} as const

export const writeLead = ({ state, proposedBy }: PolicyWriteView, locale: string): string =>
  say(`apply.write.${SHOWN[state]}`, locale, { name: { said: nameOf(proposedBy, locale) } })

export function renderPolicyWrite(write: PolicyWriteView, locale: string): Card {
  const lead = writeLead(write, locale)
  const label =
    write.why === null ? inert(write.policyName ?? '') || say('unknown', locale) : say(`apply.why.${write.why}`, locale)
  return fillFrame(
    {
      staleness: null,
      tone: TONES[MARKS[SHOWN[write.state]]],
      lead,
      label,
      pictures: NO_PICTURES,
      sections: sectionsOf(write, locale),
      age: say('policy-label.list', locale),
      executes: buttonsOf(write, locale),
    },
    locale,
  )
}

/** Taken back, it blocks nobody, and still may be a policy without its flow: Graph need not have given that back. */
const mayLackFlow = ({ state, why, action }: PolicyWriteView): boolean =>
  why === 'flow-lost' && action !== 'create' && (state === 'rolled-back' || state === 'not-rolled-back')

function sectionsOf(write: PolicyWriteView, locale: string): readonly Section[] {
  const { impact, approvedBy, beside, confirmUntil, undoAloneUntil, isDeletion, policyName, state } = write
  const said = (name: string) => ({ said: name })
  const lines = [
    ...(isDeletion ? [say('apply.write.deletes', locale, { name: policyName ?? '' })] : []),
    ...(mayLackFlow(write) ? [say('apply.write.flow-left', locale)] : []),
    ...(approvedBy === null
      ? []
      : [
          say('apply.write.people', locale, {
            first: said(nameOf(write.proposedBy, locale)),
            second: said(nameOf(approvedBy, locale)),
          }),
        ]),
    ...(impact === null ? [] : [countLine(say('apply.plan.stopped', locale), impact, locale)]),
    ...(state === 'proposed' ? [say('apply.write.until', locale, { when: localTime(confirmUntil) })] : []),
    ...(undoAloneUntil === null || write.isUndo
      ? []
      : [say('apply.write.undo-until', locale, { when: localTime(undoAloneUntil) })]),
  ]
  const diff = diffSection(write.fields, locale)
  const effect = { title: say('apply.plan.effect', locale), items: lines.map((text) => item(text, [])) }
  const { weakens = false, emergency = [], notes = [] } = beside ?? {}
  // Whoever is to approve it sees what it could do wrong, and then every field; afterwards what became of it comes first.
  const sections: readonly Section[] =
    state !== 'proposed'
      ? [effect, folded(diff)]
      : [
          { ...effect, items: [...weakensLines(weakens, locale).map((text) => item(text, [])), ...effect.items] },
          bounded(
            'apply.write.spared',
            emergency.map((one) => emergencyItem(one, locale)),
            locale,
          ),
          bounded(
            'apply.plan.notes',
            notes.map((code) => item(say(`apply.note.${code}`, locale), [])),
            locale,
          ),
          diff,
        ]
  return sections.filter(({ items }) => items.length > 0)
}

function buttonsOf({ state, digest, writeId, isUndo, why }: PolicyWriteView, locale: string): readonly Button[] {
  const show = { title: say('apply.button.plan', locale), data: askPolicy({ kind: 'plan' }) }
  if (state === 'proposed')
    return [
      { title: say('apply.button.confirm', locale), data: changePolicy('confirm', digest, writeId) },
      { title: say('apply.button.withdraw', locale), data: changePolicy('withdraw', digest, writeId) },
    ]
  if (state === 'applied' && !isUndo)
    return [{ title: say('apply.button.undo', locale), data: changePolicy('undo', digest, writeId) }, show]
  if (why === 'flow-left')
    return [{ title: say('apply.button.remove', locale), data: changePolicy('remove', digest, writeId) }, show]
  return [show]
}
