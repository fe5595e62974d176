import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { likenessOf, tracesOf } from '../../../src/domain/lures/index.js'
import { externalSenders } from '../../../src/domain/lures/senders.js'

/** What is hashed, of one kind. */
function tracesIn(text: string, kind: string, ownDomains: readonly string[] | null = ['contoso.example']) {
  const options = { hash: (value: string) => value, ownDomains }
  const all = tracesOf({ text }, checkMessage({ text }), options)
  return all.filter((trace) => trace.kind === kind).map(({ hash }) => hash.slice(kind.length + 1))
}

describe('a code', () => {
  it.each([
    'Open microsoft.com/devicelogin and enter HNGP5CAF8',
    'open microsoft.com/devicelogin and enter hngp5caf8',
    'Open microsoft.com/devicelogin and enter HNG-P5C-AF8',
    'https://microsoft.com/devicelogin?otc=HNGP5CAF8',
  ])('is the same however it is written: %s', (text) => {
    expect(tracesIn(text, 'code')).toEqual(['HNGP5CAF8'])
  })

  it('of a provider with hyphens is known without them', () => {
    expect(tracesIn('Go to github.com/login/device and type WDJB-MJHT', 'code')).toEqual(['WDJBMJHT'])
  })

  it('of the short form is too weak to know a lure by', () => {
    expect(tracesIn('Go to google.com/device and type 482913', 'code')).toEqual([])
  })
})

describe('a host', () => {
  it('that belongs to nobody we know is a trace', () => {
    expect(tracesIn('see https://www.login-contoso.example/a and https://x.workers.dev/b', 'host')).toEqual([
      'login-contoso.example',
      'x.workers.dev',
    ])
  })

  it.each([
    'https://microsoft.com/devicelogin',
    'https://teams.microsoft.com/meet/2310452543231?p=x',
    'https://login.microsoftonline.com/common/oauth2/deviceauth',
    'https://accounts.google.com/',
    'https://github.com/login/device',
    'https://us02web.zoom.us/j/91105573776',
    'https://bit.ly/3xYz and https://t.me/x and https://www.linkedin.com/in/x',
    'https://intranet.contoso.example/help',
    'contoso.example without a link to follow, and evil.example too',
  ])('that everybody has is none: %s', (text) => {
    expect(tracesIn(text, 'host')).toEqual([])
  })

  it('is the one behind a wrapper', () => {
    const wrapped = 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fx&data=05'
    expect(tracesIn(wrapped, 'host')).toEqual(['evil.example'])
  })
})

describe('a sender', () => {
  it.each([
    ['From: Eve <Eve@Evil.example>', 'eve@evil.example'],
    ['> Von: Eve Beispiel [mailto:eve@evil.example]', 'eve@evil.example'],
    ['**De :** eve@evil.example', 'eve@evil.example'],
    ['差出人：eve@evil.example', 'eve@evil.example'],
    ['Reply-To: <eve@outlook.com>', 'eve@outlook.com'],
  ])('is read from a line such as %s', (line, address) => {
    expect(externalSenders(`hello\n${line}\nTo: dana@contoso.example`, ['contoso.example'])).toEqual([address])
  })

  it.each([
    'From: it@contoso.example',
    'From: it@mail.contoso.example',
    'From: no-reply@microsoft.com',
    'To: eve@evil.example',
    'I got this from: my aunt',
    'write to eve@evil.example',
  ])('is none in %s', (line) => {
    expect(externalSenders(line, ['contoso.example'])).toEqual([])
  })

  it('is left out where the own domains are not known', () => {
    expect(tracesIn('From: eve@evil.example', 'sender', null)).toEqual([])
  })
})

describe('two messages', () => {
  it('are alike by a code, a sender, a host, the whole text, or enough of the wording', () => {
    expect(
      likenessOf([
        { kind: 'host', count: 1 },
        { kind: 'code', count: 1 },
      ]),
    ).toEqual(['code', 'host'])
    expect(likenessOf([{ kind: 'text', count: 1 }])).toEqual(['wording'])
    expect(likenessOf([{ kind: 'wording', count: 4 }])).toEqual(['wording'])
    expect(likenessOf([{ kind: 'wording', count: 3 }])).toEqual([])
    expect(likenessOf([])).toEqual([])
  })

  it('that are the same ordinary invitation are alike as a whole, and no other invitation is', () => {
    const invitation = (id: string) =>
      `Microsoft Teams meeting\nJoin on your computer, mobile app or room device\nMeeting ID: ${id}\nPasscode: mKBhMi\nDownload Teams | Join on the web`
    expect(checkMessage({ text: invitation('231 045 254 323') }).verdict).toBe('legitimate-meeting')
    expect(tracesIn(invitation('231 045 254 323'), 'wording')).toEqual([])
    const [one, same, other] = ['231 045 254 323', '231 045 254 323', '231 045 254 324'].map((id) =>
      tracesIn(invitation(id), 'text'),
    )
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })

  it('with nothing but a link have no trace', () => {
    const text = 'https://microsoft.com/devicelogin'
    expect(tracesOf({ text }, checkMessage({ text }), { hash: (value) => value, ownDomains: [] })).toEqual([])
  })
})
