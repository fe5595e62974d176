import { describe, expect, it } from 'vitest'
import { renderNotice } from '../../src/cards/notice.js'
import type { SourceFaultView } from '../../src/domain/notices.js'

const good: SourceFaultView = {
  source: 'sign-in-log',
  code: 'graph-forbidden',
  since: new Date('2026-11-20T10:01:00Z'),
  until: null,
  isBlind: true,
  detail: {},
}
const textOf = (change: Partial<SourceFaultView> = {}, locale = 'en-GB'): string =>
  JSON.stringify(renderNotice({ kind: 'source-fault', fault: { ...good, ...change } }, locale))

describe('the card of a source that cannot be seen with', () => {
  it('says first what it costs, then since when, why, and where the mending stands', () => {
    const text = textOf()
    const order = [
      'I see no sign-ins',
      '{{DATE(2026-11-20T10:01:00Z, SHORT)}}',
      'permission or licence',
      'postern doctor',
    ]
    const places = order.map((part) => text.lastIndexOf(part))
    expect(places.every((place) => place > 0)).toBe(true)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  it('does not say that nothing is seen where some of it is', () => {
    expect(textOf({ code: 'sign-ins-unreadable' })).not.toContain('no sign-ins')
    expect(textOf({ source: 'directory-roles', isBlind: false })).not.toContain('no sign-ins')
  })

  it('says of a stream whether anything stands in for it', () => {
    const stream = { source: 'sign-in-stream/hub', code: 'stream-unavailable' }
    expect(textOf({ ...stream, isBlind: false })).not.toContain('no sign-ins')
    expect(textOf(stream)).toContain('no sign-ins')
    expect(textOf({ source: 'sign-in-stream', code: 'stream-stale' })).toContain('for hours')
  })

  it('says of events for other tools what they miss, and nothing against the alerts', () => {
    const outgoing = { source: 'webhook-set-aside', code: 'webhook-event-refused', isBlind: false }
    expect(textOf(outgoing)).toContain('Other tools do not hear of everything')
    expect(textOf(outgoing)).not.toContain('Alerts still come')
    expect(textOf({ ...outgoing, until: new Date('2026-11-20T11:00:00Z') })).toContain('What waited is sent now.')
  })

  it('names the bounds of a hole, and does not call it mended', () => {
    const detail = { fromAt: '2026-11-18T00:00:00.000Z', toAt: '2026-11-19T00:00:00.000Z' }
    const text = textOf({ source: 'sign-in-log-hole', code: 'sign-in-hole', detail, until: good.since })
    expect(text).toContain('{{DATE(2026-11-18T00:00:00Z, SHORT)}}')
    expect(text).toContain('{{DATE(2026-11-19T00:00:00Z, SHORT)}}')
    expect(text).not.toContain('works again')
  })

  it('says that it is over, from when to when', () => {
    const text = textOf({ until: new Date('2026-11-20T11:00:00Z') })
    expect(text).toContain('works again')
    expect(text).toContain('{{TIME(2026-11-20T11:00:00Z)}}')
    expect(text).not.toContain('Mend this first')
  })

  it('says what it is in words, also in a notification, and the name under which the doctor knows it', () => {
    expect(textOf({ source: 'directory-roles', isBlind: false })).toContain('What: people’s roles (directory-roles)')
    expect(textOf({ source: 'of another version' })).toContain('What: of another version')
    const { fallbackText } = renderNotice({ kind: 'source-fault', fault: { ...good, until: good.since } }, 'en')
    expect(fallbackText).toBe('This works again. What: the sign-in log of Microsoft Entra (sign-in-log)')
  })

  it('does not fear for alerts where none depends on it, nor promise late ones when it is over', () => {
    expect(textOf({ source: 'reach', isBlind: false })).toContain('Alerts come as before.')
    expect(textOf({ source: 'reach', until: good.since })).not.toContain('alerts come late')
  })

  it('says once where the mending stands', () => {
    expect(textOf().match(/postern doctor/g)).toHaveLength(1)
    expect(textOf({ code: 'graph-unavailable' })).toContain('postern doctor names the step')
  })

  it('shows a code of another version as a fault of its own', () => {
    expect(textOf({ code: 'toString' })).toContain('Something went wrong on my side')
  })
})
