import { describe, expect, it } from 'vitest'
import { cefOf, cloudEventOf, goesOut, type SecurityEvent } from '../../../src/domain/events/index.js'

const TENANT = '7e4a4700-0000-4000-8000-000000000001'
const good: SecurityEvent = {
  position: 42,
  at: new Date('2026-11-20T10:05:00Z'),
  event: 'alert-answered',
  what: 'someone-sent-it',
  actor: { kind: 'person', userId: '3f2a1b00-0000-4000-8000-000000000001' },
  about: { kind: 'person', userId: '3f2a1b00-0000-4000-8000-000000000001' },
  details: { alertId: 'a1' },
  alert: {
    alertId: 'a1',
    state: 'answered',
    severity: 'critical',
    outcome: 'completed',
    reasons: ['broker-client', 'redeemed-elsewhere'],
    appId: '29d9ed98-a469-4536-ade2-f981bc1d605e',
    firstSeen: new Date('2026-11-20T10:00:00Z'),
    approvedFromAddress: '198.51.100.20',
    redeemedFromAddress: '203.0.113.66',
  },
}

describe('an event as a CloudEvents object', () => {
  it('has what the specification requires, and the alert as its subject', () => {
    expect(cloudEventOf(TENANT, good)).toMatchObject({
      specversion: '1.0',
      id: '42',
      source: `urn:postern:${TENANT}`,
      type: 'postern.alert-answered',
      time: '2026-11-20T10:05:00.000Z',
      subject: 'a1',
      data: { what: 'someone-sent-it', alert: { severity: 'critical' } },
    })
  })

  it('has no subject where it is about no alert', () => {
    expect(cloudEventOf(TENANT, { ...good, alert: null })).not.toHaveProperty('subject')
  })
})

describe('an event as a line of CEF', () => {
  const line = (change: Partial<SecurityEvent> = {}) => cefOf(TENANT, '1', { ...good, ...change })

  it('has seven header fields and the keys of the dictionary', () => {
    expect(line()).toBe(
      'CEF:0|Postern|Postern|1|alert-answered|the owner of an alert answered|10|rt=1795169100000 externalId=42 ' +
        `deviceExternalId=${TENANT} act=someone-sent-it suid=3f2a1b00-0000-4000-8000-000000000001 ` +
        'duid=3f2a1b00-0000-4000-8000-000000000001 src=203.0.113.66 dst=198.51.100.20 outcome=completed ' +
        'cs1=a1 cs1Label=alertId cs2=answered cs2Label=alertState cs3=broker-client redeemed-elsewhere ' +
        'cs3Label=reasons cs4=29d9ed98-a469-4536-ade2-f981bc1d605e cs4Label=appId',
    )
  })

  it('lets nothing end a field or begin a line', () => {
    const evil = 'a|b\\c=d\r\nCEF:0|forged\u2028x'
    const text = line({ event: evil, what: evil })
    expect(text).not.toMatch(/[\r\n\u2028]/)
    expect(text).toContain('|a\\|b\\\\c=d CEF:0\\|forged x|')
    expect(text).toContain('act=a|b\\\\c\\=d\\nCEF:0|forged\\nx')
  })

  it('says nothing of a person who was erased', () => {
    expect(line({ actor: { kind: 'person', userId: null }, about: null })).not.toMatch(/suid|duid/)
  })

  it('names the bot itself as the actor', () => {
    expect(line({ actor: { kind: 'postern' } })).toContain('suid=postern')
  })
})

it('what people ask about stays inside; what was found and done goes out', () => {
  expect(['message-checked', 'policy-asked', 'watch-opened'].map(goesOut)).toEqual([false, false, false])
  expect(['alert-raised', 'alert-answered', 'containment-step', 'check-reported'].map(goesOut)).toEqual([
    true,
    true,
    true,
    true,
  ])
})
