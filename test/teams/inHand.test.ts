import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import type { Brought } from '../../src/teams/attachments.js'
import { inHand } from '../../src/teams/inHand.js'

const LURE = 'To join open https://microsoft.com/devicelogin and enter the code CDHGE7KTP'
const nothing: Brought = { pointers: [], unread: [], texts: [], quotes: [] }
const card = (text: string): Brought => ({ ...nothing, texts: [{ form: 'plain', text }], quotes: [{ authorId: null }] })
const markup = { html: '<p>look</p>', text: '', own: '<p>look</p>', hasWords: true, quotes: [] }
const plain = { html: undefined, text: 'look', own: 'look', hasWords: true, quotes: [] }

describe('the words in hand', () => {
  it('are those of the message and of its cards', () => {
    expect(inHand(plain, card(LURE)).text).toBe(`look\n\n${LURE}`)
    expect(checkMessage({ text: inHand(markup, card(LURE)).text }).verdict).toBe('phishing')
  })

  it('are words in a card, and not markup that could hide them', () => {
    const { text } = inHand(markup, card(`<style>${LURE}</style>`))
    expect(text).not.toContain('<style>')
    expect(checkMessage({ text }).verdict).toBe('phishing')
  })

  it('are none where there is only space', () => {
    expect(inHand({ ...plain, text: '', own: '', hasWords: false }, card(' \n')).hasWords).toBe(false)
  })

  it('keep what is quoted in the markup and in attachments', () => {
    expect(inHand({ ...markup, quotes: [{ authorId: 'a' }] }, card('x')).quotes).toEqual([
      { authorId: 'a' },
      { authorId: null },
    ])
  })
})
