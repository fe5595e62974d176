/** Who can still sign in with a device code, from where, to what: each row one sentence a person would say. */
import type { OpenOnlyWith, OpenSignIns, StatusAnswer } from '../domain/policyStatus/index.js'
import { inert } from './inert.js'
import { bounded, item, type Section } from './policyItems.js'
import { listFrom, thingName } from './policyNames.js'
import { type Params, say } from './words.js'

/** The widest rows first; a card with more is not read. */
const ROWS_MAX = 4
const NAMES_MAX = 2
/** Graph's words are short; what is longer is none of them. In characters. */
const WORD_LENGTH_MAX = 24

export const openSection = ({ open }: StatusAnswer, locale: string): Section =>
  bounded(
    'status-section.open',
    open.map((row) =>
      item(
        sentenceOf(row, locale),
        row.onlyWith.map((one) => ['•', limitOf(one, locale)]),
      ),
    ),
    locale,
    ROWS_MAX,
  )

function sentenceOf({ who, from, to }: OpenSignIns, locale: string): string {
  const things = (of: readonly Parameters<typeof thingName>[0][]): Params => ({
    names: { said: listFrom(of, (thing) => thingName(thing, locale), locale, NAMES_MAX) },
  })
  return say('status-open.row', locale, {
    who: { said: whoIs(who, locale) },
    from: { said: say(`status-from.${from.kind}`, locale, things(from.things)) },
    to: { said: say(`status-to.${to.kind}`, locale, things(to.things)) },
  })
}

function whoIs(who: OpenSignIns['who'], locale: string): string {
  const said = <T>(of: readonly T[], nameOf: (one: T) => string) => ({
    said: listFrom(of, nameOf, locale, NAMES_MAX),
  })
  // The count stands in the sentence, so the group is named without its own.
  const bare = (thing: Parameters<typeof thingName>[0]): string => inert(thing.displayName ?? '') || inert(thing.id)
  switch (who.kind) {
    case 'everyone':
    case 'every-member':
      return who.except.length === 0
        ? say(`status-who.${who.kind}`, locale)
        : say(`status-who.${who.kind}-but`, locale, { names: said(who.except, bare) })
    case 'guests': {
      if (who.every) return say('status-who.every-guest', locale)
      const names = said(who.types, (id) =>
        thingName({ kind: 'guest-type', id, displayName: null, memberCount: null, emergency: false }, locale),
      )
      return who.tenants.length === 0
        ? say('status-who.guests', locale, { names })
        : say('status-who.guests-of', locale, { names, tenants: said(who.tenants, (id) => inert(id)) })
    }
    case 'group':
      return who.count === null
        ? say('status-who.group-unread', locale, { group: { said: bare(who.group) } })
        : say('status-who.group', locale, { count: who.count, group: { said: bare(who.group) } })
    case 'role':
      return say('status-who.role', locale, { count: who.count ?? 0, role: { said: bare(who.role) } })
    case 'people':
      return say('status-who.people', locale, { count: who.count, names: said(who.some, bare) })
  }
}

const limitOf = ({ limit, only }: OpenOnlyWith, locale: string): string =>
  say(`status-with.${limit}`, locale, {
    names: { said: listFrom(only, (word) => inert(word, WORD_LENGTH_MAX), locale) },
  })
