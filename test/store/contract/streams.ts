import { expect, it } from 'vitest'
import type { UnassessedRow, UnreadEvent } from '../../../src/flows/ports.js'
import { UNREAD_MAX } from '../../../src/store/setAside.js'
import { WANTED_FLOWS_MAX } from '../../../src/store/wantedFlows.js'
import type { Place } from '../../support/engines.js'
import { ADELE, AT, later, RECORD } from '../examples.js'

const PARTITION = { stream: 'contoso/hub/$Default', partition: '0' }
const POSITION = { sequenceNumber: 7, offset: '4096', enqueuedAt: AT }
const UNREAD: UnreadEvent = { key: 'contoso/hub/$Default/0/7/0', reason: 'not-json', at: AT, body: '{"records":' }
const ROW: UnassessedRow = { key: 'adele/row', reason: 'not-assessed', at: AT, userId: ADELE, record: RECORD }

export function streamsContract(place: Place): void {
  const claim = (owner: string, epoch: number | null) => place.store.claimPartition(PARTITION, owner, epoch)

  it('gives a partition that nobody has to one of those who want it', async () => {
    const claims = await Promise.all(['one', 'two', 'three'].map((owner) => claim(owner, null)))
    expect(claims.filter((one) => one !== null)).toHaveLength(1)
    expect(await place.store.partitionsOf(PARTITION.stream)).toMatchObject([{ ...PARTITION, epoch: 1 }])
  })

  it('gives it away over the epoch that was seen only, and knows how old a claim is by its own clock', async () => {
    await claim('one', null)
    expect(await claim('two', 1)).toMatchObject({ owned: { owner: 'two', epoch: 2 }, checkpoint: null })
    expect(await claim('one', 1)).toBeNull()
    const [owned] = await place.store.partitionsOf(PARTITION.stream)
    expect(owned?.ageMs).toBeGreaterThanOrEqual(0)
    expect(owned?.ageMs).toBeLessThan(60_000)
  })

  it('keeps the checkpoint of a partition over its owners, and lets only its owner move it', async () => {
    await claim('one', null)
    expect(await place.store.moveCheckpoint(PARTITION, 'one', POSITION)).toBe(true)
    expect(await claim('two', 1)).toMatchObject({ checkpoint: POSITION })
    expect(await place.store.moveCheckpoint(PARTITION, 'one', { ...POSITION, sequenceNumber: 8 })).toBe(false)
    expect(await place.store.checkpointsOf(PARTITION.stream)).toEqual([{ ...PARTITION, ...POSITION }])
    expect(await place.store.checkpointsOf('another')).toEqual([])
  })

  it('takes a partition from whoever has it where nobody can be left, and keeps its checkpoint', async () => {
    await claim('one', null)
    await place.store.moveCheckpoint(PARTITION, 'one', POSITION)
    await place.store.releasePartitions(PARTITION.stream)
    expect(await place.store.partitionsOf(PARTITION.stream)).toMatchObject([{ owner: '', epoch: 2 }])
    expect(await claim('two', 2)).toMatchObject({ checkpoint: POSITION })
  })

  it('tells every replica of the flows in which one has seen a device code, once each, and forgets the oldest', async () => {
    const flow = (n: number) => ({
      userId: ADELE,
      correlationId: `c0ffee00-0000-4000-8000-${String(n).padStart(12, '0')}`,
    })
    await place.store.wantFlows([])
    await place.store.wantFlows([flow(0), flow(0), flow(1)])
    await place.store.wantFlows([flow(1)])
    expect(await place.store.flowsWanted(60_000)).toEqual([flow(0), flow(1)])
    expect(await place.store.flowsWanted(-60_000)).toEqual([])
    await place.store.wantFlows(Array.from({ length: WANTED_FLOWS_MAX }, (_, n) => flow(n + 2)))
    const kept = await place.store.flowsWanted(60_000)
    expect(kept).toHaveLength(WANTED_FLOWS_MAX)
    expect(kept).not.toContainEqual(flow(1))
  })

  it('sets an event aside once, however often it comes', async () => {
    await place.store.setUnreadAside([UNREAD, { ...UNREAD, key: 'other', body: `\0\ud800${'x'.repeat(10_000)}` }])
    await place.store.setUnreadAside([UNREAD])
    expect(await place.store.setAsideCounts()).toEqual({ unread: 2, unassessed: 0, people: 0 })
  })

  it('keeps so many unread events and no more, and no row of a person goes for them', async () => {
    await place.store.setRowsAside([ROW])
    const many = Array.from({ length: UNREAD_MAX + 10 }, (_one, n) => ({ ...UNREAD, key: `event ${n}` }))
    await place.store.setUnreadAside(many)
    expect(await place.store.setAsideCounts()).toEqual({ unread: UNREAD_MAX, unassessed: 1, people: 1 })
  })

  it('gives the rows of a person back, in their newest copy, until they are taken up', async () => {
    await place.store.setRowsAside([ROW])
    await place.store.setRowsAside([{ ...ROW, record: { ...RECORD, city: 'Leeds' } }])
    expect(await place.store.peopleSetAside(10)).toEqual([ADELE])
    const rows = await place.store.rowsSetAsideOf(ADELE)
    expect(rows).toEqual([{ ...RECORD, city: 'Leeds' }])
    // Comes again with more, while the older copy is being worked with.
    await place.store.setRowsAside([{ ...ROW, record: { ...RECORD, city: 'York' } }])
    await place.store.takeUpRows(ADELE, rows)
    expect(await place.store.rowsSetAsideOf(ADELE)).toEqual([{ ...RECORD, city: 'York' }])
    await place.store.takeUpRows(ADELE, [{ ...RECORD, city: 'York' }])
    expect(await place.store.peopleSetAside(10)).toEqual([])
  })

  it('lets go of each kind when its own time has passed', async () => {
    await place.store.setUnreadAside([UNREAD])
    await place.store.setRowsAside([ROW])
    expect(await place.store.purgeSetAside(later(1), AT)).toBe(1)
    expect(await place.store.setAsideCounts()).toEqual({ unread: 0, unassessed: 1, people: 1 })
    expect(await place.store.purgeSetAside(AT, later(1))).toBe(1)
  })

  it('forgets marks by how their name begins, all or the old ones', async () => {
    const mark = (name: string, at: Date) => place.store.markHealth({ name, ok: true, code: null, at, detail: {} })
    await mark('stream/one', AT)
    await mark('stream/two', later(10))
    await mark('other', AT)
    await place.store.forgetMarks('stream/', later(1))
    expect((await place.store.health()).map(({ name }) => name)).toEqual(['other', 'stream/two'])
    await place.store.forgetMarks('stream/')
    expect((await place.store.health()).map(({ name }) => name)).toEqual(['other'])
  })
}
