import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { huntTracesOf, isEmptyHunt, reportText } from '../../../src/domain/lures/index.js'

const OWN = ['contoso.example']
const LURE = `From: Audit Office <audit@northwind-review.example>
Please open https://microsoft.com/devicelogin and enter the session number HNGP5CAF8 to join the call.
The file is at https://files.northwind-review.example/q3?access_token=0123456789abcdef
or at https://bit.ly/3xYzAb1`

/** As a report keeps it: defanged and masked. */
const asReported = (text: string) => reportText({ text }, checkMessage({ text }))
const tracesOf = (...texts: string[]) => huntTracesOf(texts.map(asReported), OWN)

describe('what the logs are searched for', () => {
  it('is read from the defanged text: sender, strange hosts, whole links of shared hosts, codes', () => {
    expect(tracesOf(LURE)).toEqual({
      senders: ['audit@northwind-review.example'],
      hosts: ['files.northwind-review.example'],
      urls: ['https://bit.ly/3xYzAb1'],
      codes: ['HNGP5CAF8'],
    })
  })

  it('is never a genuine link, an own address or an own host: half the organisation has them', () => {
    const text = `From: it@contoso.example
Open https://microsoft.com/devicelogin, https://teams.microsoft.com/meet/2310452543231?p=abcdEFGH12
and https://intranet.contoso.example/help`
    expect(isEmptyHunt(tracesOf(text))).toBe(true)
  })

  it('has nothing of a lure that was told by phone', () => {
    expect(isEmptyHunt(tracesOf('He called and said I should read him the number on my screen'))).toBe(true)
    expect(isEmptyHunt(huntTracesOf([], OWN))).toBe(true)
  })

  it('leaves out a link of which a part was masked', () => {
    const { urls, hosts } = tracesOf('see https://bit.ly/x?access_token=0123456789abcdef')
    expect({ urls, hosts }).toEqual({ urls: [], hosts: [] })
  })

  it('is the same trace once, and bounded, however many reports there are', () => {
    const many = Array.from({ length: 20 }, (_, n) => `${LURE}\nhttps://host${n}.evil.example/login`)
    const { hosts, senders } = tracesOf(...many)
    expect(hosts).toHaveLength(10)
    expect(senders).toHaveLength(1)
  })

  it.each([
    ['a quote', 'From: "a@evil.example" or 1==1'],
    ['a backslash', 'From: a\\"@evil.example'],
    ['a line of KQL', 'From: a@evil.example"]); EmailEvents | take 100000 //'],
    ['another script', 'From: а@ёвил.example'],
  ])('takes nothing but plain addresses from a sender line with %s', (_what, text) => {
    for (const sender of tracesOf(`${text}\nenter HNGP5CAF8 at microsoft.com/devicelogin`).senders)
      expect(sender).toMatch(/^[a-z0-9._%+-]+@[a-z0-9.-]+$/)
  })
})
