import { describe, expect, it } from 'vitest'
import { renderNotice, say } from '../../src/cards/index.js'
import type { DigestView } from '../../src/domain/notices.js'
import { textsOf } from './checks.js'

const quiet: DigestView = {
  since: new Date('2026-03-01T08:00:00Z'),
  bySeverity: { expected: 0, low: 0, elevated: 0, high: 0, critical: 0 },
  openAlerts: 0,
  unanswered: 0,
  unreachable: 0,
  reports: 0,
  campaigns: 0,
  faults: [],
}
const leadOf = (digest: DigestView) => textsOf(renderNotice({ kind: 'digest', digest }, 'en'))[0]

describe('the card of the last day', () => {
  it('says that nothing waits only where every source is seen with', () => {
    expect(leadOf(quiet)).toBe(say('digest.lead.quiet', 'en'))
    expect(leadOf({ ...quiet, faults: ['sign-in-log'] })).toBe(say('digest.lead.faults', 'en'))
  })

  it('puts alerts that are open before a source with a fault', () => {
    expect(leadOf({ ...quiet, openAlerts: 2, faults: ['sign-in-log'] })).toBe(say('digest.lead', 'en', { count: 2 }))
  })
})
