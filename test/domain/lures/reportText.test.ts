import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../src/domain/codeCheck/index.js'
import { defang, maskedSignals, reportText } from '../../../src/domain/lures/index.js'

const textOf = (text: string): string => reportText({ text }, checkMessage({ text }))
const bytes = (text: string): number => new TextEncoder().encode(text).length

describe('a link', () => {
  it.each([
    ['https://microsoft.com/devicelogin', 'hxxps://microsoft[.]com/devicelogin'],
    ['HTTP://evil.example', 'hxxp://evil[.]example'],
    ['see login.evil.example/a.b today', 'see login[.]evil[.]example/a.b today'],
    ['ftp://evil.example', 'ftp[:]//evil[.]example'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['mailto:eve@evil.example', 'mailto[:]eve@evil[.]example'],
    ['банк.рф', 'банк[.]рф'],
    ['http://192.0.2.7/x', 'hxxp://192.0.2.7/x'],
  ])('%s is written %s', (text, shown) => {
    expect(defang(text)).toBe(shown)
  })

  it('is not defanged twice', () => {
    const once = defang('https://microsoft.com/devicelogin, ftp://x.example and javascript:x')
    expect(defang(once)).toBe(once)
  })

  it.each(['The end. Then more', 'version 1.2.3 of 192.0.2.7', 'at 10.30'])('is not seen in "%s"', (text) => {
    expect(defang(text)).toBe(text)
  })
})

describe('the text of a report', () => {
  it('is what a reader sees, with where its links go, a paragraph a line', () => {
    const html = '<p>Join <a href="https://evil.example/x">the meeting</a></p><p></p><p>now</p>'
    expect(textOf(html)).toBe('Join [the meeting](hxxps://evil[.]example/x)\nnow')
  })

  it('holds what was read from files and pictures', () => {
    const input = { text: 'look', passages: [{ from: 'qr', text: 'https://evil.example/q' }] } as const
    expect(reportText(input, checkMessage(input))).toBe('look\nhxxps://evil[.]example/q')
  })

  it('is cut to what a card takes, whatever it is made of', () => {
    for (const piece of ['word ', '漢字', '\n', 'a\n', '"\\', '🙂', '*'])
      expect(bytes(textOf(piece.repeat(Math.floor(65_536 / piece.length))))).toBeLessThan(12_000)
  })

  it('keeps the command that stands deep in a long text', () => {
    const minutes = 'The committee noted the report with thanks.\n'.repeat(1000)
    const text = textOf(`${minutes}Enter HNGP5CAF8 at https://microsoft.com/devicelogin\n${minutes}`)
    expect(text).toContain('…\nEnter HNGP5CAF8 at hxxps://microsoft[.]com/devicelogin\n…')
    expect(text.startsWith('The committee')).toBe(true)
  })

  it.each([
    ['links', (index: number) => `see https://site${index}.example/minutes`],
    ['the same link', () => 'see https://site.example/minutes'],
    ['dots', () => 'the minutes [.] of the committee'],
  ])('keeps the command among as many lines with %s as there is room for', (_what, line) => {
    const crowd = (from: number) => Array.from({ length: 300 }, (_, index) => line(from + index)).join('\n')
    const text = textOf(`${crowd(0)}\nEnter hngp 5caf8 at https://microsoft.com/devicelogin\n${crowd(300)}`)
    expect(text).toContain('microsoft[.]com/devicelogin')
  })

  it('comes with findings whose evidence is masked too', () => {
    const text = 'The password: Tulip4711 for dana, 482913 for the safe. Enter HNGP5CAF8.'
    const evidence = ['Tulip4711', 'password: Tulip4711', '482913 for the', 'HNGP5CAF8', 'safe']
    const signals = evidence.map((one) => ({ code: 'other-number', evidence: one }) as const)
    expect(maskedSignals({ text }, { ...checkMessage({ text }), signals }).map((one) => one.evidence)).toEqual([
      '•••',
      'password: •••',
      '••• for the',
      'HNGP5CAF8',
      'safe',
    ])
  })
})
