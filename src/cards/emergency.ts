/** An emergency access account has signed in: who, when, from where, to which app, and the one thing to do. */
import type { EmergencySignIn, EmergencyView } from '../domain/policyNotices.js'
import { inert } from './inert.js'
import { identityOf, lines, nameOf, placeIn } from './parts.js'
import { fillDrift } from './policyDrift.js'
import { bounded, type Item } from './policyItems.js'
import type { Card } from './template.js'
import { localTime, negotiate, say } from './words.js'

/** The first ones tell who it was; a session in use writes many. */
const SIGN_INS_MAX = 5

export function renderEmergency({ person, signIns }: EmergencyView, locale: string): Card {
  // None known is not none failed.
  if (signIns.length === 0) return unseen(person, locale)
  // Unless every one of them is known to have failed, somebody may be in.
  const hasFailed = signIns.every(({ succeeded }) => succeeded === false)
  const lead = say(hasFailed ? 'emergency.lead.failed' : 'emergency.lead', locale, {
    name: { said: nameOf(person, locale) },
  })
  const account = say('emergency.account', locale, { who: { said: identityOf(person, locale) } })
  return fillDrift({
    lang: negotiate(locale),
    fallbackText: `${lead} ${account}`,
    tone: 'attention',
    lead,
    label: account,
    sections: [
      bounded(
        'emergency.sign-ins',
        [...signIns].sort(gravestFirst).map((signIn) => signInItem(signIn, locale)),
        locale,
        SIGN_INS_MAX,
      ),
    ],
    notes: lines([say('emergency.next', locale)]),
  })
}

function unseen(person: EmergencyView['person'], locale: string): Card {
  const lead = say('emergency.lead.none', locale, { name: { said: nameOf(person, locale) } })
  const account = say('emergency.account', locale, { who: { said: identityOf(person, locale) } })
  return fillDrift({
    lang: negotiate(locale),
    fallbackText: `${lead} ${account}`,
    ...{ tone: 'attention', lead, label: account, sections: [], notes: [] },
  })
}

/** Those that succeeded, or may have, and in which somebody was present. */
const gravestFirst = (one: EmergencySignIn, other: EmergencySignIn): number =>
  weight(one) - weight(other) || String(one.at).localeCompare(String(other.at))
const weight = ({ succeeded, isInteractive }: EmergencySignIn): number =>
  (succeeded === false ? 2 : 0) + (isInteractive === false ? 1 : 0)

function signInItem({ at, app, from, succeeded, isInteractive }: EmergencySignIn, locale: string): Item {
  const when = at === null ? say('unknown', locale) : localTime(new Date(at)).said
  const outcome = say(succeeded === null ? 'unknown' : succeeded ? 'emergency.succeeded' : 'emergency.failed', locale)
  return {
    text: `${when} · ${outcome}`,
    details: lines([
      `${say('label.app', locale)} ${inert(app ?? '') || say('emergency.no-app', locale)}`,
      placeIn(from, locale),
      ...(isInteractive === false ? [say('emergency.unattended', locale)] : []),
    ]),
    url: null,
  }
}
