import { describe, expect, it } from 'vitest'
import { findLinks, type Link } from '../../../../src/domain/codeCheck/artifacts/links.js'

const linkOf = (text: string): Link | undefined => findLinks(text)[0]
const kindOf = (text: string) => linkOf(text)?.kind

describe('whose page it is', () => {
  it.each([
    ['https://microsoft.com/devicelogin', 'device-page'],
    ['HTTPS://Microsoft.COM/%64evicelogin', 'device-page'],
    ['https://github.com/login/device', 'device-page'],
    ['https://device.sso.eu-central-1.amazonaws.com/', 'device-page'],
    ['https://s3.eu-central-1.amazonaws.com/', 'unlisted'],
    ['https://tenant.okta.example/activate?user_code=ABCD-WXYZ', 'device-page'],
    ['https://microsoft.com/devicelogins', 'genuine'],
    ['https://microsoft.com.sign-in.example/devicelogin', 'device-page-lookalike'],
    ['https://voice.example/open?next=devicelogin', 'device-page-lookalike'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_x', 'meeting'],
    ['https://us02web.zoom.us/j/81234567890', 'meeting'],
    ['https://zoom.us.join.example/j/81234567890', 'lookalike'],
    ['https://evilzoom.us/j/81234567890', 'unlisted'],
    ['https://teams-microsoft.example/j', 'lookalike'],
    ['https://micros0ft.example/j', 'lookalike'],
    ['https://tеams.example/j', 'lookalike'],
    ['https://intranet.contoso.example/canteen', 'unlisted'],
    ['https://contoso.sharepoint.com/x', 'genuine'],
    ['https://accounts.google.com/o/oauth2/auth?client_id=1', 'sign-in-page'],
  ])('%s is %s', (text, kind) => expect(kindOf(text)).toBe(kind))
})

describe('what a link wraps', () => {
  const target = encodeURIComponent('https://microsoft.com/devicelogin')
  it.each([
    ['safe-links', `https://eur02.safelinks.protection.outlook.com/?url=${target}&data=05`],
    ['url-defense', 'https://urldefense.com/v3/__https://microsoft.com/devicelogin__;!!a$'],
    ['url-defense', 'https://urldefense.com/v3/__https:/microsoft.com/devicelogin__;!!a$'],
    ['url-defense', 'https://urldefense.proofpoint.com/v2/url?u=https-3A__microsoft.com_devicelogin&d=a'],
    ['google', `https://www.google.com/url?q=${target}`],
    ['bing', 'https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9taWNyb3NvZnQuY29tL2RldmljZWxvZ2lu'],
    ['linkedin', `https://www.linkedin.com/safety/go?url=${target}`],
    ['cisco', `https://secure-web.cisco.com/1abc/${target}`],
  ])('%s gives up its target', (name, text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'device-page', host: 'microsoft.com', through: [name] })
  })
  it('two wrappers inside each other give up theirs', () => {
    const inner = encodeURIComponent(`https://www.google.com/url?q=${target}`)
    expect(linkOf(`https://eur02.safelinks.protection.outlook.com/?url=${inner}`)?.through).toEqual([
      'safe-links',
      'google',
    ])
  })
  it('an unknown redirector to a device page is no genuine device page', () => {
    expect(kindOf(`https://go.example/r?to=${target}`)).toBe('device-page-lookalike')
  })
  it('a join link carried by an unknown host is no join link', () => {
    const join = encodeURIComponent('https://teams.microsoft.com/meet/2312345678901')
    expect(kindOf(`https://go.example/r?to=${join}`)).toBe('unlisted')
  })
})

describe('where links stand', () => {
  it.each([
    ['between letters of another script', 'まずmicrosoft.com/deviceloginを開いて'],
    ['in quotes', 'open «microsoft.com/devicelogin» now'],
    ['behind a property name', 'LOCATION:https://microsoft.com/devicelogin'],
    ['before an apostrophe', "microsoft.com/devicelogin'e girin"],
    ['at the end of a sentence', 'Open microsoft.com/devicelogin.'],
  ])('%s they are found', (_where, text) => {
    const link = linkOf(text)
    expect(link?.kind).toBe('device-page')
    expect(link && text.slice(link.start, link.end)).toBe(link?.written)
  })
  it.each(['a@contoso.example', 'report.pdf', 'e.g. this', '10.24.17.203', '1.2.3'])('%s is none', (text) => {
    expect(findLinks(text).filter((link) => link.isFollowable)).toEqual([])
  })
})

describe('what a link says', () => {
  it('is a disguise when it names another site', () => {
    expect(findLinks('[https://onedrive.live.com/x](https://share.example/x)').at(-1)).toMatchObject({
      isDisguised: true,
    })
  })
  it('is a disguise when a button hides a device page', () => {
    expect(linkOf('[Join the meeting](https://microsoft.com/devicelogin)')).toMatchObject({
      isDisguised: true,
      label: 'Join the meeting',
    })
  })
  it('is none when a button is a button', () => {
    expect(linkOf('[Join the meeting](https://teams.microsoft.com/meet/1)')).toMatchObject({ isDisguised: false })
  })
  it('is none when it names its own site', () => {
    expect(linkOf('[www.contoso.example](https://contoso.example/a)')).toMatchObject({ isDisguised: false })
  })
  it('tells of a user name in front of the host', () => {
    expect(linkOf('https://teams.microsoft.com@evil.example/j')).toMatchObject({
      isObscured: true,
      host: 'evil.example',
    })
  })
  it('tells of a code that travels in it', () => {
    expect(linkOf('https://microsoft.com/devicelogin?otc=H7QK3WPZ9')?.carriedCode).toBe('H7QK3WPZ9')
  })
})
