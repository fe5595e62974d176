import { afterAll, describe, expect, it } from 'vitest'
import { UNREAD_REASONS } from '../../src/flows/ports/files.js'
import { createFileReader } from '../../src/reading/index.js'
import { LURE, largePng, mailOf, mailWith, outlookMessage, picture, readBytes, textOf } from './support.js'

const reader = createFileReader({ languages: ['eng'], limits: { bytes: 6 * 1024 * 1024 } })
afterAll(() => reader.close())
const read = (file: Uint8Array | string) => readBytes(reader, file, 'file')
const why = async (file: Uint8Array | string) => (await read(file)).unread.map((one) => one.why)

describe('a file made to cost much', () => {
  it('is not taken at all beyond the limit of bytes', async () => {
    expect(await why(new Uint8Array(6 * 1024 * 1024 + 1))).toEqual(['too-large'])
  })

  it('is not decoded beyond the limit of pixels, however few bytes it has', async () => {
    const bomb = largePng(60_000, 60_000)
    expect(bomb.length).toBeLessThan(200_000)
    expect(await why(bomb)).toEqual(['too-large'])
    const jpeg = Buffer.from(picture('light-q40.jpg'))
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
    jpeg.writeUInt16BE(65_000, frame + 5)
    jpeg.writeUInt16BE(65_000, frame + 7)
    expect(await why(jpeg)).toEqual(['too-large'])
  })

  it('is read to the third mail within a mail', async () => {
    let mail = mailOf({ body: 'level 9' })
    for (let level = 8; level >= 0; level--)
      mail = mailWith([
        { type: 'text/plain', content: `level ${level}` },
        { type: 'message/rfc822', content: mail },
      ])
    const reading = await read(mail)
    expect(textOf(reading).match(/level \d/g)).toEqual(['level 0', 'level 1', 'level 2', 'level 3'])
    expect(reading.unread.map((one) => one.why)).toEqual(['too-many'])
  })

  it('is read to its twentieth part, of a hundred thousand', async () => {
    const part = '--edge\nContent-Disposition: attachment\n\n'
    const parts = Array.from({ length: 100_000 }, (_, index) => `${part}part ${index}\n`)
    const reading = await read(mailOf({ type: 'multipart/mixed; boundary=edge', body: parts.join('') }))
    expect(textOf(reading).match(/part \d+/g)).toHaveLength(20)
    expect(reading.unread.map((one) => one.why)).toEqual(['too-many'])
  })

  it('is not unpacked', async () => {
    expect(await why(Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'))).toEqual(['format-unknown'])
  })
})

describe('a damaged file', () => {
  it('is told of where nothing is left of it', async () => {
    expect(await why(picture('light-q40.jpg').subarray(0, 300))).toEqual(['damaged'])
    expect(await why(picture('light.png').subarray(0, 60))).toEqual(['damaged'])
    expect(await why(outlookMessage({ '1000': LURE }).subarray(0, 700))).toEqual(['damaged'])
  })

  it('costs itself whatever its bytes are, and never an answer', async () => {
    const files = [
      picture('light.gif'),
      picture('qr.png'),
      picture('light.webp'),
      Buffer.from(outlookMessage({ '1000': LURE })),
    ]
    for (let seed = 1; seed <= 24; seed++) {
      const reading = await read(broken(files[seed % files.length]!, seed))
      for (const unread of reading.unread) expect(UNREAD_REASONS).toContain(unread.why)
    }
    expect(textOf(await read(LURE))).toBe(LURE)
  })
})

/** A few bytes changed behind the first ones, the same for each seed. */
function broken(file: Buffer, seed: number): Buffer {
  const copy = Buffer.from(file)
  let state = seed
  for (let change = 0; change < 12; change++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    copy[32 + (state % (copy.length - 32))] = state >>> 8
  }
  return copy
}
