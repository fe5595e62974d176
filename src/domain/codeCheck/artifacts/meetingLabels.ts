/** "Meeting ID:", "Passcode:" in the languages that invitations are written in. */
import labels from '../data/meetingLabels.json' with { type: 'json' }
import { foldCharacter, isAscii } from '../language/folding.js'
import { PhraseMatcher } from '../language/phraseMatcher.js'

type LabelKind = 'id' | 'passcode'

const MATCHER = new PhraseMatcher<LabelKind>(
  Object.entries(labels).flatMap(([language, row]) =>
    (['id', 'passcode'] as const).flatMap((topic) =>
      row[topic].split('|').map((phrase) => ({ topic, phrase, language })),
    ),
  ),
)

export interface MeetingLabel {
  readonly kind: LabelKind
  readonly start: number
  readonly end: number
}

/** Folded unit for unit: a letter that folds to more than one unit stays as it is. */
function foldInPlace(text: string): string {
  if (isAscii(text)) return text.replace(/[^ -\x7f]/g, ' ').toLowerCase()
  const units: string[] = []
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index] ?? ''
    const folded = unit <= ' ' ? ' ' : foldCharacter(unit)
    units.push(folded.length === 1 ? folded : unit)
  }
  return units.join('')
}

/** Every label, in the order of their ends; of those that end together only the longest. */
export function findMeetingLabels(text: string): MeetingLabel[] {
  const found: MeetingLabel[] = []
  for (const { topic, start, end } of MATCHER.find(foldInPlace(text))) {
    const last = found.at(-1)
    if (last !== undefined && last.end === end && last.kind === topic && last.start <= start) continue
    found.push({ kind: topic, start, end })
  }
  return found
}
