/**
 * How the team handles a case, on its card: who is on it, until when it is quiet, who would close it and why; the form
 * that closes it; and the links to where it can be looked up what was read.
 */
import type { AlertView, ClosingView, HandledView } from '../domain/notices.js'
import { CLOSE_NOTE_LENGTH_MAX, CLOSE_REASON_CODES } from '../domain/signInAlert/index.js'
import { actOnAlert } from './actions.js'
import type { Fold } from './folds.js'
import { inert } from './inert.js'
import { fact, nameOf } from './parts.js'
import { localTime, say } from './words.js'

export function handlingFacts({ taken, snoozedUntil, closing, state }: AlertView, locale: string): readonly string[] {
  const isOver = state === 'closed' || state === 'superseded'
  return [
    ...(taken === null ? [] : [fact('desk.label.taken', locale, handledBy(taken, locale))]),
    ...(snoozedUntil === null ? [] : [fact('desk.label.snoozed', locale, localTime(snoozedUntil).said)]),
    // A proposal of before it was reopened, or a closing that was undone by news, is none any more.
    ...(closing === null || closing.isProposal === isOver
      ? []
      : [
          fact(isOver ? 'desk.label.closed' : 'desk.label.proposed', locale, handledBy(closing, locale)),
          ...closingInWords(closing, locale),
        ]),
  ]
}

const handledBy = ({ by, at }: HandledView, locale: string): string =>
  `${by === null ? 'Postern' : nameOf(by, locale)} · ${localTime(at).said}`

/** A note is somebody's own words: longer than a name, and inert all the same. */
function closingInWords({ reason, note }: ClosingView, locale: string): readonly string[] {
  if (reason === null) return []
  return [
    `• ${say(`desk.close.${reason}`, locale)}`,
    ...(note === null ? [] : [`• ${inert(note, CLOSE_NOTE_LENGTH_MAX)}`]),
  ]
}

/** Hidden until it is asked for, so that the card stays short. */
export const closeForm = ({ alertId }: AlertView, locale: string) => ({
  closeForm: say('desk.act.close-form', locale),
  closeLabel: say('desk.close.label', locale),
  closeMissing: say('desk.needs-reason', locale),
  closeReasons: CLOSE_REASON_CODES.map((code) => ({ title: say(`desk.close.${code}`, locale), value: code })),
  noteLabel: say('desk.close.note', locale),
  noteMax: CLOSE_NOTE_LENGTH_MAX,
  closes: [{ title: say('button.act.close', locale), data: actOnAlert(alertId, 'close') }],
})

/** Nothing where nobody got a token. That a cloud has no such place is said. */
export function huntingOf({ hunts, outcome, owner }: AlertView, locale: string): readonly Fold[] {
  const isShown = hunts === null ? outcome === 'completed' : hunts.length > 0
  if (!isShown) return []
  const links = (hunts ?? []).map(({ kind, url }) => ({ title: say(`desk.hunt.${kind}`, locale), url }))
  const texts = [
    say('desk.hunt.what', locale, { name: { said: nameOf(owner, locale) } }),
    ...(hunts === null ? [say('desk.hunt.no-portal', locale)] : []),
  ]
  return [{ id: 'hunting', title: 'fold.read', count: null, texts, links }]
}
