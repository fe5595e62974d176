/** Each form as its service documents it or as it stands in public mail; the targets are ours. */
import { describe, expect, it } from 'vitest'
import { findLinks, type Link } from '../../../../src/domain/codeCheck/artifacts/links.js'

const TARGET = 'https://microsoft.com/devicelogin'
const encoded = encodeURIComponent(TARGET)
const base64 = Buffer.from(TARGET).toString('base64')
const linkOf = (text: string): Link | undefined => findLinks(text)[0]

describe('a wrapper gives up its target', () => {
  it.each([
    ['safe-links', `https://eur02.safelinks.protection.outlook.com/?url=${encoded}&data=05%7C02&reserved=0`],
    ['safe-links', `https://nam10.safelinks.protection.outlook.com/ap/w-59584e83/?url=${encoded}&data=05`],
    ['safe-links', `https://gcc02.safelinks.protection.outlook.com/GetUrlReputation?url=${encoded}`],
    ['safe-links', `https://usg01.safelinks.protection.office365.us/?url=${encoded}&data=04`],
    [
      'safe-links',
      `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url=${encoded}`,
    ],
    ['safe-links', `https://outlook.office.com/mail/safelink.html?url=${encoded}`],
    ['outlook-web', `https://mail.contoso.example/owa/redir.aspx?C=x&URL=${encoded}`],
    ['url-defense', `https://urldefense.proofpoint.com/v1/url?u=${encoded}&k=a`],
    ['url-defense', 'https://urldefense.proofpoint.com/v2/url?u=https-3A__microsoft.com_devicelogin&d=a&c=b'],
    ['url-defense', 'https://urldefense.com/v3/__https://microsoft.com/devicelogin__;!!abc!def$'],
    ['url-defense', 'https://urldefense.us/v3/__https:/microsoft.com/devicelogin__;!!abc!def$'],
    ['google', `https://www.google.com/url?q=${encoded}&sa=D`],
    ['google', `https://www.google.co.uk/url?sa=t&url=${encoded}`],
    ['google-ads', `https://www.googleadservices.com/pagead/aclk?sa=L&adurl=${encoded}`],
    ['google-amp', 'https://www.google.com/amp/s/microsoft.com/devicelogin'],
    ['google-amp', 'https://microsoft-com.cdn.ampproject.org/c/s/microsoft.com/devicelogin'],
    ['google-translate', 'https://microsoft-com.translate.goog/devicelogin?_x_tr_sl=auto&_x_tr_tl=de'],
    ['google-sites', `https://sites.google.com/view/x/redirect?url=${encoded}`],
    ['bing', `https://www.bing.com/ck/a?!&&p=x&u=a1${base64}&ntb=1`],
    ['linkedin', `https://www.linkedin.com/redir/redirect?url=${encoded}&urlhash=a`],
    ['linkedin', `https://www.linkedin.com/safety/go?url=${encoded}&trk=a`],
    ['barracuda', `https://linkprotect.cudasvc.com/url?a=${encoded}&c=E,1,abc&typo=1`],
    ['cisco', `https://secure-web.cisco.com/1S1h_Cy8Q/${encoded}`],
    ['cisco', `http://secure-web.cisco.com/1S1h_Cy8Q/${TARGET}`],
    ['symantec', `https://clicktime.symantec.com/38YrYPLxxSqYhBQLb1eruhW7Vc?u=${encoded}`],
    ['symantec', `https://clicktime.symantec.com/15uBnWVaoKeBYG7jU85cj?h=abc=&u=${TARGET}`],
    ['trend-micro', `https://ddec1-0-en-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=${encoded}&umid=a&auth=b`],
    ['sophos', `https://eu-central-1.protection.sophos.com/?d=microsoft.com&u=${base64}&i=a&t=b&h=c`],
    ['sophos', `https://us-west-2.protection.sophos.com/?d=microsoft.com&amp;u=${base64}&amp;i=a`],
    ['fireeye', `https://protect2.fireeye.com/v1/url?k=a-b&q=1&e=c&u=${encoded}`],
    ['esva', `https://urlsand.esvalabs.com/?u=${encoded}&e=ed7a584b&h=456504aa&f=y&p=y`],
    ['trustwave', `https://scanmail.trustwave.com/?c=1&d=a&u=${encoded}`],
    ['fortimail', `https://mx.contoso.example/fmlurlsvc/?fewReq=:B:JVE3&url=${encoded}`],
    ['avanan', `https://url.avanan.click/v2/___${TARGET}___.YXAzOng6YTpv`],
    ['avanan', 'https://url.avanan.click/v2/r01/___https:/microsoft.com/devicelogin___.YXAz'],
    ['checkpoint', `https://protect.checkpoint.com/v2/___${TARGET}___.YXAz`],
    ['facebook', `https://l.facebook.com/l.php?u=${encoded}&h=AT0`],
    ['instagram', `https://l.instagram.com/?u=${encoded}&e=AT0`],
    ['youtube', `https://www.youtube.com/redirect?event=video&q=${encoded}`],
    ['slack', `https://slack-redir.net/link?url=${encoded}`],
    ['yahoo', `https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU=${encoded}/RK=2/RS=a`],
    ['yandex', `https://sba.yandex.net/redirect?url=${encoded}&client=mail`],
    ['vk', `https://vk.com/away.php?to=${encoded}`],
    ['steam', `https://steamcommunity.com/linkfilter/?u=${encoded}`],
    ['duckduckgo', `https://duckduckgo.com/l/?uddg=${encoded}`],
    ['amazon-ses', `https://abc.r.eu-west-1.awstrack.me/L0/${encoded}/1/0102/x=`],
    ['web-archive', `https://web.archive.org/web/2026/${TARGET}`],
  ])('%s: %s', (name, text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'device-page', host: 'microsoft.com', through: [name] })
  })
})

describe('URL Defense v3', () => {
  // characters taken out of the target, in Base64 behind `__;`
  const with3 = (target: string, removed: string) =>
    `https://urldefense.com/v3/__${target}__;${Buffer.from(removed).toString('base64url')}!!abc!def$`

  it('puts single characters back', () => {
    const link = linkOf(with3('https://microsoft.com/devicelogin?a=*b*c', '#é'))
    expect(link).toMatchObject({ kind: 'device-page', through: ['url-defense'] })
  })
  it('puts runs back, counted by the letter behind two stars', () => {
    // `**A` is a run of two, `**B` of three
    expect(linkOf(with3('https://micr**Aoft.com/dev**Blogin', 'osice'))).toMatchObject({
      kind: 'device-page',
      host: 'microsoft.com',
    })
  })
  it('keeps the whole of it as one link', () => {
    const text = `Open ${with3('https://contoso.example/a*b', '#')} now`
    const link = linkOf(text)
    expect(link?.written.endsWith('!!abc!def$')).toBe(true)
    expect(findLinks(text)).toHaveLength(1)
  })
})

describe('wrappers inside each other', () => {
  const wrap = (target: string) => `https://www.google.com/url?q=${encodeURIComponent(target)}`
  it('give up theirs, outermost first', () => {
    const inner = `https://linkprotect.cudasvc.com/url?a=${encodeURIComponent(wrap(TARGET))}`
    const outer = `https://eur02.safelinks.protection.outlook.com/?url=${encodeURIComponent(inner)}`
    expect(linkOf(outer)).toMatchObject({ kind: 'device-page', through: ['safe-links', 'barracuda', 'google'] })
  })
  it('are followed six deep and no deeper', () => {
    let link = TARGET
    for (let depth = 0; depth < 6; depth += 1) link = wrap(link)
    expect(linkOf(link)?.kind).toBe('device-page')
    const deeper = linkOf(wrap(wrap(link)))
    expect(deeper?.through).toHaveLength(6)
    expect(deeper?.host).toBe('www.google.com')
  })
})

describe('a target that is not in the link', () => {
  it.each([
    ['https://bit.ly/3abcXYZ', 'shortener', 'bit.ly'],
    ['https://tinyurl.com/meeting-now', 'shortener', 'tinyurl.com'],
    ['https://t.co/AbCdEf', 'shortener', 't.co'],
    ['rb.gy/ab12cd', 'shortener', 'rb.gy'],
    ['https://aka.ms/abcdef', 'shortener', 'aka.ms'],
    ['https://www.linkedin.com/slink?code=gABCdef', 'shortener', 'linkedin'],
    ['https://protect-eu.mimecast.com/s/0wSdCVON0gczLDq1tGaO_q', 'wrapper', 'mimecast'],
    ['https://url.us.m.mimecastprotect.com/s/abc', 'wrapper', 'mimecast'],
    ['https://shared.outlook.inky.com/link?domain=contoso.example&t=h.eJx', 'wrapper', 'inky'],
    ['https://url.emailprotection.link/?babc~', 'wrapper', 'url-defense'],
    ['https://u1234.ct.sendgrid.net/ls/click?upn=abc', 'tracker', 'sendgrid'],
    ['https://contoso.us1.list-manage.com/track/click?u=a&id=b', 'tracker', 'mailchimp'],
    ['https://d1.hubspotlinks.com/Ctc/abc', 'tracker', 'hubspot'],
  ])('%s is known as a %s', (text, kind, name) => {
    expect(linkOf(text)?.hiddenTarget).toMatchObject({ kind, name })
    expect(linkOf(text)?.isShortened).toBe(kind === 'shortener')
  })
  it('may be claimed, which proves nothing', () => {
    expect(linkOf('https://protect-us.mimecast.com/s/abc?domain=teams.microsoft.com')).toMatchObject({
      kind: 'unlisted',
      hiddenTarget: { claimedHost: 'teams.microsoft.com' },
    })
  })
  it.each(['https://lnkd.in/abc', 'https://goo.gl/abc', 'https://g.co/abc'])(
    '%s is not vouched for by its owner',
    (text) => {
      expect(linkOf(text)?.kind).toBe('unlisted')
    },
  )
  it.each(['https://aka.ms/JoinTeamsMeeting?omkt=en-US', 'https://aka.ms/mfasetup'])('%s is known', (text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'genuine', hiddenTarget: undefined })
  })
  it('is no matter where the page is known', () => {
    expect(linkOf('https://aka.ms/devicelogin')).toMatchObject({ kind: 'device-page', isShortened: false })
  })
  it('is no matter on the front page of a service', () => {
    expect(linkOf('https://bit.ly/')?.hiddenTarget).toBeUndefined()
  })
})

describe('any other link that carries a link', () => {
  it.each([
    `https://go.example/r?to=${encoded}`,
    `https://go.example/r?to=${encodeURIComponent(encoded)}`,
    `https://go.example/r#${encoded}`,
    `https://go.example/r/${TARGET}`,
    `https://go.example/r/${base64}`,
  ])('%s leads perhaps to a device page', (text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'device-page-lookalike', through: ['redirect'], host: 'go.example' })
  })
  it('to its own host is none', () => {
    expect(linkOf('https://shop.example/login?next=https%3A%2F%2Fshop.example%2Fcart')?.through).toEqual([])
  })
  it.each([
    'https://www.google.com/search?q=https%3A%2F%2Fmicrosoft.com%2Fdevicelogin',
    'https://notgoogle.com/url?q=https%3A%2F%2Fcontoso.example',
    'https://evilurldefense.com/v3/__https://contoso.example__;!!a$',
  ])('%s is not a wrapper we know', (text) => {
    expect(linkOf(text)?.through).not.toContain('google')
    expect(linkOf(text)?.through).not.toContain('url-defense')
  })
})
