import { describe, expect, it } from 'vitest'
import { changedSince, readGroupWatch } from '../../../src/domain/policyStatus/index.js'

const NOON = '2026-11-02T12:00:00.000Z'
const LATER = '2026-11-02T13:00:00.000Z'
const link = { groupIds: ['g'], link: 'https://graph.microsoft.com/v1.0/groups/delta?$deltatoken=x', beganAt: NOON }
const kept = { readAt: NOON, links: [link], changedAt: null, notFollowed: 0 }

describe('the watch over groups', () => {
  it('reads what was kept', () => {
    expect(readGroupWatch(JSON.parse(JSON.stringify(kept)))).toEqual({
      ...kept,
      readAt: new Date(NOON),
      links: [{ ...link, beganAt: new Date(NOON) }],
    })
  })

  it.each([
    ['nothing', undefined],
    ['what another version kept', { ...kept, links: {} }],
    ['a link without end', { ...kept, links: [{ ...link, link: 'x'.repeat(20_000) }] }],
  ])('begins again from %s', (_what, body) => {
    expect(readGroupWatch(body)).toEqual({ readAt: null, links: [], changedAt: null, notFollowed: 0 })
  })

  it.each([
    ['nothing where nothing is followed', { ...kept, links: [] }, null],
    ['the beginning of a link', kept, NOON],
    ['a change behind it', { ...kept, changedAt: LATER }, LATER],
    [
      'a link that was begun behind the change',
      { ...kept, links: [link, { ...link, beganAt: LATER }], changedAt: NOON },
      LATER,
    ],
  ])('knows that a reading must have seen %s', (_what, body, since) => {
    expect(changedSince(readGroupWatch(body))?.toISOString() ?? null).toBe(since)
  })
})
