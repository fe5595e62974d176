/** Warnings of a lure: what is kept of them, who is owed one, and that nobody is told twice. */
import { expect, it } from 'vitest'
import { type UserId, userId, warningId } from '../../../src/domain/ids.js'
import type { Place } from '../../support/engines.js'
import {
  ADELE,
  AT,
  CHECK_ID,
  CONVERSATION,
  LIDIA,
  LURE,
  later,
  REPORT,
  WARNING,
  WARNING_ID,
  WARNING_STEP,
} from '../examples.js'

const SECOND = warningId('f6f6f6f6-0000-4000-8000-000000000002')

export function warningsContract(place: Place): void {
  const fill = async () => {
    await place.store.saveLure(LURE)
    await place.store.addReport(REPORT)
    await place.store.addWarning(WARNING)
  }
  const plan = (people: readonly UserId[], warning = WARNING_ID) => place.store.planWarned(warning, people, AT)
  const owedJobs = async () =>
    (await place.store.claimJobs({ owner: 'one', limit: 99, leaseMs: 1000, now: AT })).map(({ subject }) => subject)

  it('keeps a warning, changes it under its version, and knows the newest of a lure', async () => {
    await fill()
    expect(await place.store.warningById(WARNING_ID)).toEqual({ ...WARNING, card: null, version: 1 })
    const change = {
      state: 'preview',
      since: later(1),
      group: { groupId: 'g', name: 'Finance', mail: null },
      gaps: ['too-many'],
      left: { already: 1, guests: 2, disabled: 3, unknown: 4 },
      marks: { sender: 'a@evil.example', host: null },
      startedBy: LIDIA,
      startedAt: later(2),
    } as const
    expect(await place.store.changeWarning(WARNING_ID, 1, change)).toBe(true)
    expect(await place.store.changeWarning(WARNING_ID, 1, { state: 'dropped' })).toBe(false)
    expect(await place.store.warningById(WARNING_ID)).toEqual({ ...WARNING, ...change, card: null, version: 2 })
    expect(await place.store.changeWarning(WARNING_ID, 2, { state: 'sending' })).toBe(true)
    const card = { conversationId: 'channel', activityId: '7' }
    await place.store.saveWarningCard(WARNING_ID, card)
    expect(await place.store.newestWarning(CHECK_ID)).toEqual({
      ...WARNING,
      ...change,
      state: 'sending',
      card,
      version: 3,
    })
    await place.store.addWarning({ ...WARNING, warningId: SECOND })
    expect(await place.store.newestWarning(CHECK_ID)).toMatchObject({ warningId: SECOND })
  })

  it('owes a card to each who has a chat, as one job a person, and counts the others', async () => {
    await fill()
    await place.store.saveConversation(CONVERSATION)
    expect(await plan([ADELE, LIDIA, ADELE])).toEqual({ planned: 2 })
    expect(await place.store.warnedCounts(WARNING_ID)).toMatchObject({ planned: 1, 'no-chat': 1, owed: 0 })
    await place.store.oweWarned(WARNING_ID, 4, AT)
    expect(await place.store.warnedCounts(WARNING_ID)).toMatchObject({ planned: 0, 'no-chat': 1, owed: 1 })
    await place.store.oweWarned(WARNING_ID, 4, AT)
    expect(await owedJobs()).toEqual([`${WARNING_ID}/${ADELE}`])
    expect(await place.store.settleWarned(WARNING_ID, ADELE, 'sent', later(1))).toBe(true)
    expect(await place.store.settleWarned(WARNING_ID, ADELE, 'unreachable', later(2))).toBe(false)
    expect(await place.store.warnedState(WARNING_ID, ADELE)).toBe('sent')
    expect(await place.store.warnedState(WARNING_ID, userId('a1a1a1a1-0000-4000-8000-000000000009'))).toBeNull()
  })

  it('plans nobody who was told of the lure, and owes nobody whom another warning was faster to', async () => {
    await fill()
    await place.store.saveConversation(CONVERSATION)
    await place.store.addWarning({ ...WARNING, warningId: SECOND })
    await plan([ADELE])
    await plan([ADELE], SECOND)
    await place.store.oweWarned(WARNING_ID, 4, AT)
    await place.store.oweWarned(SECOND, 4, AT)
    expect(await place.store.warnedState(SECOND, ADELE)).toBeNull()
    await place.store.settleWarned(WARNING_ID, ADELE, 'sent', AT)
    expect(await plan([ADELE], SECOND)).toEqual({ planned: 0 })
    expect(await owedJobs()).toHaveLength(1)
  })

  it('tells again whom an earlier warning did not reach', async () => {
    await fill()
    await place.store.addWarning({ ...WARNING, warningId: SECOND })
    await plan([ADELE])
    await place.store.oweWarned(WARNING_ID, 4, AT)
    expect(await place.store.warnedState(WARNING_ID, ADELE)).toBe('no-chat')
    expect(await plan([ADELE], SECOND)).toEqual({ planned: 1 })
  })

  it('plans thousands at once', async () => {
    await fill()
    const many = Array.from({ length: 2500 }, (_, n) =>
      userId(`a1a1a1a1-0000-4000-8000-${String(n).padStart(12, '0')}`),
    )
    expect(await plan(many)).toEqual({ planned: 2500 })
    expect(await plan(many.slice(0, 3))).toEqual({ planned: 3 })
    await place.store.dropPlanned(WARNING_ID)
    expect(await place.store.warnedCounts(WARNING_ID)).toMatchObject({ planned: 0, 'no-chat': 0 })
  })

  it('gives the texts of a lure’s reports until their time', async () => {
    await fill()
    await place.store.addReport({ ...REPORT, by: LIDIA, text: null })
    expect(await place.store.reportTexts(CHECK_ID, AT, 9)).toEqual([REPORT.text])
    expect(await place.store.reportTexts(CHECK_ID, AT, 0)).toEqual([])
    expect(await place.store.reportTexts(CHECK_ID, REPORT.expiresAt, 9)).toEqual([])
  })

  it('forgets after a day whom nobody decided to warn; with the lure the warning; its steps never', async () => {
    await fill()
    await place.store.addWarningStep(WARNING_STEP)
    await plan([ADELE])
    await place.store.purgeExpired(later(24 * 3_600_000))
    expect(await place.store.warnedState(WARNING_ID, ADELE)).toBeNull()
    expect(await place.store.warningById(WARNING_ID)).toBeNull()
    expect(await place.store.warningSteps(CHECK_ID)).toEqual([WARNING_STEP])
  })
}
