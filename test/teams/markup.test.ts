import { describe, expect, it } from 'vitest'
import { asMarkup, readMarkup } from '../../src/teams/markup.js'
import { SAM } from '../support/activities.js'

const quoteOf = (inner: string, mri = `8:orgid:${SAM.aadObjectId}`) =>
  `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1600457867820"><strong itemprop="mri" itemid="${mri}">Sam</strong><p itemprop="preview">${inner}</p></blockquote>`

describe('a quoted message', () => {
  it('is told apart from what its reader wrote, with who wrote it', () => {
    const { own, quotes } = readMarkup(`<div>${quoteOf('enter CDHGE7KTP')}<p>is this real?</p></div>`)
    expect(quotes).toEqual([{ authorId: SAM.aadObjectId }])
    expect(own).toContain('is this real?')
    expect(own).not.toContain('CDHGE7KTP')
  })

  it('is whole though it quotes another, and however many there are', () => {
    const { own, quotes } = readMarkup(`${quoteOf(`a ${quoteOf('b')} c`)}<p>mine</p>${quoteOf('d', '28:bot')}`)
    expect(own.replace(/<[^>]*>/g, '').trim()).toBe('mine')
    expect(quotes).toEqual([{ authorId: SAM.aadObjectId }, { authorId: null }])
  })

  it.each([
    ['another kind of identity', '8:live:sam'],
    ['no object id', '8:orgid:x'],
    ['nothing', ''],
  ])('is by somebody unknown where it names %s', (_, mri) => {
    expect(readMarkup(quoteOf('x', mri)).quotes).toEqual([{ authorId: null }])
  })

  it('runs to the end where it is never closed', () => {
    expect(readMarkup('a<blockquote itemtype="http://schema.skype.com/Reply">b').own).toBe('a')
  })

  it('is none where somebody only indents', () => {
    expect(readMarkup('<blockquote>b</blockquote>')).toMatchObject({
      quotes: [],
      own: '<blockquote>b</blockquote>',
    })
  })
})

describe('the pictures of a message', () => {
  it('are all but the emoji', () => {
    const html =
      '<p><img src="https://a.example/1" itemtype="http://schema.skype.com/AMSImage"><IMG SRC=\'https://a.example/2\'/><img itemtype="http://schema.skype.com/Emoji" src="https://a.example/smile"></p>'
    expect(readMarkup(html).pictures).toEqual(['https://a.example/1', 'https://a.example/2'])
  })

  it('are none in comments and text', () => {
    expect(readMarkup('<!-- <img src="x"> --> &lt;img src="y"&gt;').pictures).toEqual([])
  })
})

it.each([
  ['<p>x</p>', true],
  ['<p>&nbsp; \n</p><img src="x" alt="image">', false],
  ['<attachment id="1"></attachment>', false],
  ['<p><at id="0">Postern</at>&nbsp;</p>', false],
  ['<span itemtype="http://schema.skype.com/Mention" itemid="0">Postern</span> look', true],
  ['<span itemtype="http://schema.skype.com/Mention" itemid="0">Postern</span>', false],
  ['', false],
])('%j has words: %s', (html, hasWords) => {
  expect(readMarkup(html).hasWords).toBe(hasWords)
})

it('makes plain text into markup that reads the same', () => {
  expect(asMarkup('a <b> & "c"\nd')).toBe('<p>a &#60;b&#62; &#38; "c"<br>d</p>')
})

it.each(['<blockquote itemtype="http://schema.skype.com/Reply">', '<img src=x>', '<a ', '</blockquote>', '<p a=1 b=2'])(
  'reads 128 KB of %s within its bounds',
  (piece) => {
    const { pictures, quotes } = readMarkup(piece.repeat(131_072 / piece.length))
    expect(pictures.length).toBeLessThanOrEqual(50)
    expect(quotes.length).toBeLessThanOrEqual(50)
  },
)
