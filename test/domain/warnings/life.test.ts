import { describe, expect, it } from 'vitest'
import { canDecide, isUnderWay, PREVIEW_LIFE_MS, WARNING_STATES } from '../../../src/domain/warnings/index.js'

const NOW = new Date('2026-03-02T10:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)

describe('a warning', () => {
  it('can be decided on while its preview, or its question for a group, is fresh', () => {
    const open = WARNING_STATES.filter((state) => canDecide({ state, since: ago(PREVIEW_LIFE_MS - 1) }, NOW))
    expect(open).toEqual(['needs-group', 'preview'])
    expect(WARNING_STATES.filter((state) => canDecide({ state, since: ago(PREVIEW_LIFE_MS) }, NOW))).toEqual([])
  })

  it('keeps others from beginning one until it is decided or stale, and as long as it is being sent', () => {
    const busy = WARNING_STATES.filter((state) => isUnderWay({ state, since: ago(0) }, NOW))
    expect(busy).toEqual(['finding', 'needs-group', 'preview', 'sending'])
    expect(WARNING_STATES.filter((state) => isUnderWay({ state, since: ago(PREVIEW_LIFE_MS) }, NOW))).toEqual([
      'sending',
    ])
  })
})
