import { expect, it } from 'vitest'
import { checkId } from '../../../src/domain/ids.js'
import type { Trace } from '../../../src/domain/lures/index.js'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, CHECK, CHECK_ID, LIDIA, LURE, later, REPORT, TRACE } from '../examples.js'

const OTHER_ID = checkId('c3c3c3c3-0000-4000-8000-000000000002')
const band = (number: number): Trace => ({ kind: 'wording', hash: `band ${number}` })

export function reportsContract(place: Place): void {
  const fill = async () => {
    await place.store.saveLure(LURE)
    await place.store.addReport(REPORT)
  }

  it('gives back a sealed text until its time, and once it is dropped no more', async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveSealed(CHECK_ID, 'sealed', later(1000))
    expect(await place.store.sealedText(CHECK_ID, later(999))).toBe('sealed')
    expect(await place.store.sealedText(CHECK_ID, later(1000))).toBeNull()
    await place.store.dropSealed(CHECK_ID)
    expect(await place.store.sealedText(CHECK_ID, AT)).toBeNull()
  })

  it('deletes a sealed text when its time has passed, before its check', async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveSealed(CHECK_ID, 'sealed', later(1000))
    expect(await place.store.purgeExpired(later(1000))).toBe(1)
    expect(await place.store.checkById(CHECK_ID)).not.toBeNull()
  })

  it('keeps the traces of a check', async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveTraces(CHECK_ID, [TRACE, band(1), TRACE])
    expect(await place.store.tracesOfCheck(CHECK_ID)).toEqual([TRACE, band(1)])
  })

  it('finds the lures that share traces, by kind, the oldest first', async () => {
    await place.store.saveLure({ ...LURE, lureId: OTHER_ID, firstAt: later(1), lastAt: later(1) })
    await place.store.addLureTraces(OTHER_ID, [TRACE])
    await place.store.saveLure(LURE)
    await place.store.addLureTraces(CHECK_ID, [TRACE, band(1), band(2), band(3)])
    const asked = [TRACE, band(2), band(3), band(4), { kind: 'code', hash: 'band 1' } as const]
    expect(await place.store.luresLike(asked, AT)).toEqual([
      { lureId: CHECK_ID, kind: 'code', count: 1 },
      { lureId: CHECK_ID, kind: 'wording', count: 2 },
      { lureId: OTHER_ID, kind: 'code', count: 1 },
    ])
    expect(await place.store.luresLike(asked, later(1))).toEqual([{ lureId: OTHER_ID, kind: 'code', count: 1 }])
    expect(await place.store.luresLike([], AT)).toEqual([])
  })

  it('counts a person’s report of a check once', async () => {
    await place.store.saveLure(LURE)
    expect(await place.store.isReported(CHECK_ID, ADELE)).toBe(false)
    expect(await place.store.addReport(REPORT)).toBe(true)
    expect(await place.store.addReport({ ...REPORT, at: later(1) })).toBe(false)
    expect(await place.store.addReport({ ...REPORT, by: LIDIA })).toBe(true)
    expect(await place.store.isReported(CHECK_ID, ADELE)).toBe(true)
    expect(await place.store.reportsSince(ADELE, AT)).toBe(1)
    expect(await place.store.reportsSince(ADELE, later(1))).toBe(0)
  })

  it('counts among the colleagues distinct members, and not the asker', async () => {
    await fill()
    await place.store.addReport({ ...REPORT, checkId: OTHER_ID, at: later(2) })
    await place.store.addReport({ ...REPORT, by: LIDIA, weighs: false })
    expect(await place.store.colleagueReports([CHECK_ID], LIDIA)).toEqual({
      reporters: 1,
      firstAt: AT,
      lastAt: later(2),
    })
    expect(await place.store.colleagueReports([CHECK_ID], ADELE)).toBeNull()
    expect(await place.store.colleagueReports([OTHER_ID], LIDIA)).toBeNull()
    expect(await place.store.isCounted(CHECK_ID, ADELE)).toBe(true)
    expect(await place.store.isCounted(CHECK_ID, LIDIA)).toBe(false)
  })

  it('shows the first report that has a text, until its time', async () => {
    await place.store.saveLure(LURE)
    await place.store.addReport({ ...REPORT, checkId: OTHER_ID, at: later(-1), text: null })
    await place.store.addReport(REPORT)
    expect(await place.store.shownReport(CHECK_ID, AT)).toEqual(REPORT)
    expect(await place.store.shownReport(CHECK_ID, REPORT.expiresAt)).toBeNull()
  })

  it('lets a lure grow, and leaves what was told and shown as it is', async () => {
    await place.store.saveLure(LURE)
    await place.store.markLureTold(CHECK_ID, 3)
    await place.store.markLureTold(CHECK_ID, 2)
    await place.store.markLureText(CHECK_ID, later(5))
    const grown = { ...LURE, lastAt: later(1), reports: 2, reporters: 2, likenesses: ['host'] } as const
    await place.store.saveLure(grown)
    expect(await place.store.lureById(CHECK_ID)).toEqual({ ...grown, toldReporters: 3, textUntil: later(5) })
    expect(await place.store.luresShowingText(later(4))).toEqual([])
    expect(await place.store.luresShowingText(later(5))).toEqual([CHECK_ID])
  })

  it('knows the cards of a lure, each once', async () => {
    await place.store.saveLure(LURE)
    const card = { conversationId: 'channel', activityId: '1' }
    await place.store.saveLureCard(CHECK_ID, card, AT)
    await place.store.saveLureCard(CHECK_ID, card, later(1))
    expect(await place.store.lureCards(CHECK_ID)).toEqual([card])
    expect(await place.store.lureCards(OTHER_ID)).toEqual([])
  })

  it('deletes reports whose time has passed, and the lure with the last of them, once no card shows its text', async () => {
    await fill()
    await place.store.markLureText(CHECK_ID, REPORT.expiresAt)
    expect(await place.store.purgeExpired(later(119_999))).toBe(0)
    expect(await place.store.purgeExpired(REPORT.expiresAt)).toBe(1)
    expect(await place.store.lureById(CHECK_ID)).not.toBeNull()
    await place.store.markLureText(CHECK_ID, null)
    expect(await place.store.purgeExpired(REPORT.expiresAt)).toBe(1)
    expect(await place.store.lureById(CHECK_ID)).toBeNull()
  })

  it('keeps a report longer than its check', async () => {
    await place.store.saveCheck(CHECK)
    await fill()
    await place.store.purgeExpired(CHECK.expiresAt)
    expect(await place.store.checkById(CHECK_ID)).toBeNull()
    expect(await place.store.shownReport(CHECK_ID, CHECK.expiresAt)).not.toBeNull()
  })

  it('keeps the first of two secrets of a name, also where replicas bring theirs at once', async () => {
    const kept = await Promise.all(['one', 'two', 'three'].map((value) => place.store.keepSecret('key', value)))
    expect(new Set(kept).size).toBe(1)
    expect(await place.store.keepSecret('key', 'later')).toBe(kept[0])
    expect(await place.store.keepSecret('other', 'later')).toBe('later')
  })

  it('lets one person report at a time: what came first is seen by who waited', async () => {
    const seen = await Promise.all(
      [CHECK_ID, OTHER_ID].map((lureId) =>
        place.store.transaction(async (tx) => {
          await tx.lockReports()
          const alike = await tx.luresLike([TRACE], AT)
          if (alike.length > 0) return 'joined'
          await tx.saveLure({ ...LURE, lureId })
          await tx.addLureTraces(lureId, [TRACE])
          return 'first'
        }),
      ),
    )
    expect([...seen].sort()).toEqual(['first', 'joined'])
  })
}
