import { describe, expect, it } from 'vitest'
import { findLinks, type Link } from '../../../../src/domain/codeCheck/artifacts/links.js'
import { isOneSlipAway } from '../../../../src/domain/codeCheck/artifacts/lookalikes.js'
import { readableHost } from '../../../../src/domain/codeCheck/artifacts/punycode.js'

const linkOf = (text: string): Link | undefined => findLinks(text)[0]

describe('a host that pretends', () => {
  it.each([
    ['https://login.microsoftonline.com.session.example/', 'microsoft'],
    ['https://microsoft-devicelogin.example/', 'microsoft'],
    ['https://secure-microsoft-teams.example/', 'microsoft'],
    ['https://micros0ft.example/', 'microsoft'],
    ['https://rnicrosoft.example/', 'microsoft'],
    ['https://micr0s0ft-login.example/', 'microsoft'],
    ['https://microsft.example/', 'microsoft'],
    ['https://mircosoft.example/', 'microsoft'],
    ['https://microsofft.example/', 'microsoft'],
    ['https://micr0s0ftonline.example/', 'microsoft'],
    ['https://g00gle.example/', 'google'],
    ['https://gooogle.example/', 'google'],
    ['https://sharep0int.example/', 'sharepoint'],
    ['https://0utlook.example/', 'outlook'],
    ['https://xn--mcrosoft-tkb.example/', 'microsoft'],
    ['https://mіcrosoft.example/', 'microsoft'],
    ['https://teams.contoso-meet.example/', 'teams'],
    ['https://zoom.us.join.example/j/81234567890', 'zoom'],
    ['https://microsoft-login.pages.dev/', 'microsoft'],
    ['https://evil.workers.dev/microsoft/login', 'microsoft'],
    ['https://evilsite.github.io/office365/', 'office365'],
    ['https://web-whatsapp.example/', 'whatsapp'],
    ['https://docusing.example/', 'docusign'],
    ['https://microsoft-files.web.core.windows.net/', 'microsoft'],
  ])('%s imitates %s', (text, brand) => {
    expect(linkOf(text)).toMatchObject({ kind: 'lookalike', imitates: brand })
  })

  it.each([
    'https://officer-training.example/',
    'https://ourteamspirit.example/',
    'https://goole-council.example/',
    'https://microscope.example/',
    'https://zoomania.example/',
    'https://contoso.example/microsoft/licences',
    'https://northern-modern.example/',
    'https://kapı-contoso.example/',
    'https://münchen.example/',
  ])('%s does not', (text) => expect(linkOf(text)?.kind).toBe('unlisted'))

  it.each(['https://teаms.example/', 'https://xn--80ak6aa92e.com/', 'https://ѕсоре.com/'])(
    '%s mixes scripts',
    (text) => {
      expect(linkOf(text)).toMatchObject({ mixesScripts: true, kind: 'lookalike' })
    },
  )
  it.each(['https://пример.рф/', 'https://例え.jp/', 'https://contoso日本.example/'])('%s does not', (text) => {
    expect(linkOf(text)?.mixesScripts ?? false).toBe(false)
  })
})

describe('a host that is written to be misread', () => {
  it.each([
    ['https://microsoft.com@evil.example/devicelogin', 'evil.example'],
    ['https://microsoft.com%2f@evil.example/', 'evil.example'],
    ['https://3232235777/login', '192.168.1.1'],
    ['https://0xC0A80101/login', '192.168.1.1'],
    ['https://0300.0250.0001.0001/login', '192.168.1.1'],
    ['https://micro%73oft.com/devicelogin', 'microsoft.com'],
    ['https%3A%2F%2Fmicrosoft.com%2Fdevicelogin', 'microsoft.com'],
    [`https://${'a'.repeat(60)}.${'b'.repeat(60)}.evil.example/`, `${'a'.repeat(60)}.${'b'.repeat(60)}.evil.example`],
  ])('%s is obscured', (text, host) => expect(linkOf(text)).toMatchObject({ isObscured: true, host }))

  it.each([
    'https://microsoft.com./devicelogin',
    'https://MICROSOFT.com:443/devicelogin',
    'https:\\\\microsoft.com\\devicelogin',
    'https:/microsoft.com/devicelogin',
    'https:microsoft.com/devicelogin',
    '//microsoft.com/devicelogin',
    'https://microsoft.com//devicelogin',
    'https://microsoft.com/./devicelogin',
    'https://microsoft.com/de-de/devicelogin',
    'https://www.microsoft.com/devicelogin;x=1',
    'microsoft.com\\devicelogin',
  ])('%s is the device page', (text) =>
    expect(linkOf(text)).toMatchObject({ kind: 'device-page', service: 'microsoft' }),
  )

  it('a plain IP address is one and is not obscured', () => {
    expect(linkOf('http://192.168.1.1/x')).toMatchObject({ isIp: true, isObscured: false, kind: 'unlisted' })
  })
})

describe("anybody's hosting", () => {
  it.each([
    'https://evil.workers.dev/',
    'https://evil.pages.dev/',
    'https://evil.up.railway.app/',
    'https://evil.vercel.app/',
    'https://evil.netlify.app/',
    'https://evil.web.app/',
    'https://evil.trycloudflare.com/',
    'https://evil.ngrok-free.app/',
    'https://evil.azurewebsites.net/',
    'https://evil.z6.web.core.windows.net/',
    'https://evil.blob.core.windows.net/a/b.html',
    'https://evil.github.io/',
    'https://sites.google.com/view/evil',
    'https://s3.eu-central-1.amazonaws.com/evil/',
  ])('%s is not genuine, whoever owns the domain', (text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'unlisted', isAnybodysHosting: true, hosting: 'page' })
  })
  it.each([
    'https://contoso.sharepoint.com/x',
    'https://forms.office.com/r/abc',
    'https://docs.google.com/document/d/1',
  ])('%s is the service’s own, with anybody’s content', (text) => {
    expect(linkOf(text)).toMatchObject({ kind: 'genuine', isAnybodysHosting: true, hosting: 'document' })
  })
  it.each(['https://teams.microsoft.com/v2', 'https://portal.azure.com/', 'https://support.google.com/x'])(
    '%s is not',
    (text) => expect(linkOf(text)).toMatchObject({ kind: 'genuine', isAnybodysHosting: false }),
  )
})

describe('device pages', () => {
  it.each([
    ['https://login.microsoft.com/device', 'microsoft'],
    ['https://login.microsoftonline.com/common/oauth2/deviceauth', 'microsoft'],
    ['https://login.microsoftonline.com/contoso.example/oauth2/v2.0/deviceauth', 'microsoft'],
    ['https://login.microsoftonline.us/common/oauth2/deviceauth', 'microsoft'],
    ['https://login.partner.microsoftonline.cn/common/oauth2/deviceauth', 'microsoft'],
    ['https://login.chinacloudapi.cn/common/oauth2/deviceauth', 'microsoft'],
    ['https://login.windows.net/common/oauth2/deviceauth', 'microsoft'],
    ['https://microsoft.com/deviceloginus', 'microsoft'],
    ['https://microsoft.com/deviceloginchina', 'microsoft'],
    ['https://www.microsoft.com/link', 'microsoft-consumer'],
    ['https://login.live.com/oauth20_remoteconnect.srf?otc=ABCD2345', 'microsoft-consumer'],
    ['https://device.sso.us-gov-west-1.amazonaws.com/?user_code=ABCD-EFGH', 'aws'],
    ['https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH', 'aws'],
    ['https://www.google.com/device', 'google'],
    ['https://accounts.google.com/o/oauth2/device/usercode', 'google'],
    ['https://contoso.okta.com/activate', 'okta'],
    ['https://www.amazon.co.uk/code', 'amazon'],
  ])('%s belongs to %s', (text, service) => expect(linkOf(text)).toMatchObject({ kind: 'device-page', service }))

  it.each([
    ['https://evil.workers.dev/common/oauth2/deviceauth', 'device-page-lookalike'],
    ['https://microsoft.com.evil.example/devicelogin', 'device-page-lookalike'],
    ['https://evilmicrosoft.com/devicelogin', 'device-page-lookalike'],
    ['https://google.evil.example/device', 'lookalike'],
    ['https://device.sso.evil.example/', 'unlisted'],
  ])('%s is %s', (text, kind) => expect(linkOf(text)?.kind).toBe(kind))

  it('a code behind # is carried too', () => {
    expect(linkOf('https://view.awsapps.com/start/#/device?user_code=HJRZ-HIWR')?.carriedCode).toBe('HJRZ-HIWR')
  })
})

describe('links that link a device', () => {
  it.each([
    ['sgnl://linkdevice?uuid=abc&pub_key=def', 'signal'],
    ['tsdevice:/?uuid=abc&pub_key=def', 'signal'],
    ['tg://login?token=AQB', 'telegram'],
    ['otpauth://totp/Contoso:anna?secret=JBSWY3DPEHPK3PXP', 'one-time-password'],
    ['phonefactor://activate_account?code=123&url=x', 'microsoft-authenticator'],
    ['FIDO:/12345678901234567890', 'passkey'],
    ['https://wa.me/settings/linked_devices#2@abc', 'whatsapp'],
    ['https://web.whatsapp.com/', 'whatsapp'],
    ['https://discord.com/ra/abcdef', 'discord'],
    [`2@${'aB3/'.repeat(10)},${'cD4+'.repeat(10)}=,${'eF5='.repeat(8)}`, 'whatsapp'],
  ])('%s', (text, service) => expect(linkOf(text)).toMatchObject({ kind: 'linked-device', service }))
  it.each(['tg://resolve?domain=x', 'https://wa.me/491234567', 'line: 4', 'Fido: the dog'])('%s does not', (text) => {
    expect(findLinks(text).filter((link) => link.kind === 'linked-device')).toEqual([])
  })
})

describe('the address in which a sign-in ends', () => {
  const code = '0.AXoAbcdefghijklmnopqrstuvwxyz'
  it.each([
    `http://localhost:8400/?code=${code}&state=x`,
    `http://localhost/?code=${code}`,
    `http://127.0.0.1:50123/?state=x&code=${code}`,
    `http://localhost:8400/#code=${code}`,
    `https://login.microsoftonline.com/common/oauth2/nativeclient?code=${code}`,
  ])('%s carries the code of it', (text) => expect(linkOf(text)?.carriesAuthCode).toBe(true))
  it.each(['http://localhost:3000/', 'http://localhost:3000/?code=42', `https://shop.example/?code=${code}`])(
    '%s does not',
    (text) => expect(linkOf(text)?.carriesAuthCode).toBe(false),
  )
  it("is the reader's own machine, which is no unlisted host", () => {
    expect(linkOf('http://localhost:8400/x')?.kind).toBe('loopback')
    expect(linkOf('http://localhost.evil.example/x')?.kind).toBe('unlisted')
  })
})

describe('words shown for a link', () => {
  it.each([
    '[teams.microsoft.com](https://evil.example/)',
    '[https://zoom.us/j/81234567890](https://contoso.sharepoint.com/x)',
    '[https://teams.microsoft.com/l/meetup-join/19%3ameeting_x](https://microsoft.com/devicelogin)',
    '[Join](https://www.google.com/url?q=https%3A%2F%2Fmicrosoft.com%2Fdevicelogin)',
    '[evil-one.github.io](https://evil-two.github.io/)',
    'https://teams.microsoft.com/meet/2312345678901<https://evil.example/>',
  ])('%s hides where it leads', (text) => expect(findLinks(text).at(-1)?.isDisguised).toBe(true))
  it.each([
    '[Join](https://teams.microsoft.com/meet/2312345678901)',
    '[outlook.office.com](https://teams.microsoft.com/v2)',
    '[microsoft.com/devicelogin](https://microsoft.com/devicelogin)',
    '[www.contoso.example](https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcontoso.example%2F)',
  ])('%s does not', (text) => expect(findLinks(text).at(-1)?.isDisguised).toBe(false))
})

describe('the letters of a host', () => {
  it.each([
    ['xn--mnchen-3ya.example', 'münchen.example'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['xn--r8jz45g.jp', '例え.jp'],
    ['xn--.example', 'xn--.example'],
    ['xn--99999999.example', 'xn--99999999.example'],
    ['contoso.example', 'contoso.example'],
  ])('%s reads %s', (ascii, shown) => expect(readableHost(ascii)).toBe(shown))
})

it.each([
  ['microsoft', 'microsft', true],
  ['microsoft', 'microsofft', true],
  ['microsoft', 'micorsoft', true],
  ['microsoft', 'microzoft', true],
  ['microsoft', 'mcrosft', false],
  ['microsoft', 'microsoft', false],
])('%s and %s are one slip apart: %s', (one, other, is) => expect(isOneSlipAway(one, other)).toBe(is))
