import { afterAll, describe, expect, it } from 'vitest'
import { checkMessage } from '../../src/domain/codeCheck/index.js'
import { createFileReader } from '../../src/reading/index.js'
import { CODE, largePng, mailWith, PAGE, PAYLOAD, picture, readBytes, textOf } from './support.js'

const reader = createFileReader({ languages: ['eng'] })
afterAll(() => reader.close())

describe('letters in a picture', () => {
  it.each([
    'light.png',
    'dark.png',
    'light-hidpi.png',
    'small-letters.png',
    'light-q40.jpg',
    'light.gif',
    'light.webp',
    'light.bmp',
    'light.tiff',
    'light.heic',
    'white-on-nothing.png',
    'photo-of-screen.jpg',
    'photo-of-dark-screen.jpg',
    'photo-12-megapixels.jpg',
    'phone-held-sideways.jpg',
    'sideways.png',
  ])('are read from %s, code and address without a fault', async (name) => {
    const reading = await readBytes(reader, picture(name))
    expect(reading).toMatchObject({ author: null, unread: [], passages: [{ from: 'picture' }] })
    expect(textOf(reading)).toContain(CODE)
    expect(textOf(reading)).toContain(PAGE)
  })

  it('make the verdict that the same words would', async () => {
    const { passages } = await readBytes(reader, picture('dark.png'))
    expect(checkMessage({ text: '', passages })).toMatchObject({ verdict: 'phishing', confidence: 'certain' })
  })

  it('are looked for by the bytes, whatever name the file has', async () => {
    const reading = await reader.read({ name: 'minutes.txt', contentType: 'text/plain', bytes: picture('light.png') })
    expect(reading.passages[0]?.from).toBe('picture')
  })
})

describe('a code in a picture', () => {
  it.each(['qr.png', 'qr-inverted.png', 'qr-round-dots.png', 'qr-turned-blurred.jpg', 'aztec.png', 'datamatrix.png'])(
    'is read from %s',
    async (name) => {
      const { passages } = await readBytes(reader, picture(name))
      expect(passages).toContainEqual({ from: 'qr', text: PAYLOAD })
    },
  )

  it('makes the verdict that its address would', async () => {
    const { passages } = await readBytes(reader, picture('qr.png'))
    expect(checkMessage({ text: 'Scan to join the meeting', passages }).verdict).toBe('phishing')
  })
})

describe('a picture without words', () => {
  it('is said to be one', async () => {
    expect(await readBytes(reader, picture('no-text.jpg'), 'view.jpg')).toEqual({
      passages: [],
      author: null,
      unread: [{ name: 'view.jpg', why: 'nothing-legible' }],
    })
  })

  it.each([
    ['a strip of one that was cut into many', 600, 11],
    ['a line of one', 600, 1],
    ['a column of one', 3, 400],
    ['a letter of one', 11, 11],
  ])('is said to be one: %s', async (_what, width, height) => {
    const { passages, unread } = await readBytes(reader, largePng(width, height), 'strip.png')
    expect({ passages, unread }).toEqual({ passages: [], unread: [{ name: 'strip.png', why: 'nothing-legible' }] })
  })

  it('is passed over where it is the dot of a newsletter', async () => {
    const mail = mailWith([
      { type: 'text/plain', content: 'See you at lunch.' },
      { type: 'image/png', content: largePng(1, 1), name: 'dot.png' },
    ])
    expect((await readBytes(reader, mail)).unread).toEqual([])
  })
})
