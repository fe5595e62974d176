/**
 * Whether somebody gave the reader the code: "our assistant mailed me …", "… came from my manager". A thing gives as
 * well ("the printer gave me …"), so who is named nearest to the giving decides, and where nobody is, what was named before.
 */
import type { Findings } from './findings.js'
import type { Phrases, Topic } from './language/phrases.js'

interface Range {
  readonly start: number
  readonly end: number
}

/** Between the giving and what is given, in UTF-16 units. */
const GIFT_REACH = 40
const SENTENCE_LENGTH_MAX = 200
/** No one tells of so many; each is looked at against all that is named. */
const GIVINGS_MAX = 30
const SENTENCE_END = /[!?。！？।؟\n]|\.(?=\s)/g

const PEOPLE: readonly Topic[] = ['person', 'colleague']
const THINGS: readonly Topic[] = ['thing', 'toolCommand', 'productName', 'machineMark']
/** What the reader did himself. */
const OF_READER: readonly Topic[] = ['alreadyEntered', 'ownAct', 'ownInitiative']
const GIFT_WORDS: readonly Topic[] = ['codeWord']

const rangesOf = (phrases: Phrases, topics: readonly Topic[]): Range[] =>
  topics.flatMap((topic) => [...phrases.all(topic)])

/** Dots within links and codes end nothing: white space follows the end of a sentence. */
function sentenceAround(text: string, { start, end }: Range): Range {
  const from = Math.max(0, start - SENTENCE_LENGTH_MAX)
  const before = [...text.slice(from, start).matchAll(SENTENCE_END)].at(-1)
  const after = text.slice(end, end + SENTENCE_LENGTH_MAX).search(SENTENCE_END)
  return {
    start: before === undefined ? from : from + before.index + 1,
    end: after === -1 ? end + SENTENCE_LENGTH_MAX : end + after,
  }
}

const liesIn = (one: Range, start: number, end: number): boolean => one.start >= start && one.end <= end
const lastOf = (ranges: readonly Range[]): number => Math.max(-1, ...ranges.map((one) => one.end))
const firstOf = (ranges: readonly Range[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...ranges.map((one) => one.start))

export function isGiven({ phrases, source, codes, links }: Findings): boolean {
  if (!phrases.has('gives') || !(codes.length > 0 || links.some((link) => link.kind === 'device-page'))) return false
  const things = rangesOf(phrases, THINGS)
  const people = rangesOf(phrases, PEOPLE)
  const gifts = [...codes, ...links.filter((link) => link.kind === 'device-page'), ...rangesOf(phrases, GIFT_WORDS)]
  const givings = phrases.all('gives')
  if (givings.length > GIVINGS_MAX) return true
  const ofReader = rangesOf(phrases, OF_READER)
  return givings.some((giving) => {
    const sentence = sentenceAround(source.text, giving)
    const within = (ranges: readonly Range[], start: number, end: number): Range[] =>
      ranges.filter((one) => liesIn(one, Math.max(start, sentence.start), Math.min(end, sentence.end)))
    const isParted = (start: number, end: number): boolean => within(things, start, end).length > 0
    const gift = gifts.find(
      (one) =>
        (one.start >= giving.end && one.start - giving.end <= GIFT_REACH && !isParted(giving.end, one.start)) ||
        (one.end <= giving.start && giving.start - one.end <= GIFT_REACH && !isParted(one.end, giving.start)),
    )
    if (gift === undefined || !liesIn({ start: gift.start, end: gift.start }, sentence.start, sentence.end))
      return false
    const isAfter = gift.start >= giving.end
    const peopleBefore = within(people, sentence.start, giving.start)
    const thingsBefore = within(things, sentence.start, giving.start)
    // "I have put it in" is made with "gave" in Hindi, and "I sent" is "he sent" in Russian
    if (peopleBefore.length === 0 && ofReader.some((own) => liesIn(giving, own.start, own.end))) return false
    // where the verb stands last, what is given may be named for a thing: "the boss sent the code of the printer"
    if (!isAfter && peopleBefore.length > 0) return true
    if (peopleBefore.length + thingsBefore.length > 0) return lastOf(peopleBefore) > lastOf(thingsBefore)
    const peopleAfter = within(people, giving.start, sentence.end)
    const thingsAfter = within(things, giving.end, sentence.end)
    if (!isAfter && peopleAfter.length + thingsAfter.length > 0) return firstOf(peopleAfter) < firstOf(thingsAfter)
    return !things.some((one) => one.end <= giving.start)
  })
}

/** Whoever is named last before the code, in its sentence, is where it comes from, whatever verb stands between. */
export function isPersonBeforeCode({ phrases, source, codes }: Findings): boolean {
  const [code] = codes
  if (code === undefined || !phrases.has('person')) return false
  const sentence = sentenceAround(source.text, code)
  const isBefore = (one: Range): boolean => liesIn(one, sentence.start, code.start)
  return lastOf(rangesOf(phrases, PEOPLE).filter(isBefore)) > lastOf(rangesOf(phrases, THINGS).filter(isBefore))
}
