/**
 * Where a prompt comes from, as the reader tells it: a thing that stands or runs before him, or somebody. A thing "tells
 * me to" as people do, so its verbs count for people wherever a person or a message is spoken of as well.
 */
import type { Phrases } from './language/phrases.js'

/** What counts for another party's and is not: the verbs of things, and what is said of nobody. */
const NOT_OF_PEOPLE = [
  'thingSays',
  'promptSentence',
  'machineMark',
  'ownInitiative',
  'unattendedDevice',
  'notRequested',
] as const

const isOfPeople = (phrases: Phrases): boolean =>
  phrases.hasOutside(['colleague'], ['ownInitiative']) || phrases.hasOutside(['otherParty'], NOT_OF_PEOPLE)

/** "Nobody mailed me" speaks of a mail that is none. */
const isOfMessage = (phrases: Phrases): boolean =>
  phrases.hasOutside(['message'], ['ownInitiative', 'ownAct', 'notRequested'])

/** A device, a program or its window shows it, and nobody and no message is spoken of. */
export const isThings = (phrases: Phrases): boolean =>
  // "the page where one connects a TV" and "device code flow" speak of none
  (phrases.hasOutside(['thing'], ['devicePageWord', 'aboutFlow', 'codeWord']) || phrases.has('toolCommand')) &&
  !phrases.has('linkDevice') &&
  !isOfPeople(phrases) &&
  !isOfMessage(phrases)

/** Said to the one who is to do it: "for you", "you only type". Asked of the checker it is no order. */
export const addressesDoer = (phrases: Phrases): boolean =>
  phrases.hasOutside(['request'], ['checkRequest']) ||
  phrases.hasOutside(['forReader'], ['checkRequest', 'asksWhether', 'promptSentence', 'machineMark'])
