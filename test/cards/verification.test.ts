import { describe, expect, it } from 'vitest'
import { renderVerdict, type VerdictOptions } from '../../src/cards/index.js'
import { hasWords, LOCALES } from '../../src/cards/words.js'
import { VERDICTS } from '../../src/domain/codeCheck/index.js'
import {
  type MeetingVerification,
  type SenderVerification,
  UNVERIFIED_REASONS,
  type Verification,
} from '../../src/domain/codeCheck/verification/index.js'
import { effectsIn, problemsOf, textsOf } from './checks.js'
import { CHECK_ID, HOSTILE_NAMES, phishing } from './examples.js'

const AT = new Date('2026-03-02T08:01:30Z')
const inCalendar: Extract<MeetingVerification, { state: 'in-your-calendar' }> = {
  state: 'in-your-calendar',
  subject: 'Budget',
  start: new Date('2026-03-02T09:00:00Z'),
  isCancelled: false,
  isAnswered: true,
  organiserAddress: 'marta@halyard.example',
  others: 0,
}
const outsider: SenderVerification = { state: 'external', isProven: true, posesAsInside: false, address: null }
const invitation = { ...phishing, verdict: 'legitimate-meeting', advice: ['format-fits'] } as const

const render = (verification: Partial<Verification> | null, change: Partial<VerdictOptions> = {}) =>
  renderVerdict({
    ...{ check: invitation, checkId: CHECK_ID, place: 'personal', locale: 'en' },
    verification: verification === null ? null : { meeting: null, sender: null, at: AT, ...verification },
    ...change,
  })
const textOf = (...options: Parameters<typeof render>) => textsOf(render(...options)).join('\n')

const MEETINGS: readonly MeetingVerification[] = [
  inCalendar,
  { ...inCalendar, start: null, isCancelled: true, isAnswered: false, others: 2 },
  { state: 'organised-here', subject: null, others: 1 },
  { state: 'not-found' },
  ...UNVERIFIED_REASONS.map((why) => ({ state: 'unavailable', why }) as const),
]
const SENDERS: readonly SenderVerification[] = [
  ...(['colleague', 'guest', 'external', 'unknown'] as const).flatMap((state) => [
    { ...outsider, state },
    { ...outsider, state, isProven: false, address: 'oscar@northquay.example', posesAsInside: true },
  ]),
  ...UNVERIFIED_REASONS.map((why) => ({ state: 'unavailable', why }) as const),
]

describe('the lines of a verification', () => {
  it('say that the meeting is in the calendar, when, and when that was looked up', () => {
    const texts = textsOf(render({ meeting: inCalendar }))
    expect(texts).toContain('What your organisation’s data says')
    expect(texts).toContain(
      '📅 In your calendar: “Budget”, {{DATE(2026-03-02T09:00:00Z, SHORT)}} {{TIME(2026-03-02T09:00:00Z)}}',
    )
    expect(texts).toContain('Checked {{DATE(2026-03-02T08:01:30Z, SHORT)}} {{TIME(2026-03-02T08:01:30Z)}}.')
  })

  it('say of an invitation that nobody answered what it is worth, and whose it says it is', () => {
    const text = textOf({ meeting: { ...inCalendar, isAnswered: false } })
    expect(text).toContain('anyone can send one. It says that it is from marta@halyard.example.')
    expect(textOf({ meeting: inCalendar })).not.toContain('anyone can send one')
    const nameless = textOf({ meeting: { ...inCalendar, isAnswered: false, organiserAddress: null } })
    expect(nameless).toContain('and anyone can send one.')
  })

  it('say that it was cancelled', () => {
    expect(textOf({ meeting: { ...inCalendar, isCancelled: true } })).toContain('This meeting was cancelled.')
  })

  it('say how much else in the message was not verified', () => {
    expect(textOf({ meeting: { ...inCalendar, others: 2 } })).toContain('that I could not verify: 2')
    expect(textOf({ meeting: inCalendar })).not.toContain('could not verify')
  })

  it('never call a meeting false that was not found', () => {
    for (const locale of LOCALES) {
      const text = textOf({ meeting: { state: 'not-found' } }, { locale })
      expect(text).not.toMatch(/\bfake\b|does not exist|gibt es nicht|gefälscht/i)
    }
    expect(textOf({ meeting: { state: 'not-found' } })).toContain('That alone does not make it false')
  })

  it.each(VERDICTS)('do not reassure beside the verdict %s, unless it is that of an ordinary message', (verdict) => {
    const said = textOf({ meeting: inCalendar }, { check: { ...invitation, verdict } })
    const isOrdinary = verdict === 'legitimate-meeting' || verdict === 'unrelated'
    expect(said.includes('does not make this message harmless')).toBe(!isOrdinary)
  })

  it('give the reason where something could not be looked up', () => {
    const text = textOf({ meeting: { state: 'unavailable', why: 'out-of-time' } })
    expect(text).toContain('I could not verify this meeting: the answer took too long.')
    for (const why of UNVERIFIED_REASONS) expect(hasWords(`verified.why.${why}`)).toBe(true)
  })

  it('say who the sender is as far as that is proven', () => {
    expect(textOf({ sender: outsider })).toContain('The sender is not in your organisation.')
    const claim: SenderVerification = {
      ...outsider,
      state: 'colleague',
      isProven: false,
      address: 'marta@halyard.example',
    }
    const text = textOf({ sender: claim })
    expect(text).toContain('The message names marta@halyard.example as its sender')
    expect(text).toContain('I cannot see whether that is true.')
    expect(text).not.toContain('The sender is in your organisation.')
  })

  it('warn first of a sender who poses as one of us', () => {
    const texts = textsOf(render({ sender: { ...outsider, posesAsInside: true } }))
    const warning = texts.findIndex((text) => text.startsWith('⚠️ The sender uses a name or an address'))
    expect(texts[warning + 1]).toBe('The sender is not in your organisation.')
  })

  it('are left out in a group, and where nothing was looked up', () => {
    const plain = renderVerdict({ check: invitation, checkId: CHECK_ID, place: 'group', locale: 'en' })
    expect(render({ meeting: inCalendar, sender: outsider }, { place: 'group' })).toEqual(plain)
    expect(textOf(null)).not.toContain('organisation’s data')
    expect(textOf({})).not.toContain('organisation’s data')
  })

  it.each(['personal', 'dialog'] as const)('make a card that Teams takes, in every language (%s)', (place) => {
    for (const locale of LOCALES) {
      for (const meeting of MEETINGS) expect(problemsOf(render({ meeting }, { place, locale }))).toEqual([])
      for (const sender of SENDERS) expect(problemsOf(render({ sender }, { place, locale }))).toEqual([])
    }
  })

  it.each(HOSTILE_NAMES)('have no effect of their own with the title and address %.30j', (name) => {
    const card = render({
      meeting: { ...inCalendar, subject: name, isAnswered: false, organiserAddress: name },
      sender: { ...outsider, isProven: false, address: name },
    })
    expect(effectsIn(card)).toEqual([])
    expect(JSON.stringify(card).length).toBeLessThan(6_000)
  })
})
