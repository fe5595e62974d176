import { expect, it } from 'vitest'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, LIDIA, later, RECORD } from '../examples.js'

export function recordsContract(place: Place): void {
  it('gives back a record as it was written', async () => {
    await place.store.saveRecords([RECORD])
    expect(await place.store.recordsOf(ADELE, AT)).toEqual([RECORD])
  })

  it('keeps one copy of an id, the one written last, also within one batch', async () => {
    await place.store.saveRecords([RECORD, { ...RECORD, result: 50_199 }])
    await place.store.saveRecords([{ ...RECORD, result: 70_043 }])
    const found = await place.store.recordsOf(ADELE, AT)
    expect(found.map((record) => record.result)).toEqual([70_043])
  })

  it('answers with one person’s records since an instant, oldest first', async () => {
    await place.store.saveRecords([
      { ...RECORD, id: 'third', atMs: AT.getTime() + 2 },
      { ...RECORD, id: 'second', atMs: AT.getTime() + 1 },
      { ...RECORD, id: 'first' },
      { ...RECORD, id: 'before', atMs: AT.getTime() - 1 },
      { ...RECORD, id: 'of somebody else', userId: LIDIA },
    ])
    const found = await place.store.recordsOf(ADELE, AT)
    expect(found.map((record) => record.id)).toEqual(['first', 'second', 'third'])
    expect(await place.store.recordsOf(ADELE, later(3))).toEqual([])
  })

  it('writes more records than one statement takes', async () => {
    const many = Array.from({ length: 1201 }, (_, index) => ({ ...RECORD, id: `record ${index}` }))
    await place.store.saveRecords(many)
    expect(await place.store.recordsOf(ADELE, AT)).toHaveLength(1201)
  })

  it('keeps a record that has no user and no usable time yet, until a fuller copy comes', async () => {
    await place.store.saveRecords([{ ...RECORD, userId: undefined, atMs: undefined }])
    await place.store.saveRecords([{ ...RECORD, id: 'of the year 0', atMs: Date.UTC(0, 0) - 1e14 }])
    // A row of a person without a usable time is known all the same, or every poll would take it for a new one.
    expect((await place.store.recordsOf(ADELE, new Date(0))).map(({ id }) => id)).toEqual(['of the year 0'])
    await place.store.saveRecords([RECORD])
    expect((await place.store.recordsOf(ADELE, new Date(0))).map(({ id }) => id)).toContain(RECORD.id)
  })

  it('does not let text that PostgreSQL cannot hold keep its neighbours from being stored', async () => {
    const hostile = { ...RECORD, id: 'null \0', userAgent: 'null \0, half a pair \ud83d, a backslash \\u0000 and \\\0' }
    await place.store.saveRecords([hostile, RECORD])
    const found = await place.store.recordsOf(ADELE, AT)
    expect(found.map((record) => record.userAgent)).toEqual([
      'Mozilla/5.0',
      'null \ufffd, half a pair \ufffd, a backslash \\u0000 and \\\ufffd',
    ])
  })
}
