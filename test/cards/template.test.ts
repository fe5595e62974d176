// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the card template language, as text
/** That the library fills layouts the way the cards rely on. */
import { describe, expect, it } from 'vitest'
import { layout } from '../../src/cards/template.js'

describe('a layout', () => {
  const fill = layout({
    body: [
      { $data: '${lines}', text: 'x ${text}' },
      { $when: '${shown}', text: '${own}' },
    ],
  })

  it('is filled with a view, as often as there are cards', () => {
    const view = { lines: [{ text: 'one' }, { text: 'two' }], shown: true, own: 'three' }
    const card = { body: [{ text: 'x one' }, { text: 'x two' }, { text: 'three' }] }
    expect(fill(view)).toEqual(card)
    expect(fill(view)).toEqual(card)
  })

  it('leaves out what is not to be shown', () => {
    expect(fill({ lines: [], shown: false, own: '' })).toEqual({ body: [] })
  })

  it('does not fill a value a second time', () => {
    const text = '${shown} ${1+1} "quoted" \\ ${json(\'{}\')}'
    expect(fill({ lines: [{ text }], shown: true, own: text })).toEqual({ body: [{ text: `x ${text}` }, { text }] })
  })

  it('carries objects whole, as buttons need', () => {
    const data = { v: 1, verb: 'report-check' }
    expect(layout({ data: '${data}', verb: '${data.verb}' })({ data })).toEqual({ data, verb: 'report-check' })
  })
})
