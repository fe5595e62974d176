import { describe, expect, it } from 'vitest'
import { CLOUDS, isFileUrlOf, isServiceUrlOf } from '../../src/domain/clouds.js'

const { public: worldwide, gcch, dod, china } = CLOUDS

describe('a file host', () => {
  it.each([
    [worldwide, 'https://contoso-my.sharepoint.com/personal/dana/_layouts/15/download.aspx?tempauth=x'],
    [worldwide, 'https://CONTOSO.SharePoint.com:443/x'],
    [gcch, 'https://contoso.sharepoint.us/x'],
    [dod, 'https://dod365.sharepoint-mil.us/x'],
    [china, 'https://contoso.sharepoint.cn/x'],
  ])('of the cloud is known (%#)', (cloud, url) => {
    expect(isFileUrlOf(cloud, url)).toBe(true)
  })

  it.each([
    ['another cloud', 'https://contoso.sharepoint.us/x'],
    ['plain http', 'http://contoso.sharepoint.com/x'],
    ['a user name', 'https://contoso.sharepoint.com@evil.example/x'],
    ['a user name on the right host', 'https://u@contoso.sharepoint.com/x'],
    ['a password on the right host', 'https://:p@contoso.sharepoint.com/x'],
    ['another port', 'https://contoso.sharepoint.com:8443/x'],
    ['a name that ends alike', 'https://evilsharepoint.com/x'],
    ['a name that ends alike, below another', 'https://a.evilsharepoint.com/x'],
    ['the name in front', 'https://sharepoint.com.evil.example/x'],
    ['the name in the path', 'https://evil.example/contoso.sharepoint.com'],
    ['a backslash', 'https://evil.example\\contoso.sharepoint.com/x'],
    ['the parent itself', 'https://sharepoint.com/x'],
    ['a dot at the end', 'https://contoso.sharepoint.com./x'],
    ['a lookalike letter', 'https://contoso.ѕharepoint.com/x'],
    ['this machine', 'https://127.0.0.1/x'],
    ['the metadata service', 'http://169.254.169.254/metadata/identity/oauth2/token'],
    ['another scheme', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['nothing', ''],
  ])('is not %s', (_, url) => {
    expect(isFileUrlOf(worldwide, url)).toBe(false)
  })
})

describe('a service URL', () => {
  it('is a host of this cloud, not one below or beside it', () => {
    expect(isServiceUrlOf(worldwide, 'https://smba.trafficmanager.net/amer/')).toBe(true)
    expect(isServiceUrlOf(worldwide, 'https://evil.smba.trafficmanager.net/amer/')).toBe(false)
    expect(isServiceUrlOf(worldwide, 'https://evil.trafficmanager.net/amer/')).toBe(false)
    expect(isServiceUrlOf(gcch, 'https://smba.trafficmanager.net/amer/')).toBe(false)
  })
})
