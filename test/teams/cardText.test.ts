import { describe, expect, it } from 'vitest'
import { cardText } from '../../src/teams/cardText.js'

const adaptive = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Join the meeting' },
    { type: 'RichTextBlock', inlines: ['with ', { type: 'TextRun', text: 'this code' }] },
    { type: 'FactSet', facts: [{ title: 'Code', value: 'CDHGE7KTP' }] },
    { type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'TextBlock', text: 'in a column' }] }] },
    {
      type: 'Table',
      rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [{ type: 'TextBlock', text: 'in a cell' }] }] }],
    },
    { type: 'Input.ChoiceSet', id: 'pick', label: 'Which?', choices: [{ title: 'This one', value: '1' }] },
  ],
  actions: [
    { type: 'Action.OpenUrl', title: 'Join now', url: 'https://microsoft.com/devicelogin' },
    {
      type: 'Action.ShowCard',
      title: 'More',
      card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'inner' }] },
    },
    { type: 'Action.Submit', title: 'Send', data: { text: 'never shown' } },
  ],
}

describe('the words of a card', () => {
  it('are all that a reader of an Adaptive Card sees, and where its buttons lead', () => {
    const { text, isComplete, pictures } = cardText(adaptive)
    for (const seen of [
      ...['Join the meeting', 'this code', 'Code', 'CDHGE7KTP', 'in a column', 'in a cell', 'Which?', 'This one'],
      ...['[Join now](https://microsoft.com/devicelogin)', 'inner', 'Send'],
    ])
      expect(text).toContain(seen)
    expect(text).not.toContain('never shown')
    expect({ isComplete, pictures }).toEqual({ isComplete: true, pictures: 0 })
  })

  it.each<[string, unknown, readonly string[]]>([
    [
      'a hero card',
      {
        title: 'Sign in',
        text: 'Enter CDHGE7KTP',
        buttons: [{ type: 'openUrl', title: 'Go', value: 'https://a.example' }],
      },
      ['Sign in', 'Enter CDHGE7KTP', '[Go](https://a.example)'],
    ],
    [
      'a connector card',
      {
        '@type': 'MessageCard',
        summary: 'New',
        sections: [{ activityTitle: 'Desk', facts: [{ name: 'Code', value: 'CDHGE7KTP' }] }],
        potentialAction: [{ '@type': 'OpenUri', name: 'Open', targets: [{ os: 'default', uri: 'https://a.example' }] }],
      },
      ['New', 'Desk', 'Code', 'CDHGE7KTP', 'https://a.example'],
    ],
    ['a card as a JSON text', JSON.stringify(adaptive), ['CDHGE7KTP']],
    ['a text that is no card', 'just words', ['just words']],
  ])('are read of %s', (_, card, seen) => {
    for (const words of seen) expect(cardText(card).text).toContain(words)
  })

  it.each([
    ['an element', { body: [{ type: 'Image', url: 'https://a.example/qr.png', altText: 'scan' }] }],
    ['a field', { images: [{ url: 'https://a.example/qr.png', altText: 'scan' }], text: 'scan' }],
    ['a background', { backgroundImage: 'https://a.example/qr.png', text: 'scan' }],
  ])('do not hide that it has a picture (%s), whose address is no link', (_, card) => {
    const { text, pictures } = cardText(card)
    expect(pictures).toBeGreaterThan(0)
    expect(text).toContain('scan')
    expect(text).not.toContain('qr.png')
  })

  const deep = (depth: number): unknown => (depth === 0 ? { text: 'bottom' } : { items: [deep(depth - 1)] })
  it.each<[string, unknown]>([
    ['deep', deep(60)],
    ['broad', { body: Array.from({ length: 10_000 }, () => ({ type: 'TextBlock', text: '' })) }],
    ['long', { body: Array.from({ length: 100 }, () => ({ type: 'TextBlock', text: 'x'.repeat(10_000) })) }],
  ])('of a card too %s are read in part, and that is said', (_, card) => {
    const { text, isComplete } = cardText(card)
    expect(isComplete).toBe(false)
    expect(text.length).toBeLessThanOrEqual(32_768)
  })

  it.each([null, 7, [], {}, [[['x']]]])('of %j do no harm', (card) => {
    expect(cardText(card)).toMatchObject({ isComplete: true })
  })
})

it('says that it was not read to its end where a single text is longer than what is read', () => {
  const long = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: `${'minutes '.repeat(5000)}the lure` }] }
  expect(cardText(long).isComplete).toBe(false)
})
