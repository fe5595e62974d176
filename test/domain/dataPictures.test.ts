import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import { bytesOfDataPicture, hasWordsBeside, takeDataPictures } from '../../src/domain/dataPictures.js'

const BYTES = Buffer.from(Array.from({ length: 301 }, (_, index) => index % 256))
const BASE64 = BYTES.toString('base64')
const FOLDED = BASE64.match(/.{1,76}/g)?.join('\r\n ') ?? ''

describe('a picture in a text', () => {
  it.each([
    ['as it is', `a data:image/png;base64,${BASE64} b`],
    ['folded', `a data:image/png;base64,${FOLDED} b`],
    ['with a parameter', `a data:image/svg+xml;charset=utf-8;base64,${BASE64} b`],
    ['with its signs as octets', `a data:image/png;base64,${encodeURIComponent(BASE64)} b`],
  ])('is taken out whole: %s', (_form, text) => {
    const taken = takeDataPictures(text)
    expect(taken.text).toBe('a data:image b')
    expect(taken.pictures.map((one) => Buffer.from(bytesOfDataPicture(one)))).toEqual([BYTES])
  })

  it.each(['Enter the code HNGP5CAF8 now', 'HNGP5CAF8\nnow', `${'word '.repeat(40)}HNGP5CAF8`])(
    'takes no words with it: %#',
    (words) => {
      expect(takeDataPictures(`data:image/png;base64,${BASE64}\n${words}`).text).toBe(`data:image\n${words}`)
      expect(takeDataPictures(`data:image/png;base64,${BASE64} ${words}`).text).toBe(`data:image ${words}`)
    },
  )

  it('is told from words beside it', () => {
    expect(
      ['data:image', '<p><img src="data:image"></p>', '![](data:image)', '? 👍 &nbsp;\u200b'].some(hasWordsBeside),
    ).toBe(false)
    for (const text of ['<p>data:image</p>Join', '<https://evil.example/x>', '4829'])
      expect(hasWordsBeside(text)).toBe(true)
  })

  it('that nobody has read makes nothing harmless', () => {
    expect(checkMessage({ text: `data:image/png;base64,${BASE64}` })).toMatchObject({
      verdict: 'unrelated',
      confidence: 'unsure',
      signals: expect.arrayContaining([{ code: 'unread-part', evidence: '' }]),
    })
  })

  it('hides no lure behind it', () => {
    const lure = 'To join open https://microsoft.com/devicelogin and enter the code HNGP5CAF8'
    expect(checkMessage({ text: `data:image/png;base64,${BASE64.repeat(200)}\n${lure}` }).verdict).toBe('phishing')
  })
})
