/** Small pieces that several cards share: labelled lines, buttons, names and places in words. */
import type { PersonView, PlaceView } from '../domain/notices.js'
import type { CardAction } from './actions.js'
import { inert } from './inert.js'
import { negotiate, say, type WordKey } from './words.js'

export interface Button {
  readonly title: string
  readonly data: CardAction
}

export interface Line {
  readonly text: string
}

/** Adaptive Cards container styles. Colour never speaks alone: a word stands beside it. */
export type Tone = 'default' | 'emphasis' | 'accent' | 'warning' | 'attention'

/** A line `Label: value`, the label bold. The value has been made inert. */
export const fact = (label: WordKey, locale: string, value: string): string => `**${say(label, locale)}** ${value}`

export const lines = (texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text }))

/** The name of a person inside a sentence; without one, the sign-in name; without either, a plain noun. */
export function nameOf(person: PersonView, locale: string): string {
  return inert(person.displayName ?? '') || inert(person.userPrincipalName ?? '') || say('unnamed-person', locale)
}

/** Name and sign-in name, since the first alone can be chosen to mislead. */
export function identityOf(person: PersonView, locale: string): string {
  const name = inert(person.displayName ?? '')
  const signInName = inert(person.userPrincipalName ?? '')
  if (name === '' && signInName === '') return `${say('unknown', locale)} (${person.userId})`
  return [name, signInName].filter((part) => part !== '').join(' · ')
}

/** City, country, address and whose network: as far as the record says, and whether the network is the organisation's. */
export function placeIn(place: PlaceView, locale: string): string {
  const where = [inert(place.city ?? ''), countryName(place.countryOrRegion ?? '', locale)].filter(isSaid)
  const from = [
    inert(place.ipAddress ?? ''),
    networkIn(place.network ?? '', locale),
    place.trusted ? say('place.network-trusted', locale) : '',
  ].filter(isSaid)
  if (where.length + from.length === 0) return say('unknown', locale)
  return [...(where.length > 0 ? where : [say('asking.place-unknown', locale)]), ...from].join(' · ')
}

const isSaid = (part: string): boolean => part !== ''

/** A number tells people nothing, so it never stands alone. */
function networkIn(network: string, locale: string): string {
  const number = /^AS(\d{1,10})$/.exec(network)?.[1]
  return number === undefined ? inert(network) : say('asking.network-number', locale, { number })
}

export function countryName(code: string, locale: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return inert(code)
  return new Intl.DisplayNames([negotiate(locale)], { type: 'region' }).of(code.toUpperCase()) ?? inert(code)
}
