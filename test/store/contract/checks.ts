import { expect, it } from 'vitest'
import { checkId } from '../../../src/domain/ids.js'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, CHECK, CHECK_ID, LIDIA, later, TRACE } from '../examples.js'

const OTHER_CHECK_ID = checkId('c3c3c3c3-0000-4000-8000-000000000002')

export function checksContract(place: Place): void {
  it('gives back the findings of a check', async () => {
    await place.store.saveCheck(CHECK)
    expect(await place.store.checkById(CHECK_ID)).toEqual(CHECK)
    expect(await place.store.checkById(OTHER_CHECK_ID)).toBeNull()
  })

  it('keeps nothing of a message that rides along with its findings', async () => {
    const withText = { ...CHECK.check, text: 'enter this code' }
    await place.store.saveCheck({ ...CHECK, check: withText })
    expect((await place.store.checkById(CHECK_ID))?.check).not.toHaveProperty('text')
  })

  it('lets a check be saved again with another verdict', async () => {
    await place.store.saveCheck({ ...CHECK, check: { ...CHECK.check, verdict: 'legitimate-device-login' } })
    expect(await place.store.phishingChecksOf(ADELE, AT, AT)).toEqual([])
    await place.store.saveCheck(CHECK)
    expect(await place.store.phishingChecksOf(ADELE, AT, AT)).toEqual([AT])
  })

  it('finds a person’s phishing checks within a window', async () => {
    await place.store.saveCheck(CHECK)
    expect(await place.store.phishingChecksOf(ADELE, later(-1), AT)).toEqual([AT])
    expect(await place.store.phishingChecksOf(ADELE, later(1), later(2))).toEqual([])
    expect(await place.store.phishingChecksOf(LIDIA, AT, AT)).toEqual([])
  })

  it('keeps the codes of the signals and no evidence, which is an excerpt of the message', async () => {
    const signals = [{ code: 'code-to-enter', evidence: 'F3KW9QZLM', span: { start: 4, end: 13 } }] as const
    await place.store.saveCheck({ ...CHECK, check: { ...CHECK.check, signals } })
    expect((await place.store.checkById(CHECK_ID))?.check.signals).toEqual([{ code: 'code-to-enter', evidence: '' }])
  })

  it('deletes checks whose time has passed, with their traces and sealed texts, and no others', async () => {
    await place.store.saveCheck(CHECK)
    await place.store.saveCheck({ ...CHECK, checkId: OTHER_CHECK_ID, expiresAt: later(60_001) })
    await place.store.saveTraces(CHECK_ID, [TRACE])
    await place.store.saveSealed(CHECK_ID, 'sealed', later(90_000))
    expect(await place.store.purgeExpired(later(59_999))).toBe(0)
    expect(await place.store.purgeExpired(later(60_000))).toBe(1)
    expect(await place.store.checkById(CHECK_ID)).toBeNull()
    expect(await place.store.tracesOfCheck(CHECK_ID)).toEqual([])
    expect(await place.store.sealedText(CHECK_ID, AT)).toBeNull()
    expect(await place.store.checkById(OTHER_CHECK_ID)).not.toBeNull()
  })
}
