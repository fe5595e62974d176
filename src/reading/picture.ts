/** A picture → what its codes carry, and its letters. Letters that are small, or not upright, get a second look. */
import type { PictureFormat } from '../domain/fileFormat.js'
import { type BarcodeReader, loadBarcodes } from './barcodes.js'
import type { Found } from './found.js'
import type { Grey } from './grey.js'
import { letterHeight } from './letterHeight.js'
import { type LetterReader, type Letters, loadLetters } from './letters.js'
import type { Part, PictureReader } from './part.js'
import { loadPixels, type Pixels } from './pixels.js'
import type { Setup } from './protocol.js'

/** Larger ones are made smaller. A screen of 4K and a phone's usual photo keep each of their pixels. */
const PIXELS_LOOKED_AT = 12_600_000
/** Letters are not found in what is lower or narrower. It may be a strip of a picture that was cut into many. */
const SIDE_MIN = 12
/** The dot that counts readers, in almost every newsletter: nothing can be shown in it. */
const DOT_SIDE_MAX = 2
/** Heights of small letters in pixels. Below the first, Tesseract takes an 8 for a B; the last costs time for nothing. */
const LETTERS_SMALL = 11
const LETTERS_WANTED = 18
const LETTERS_LARGE = 45
const SCALE_MAX = 3
const PIXELS_MEASURED_MAX = 6_000_000
const PIXELS_SCALED_MAX = 18_000_000
/** Of 100. */
const CERTAIN = 60
const WORD = /[\p{L}\p{N}]{3}/u
/** Of a picture that lies on its side, or has no words, hardly any letter is certain. */
const UPRIGHT_SHARE = 0.4
const TURNS = [90, 270, 180] as const
const TURNED_PIXELS = 3_000_000

export async function loadPictures(setup: Setup): Promise<PictureReader> {
  const [pixels, barcodes, letters] = await Promise.all([
    loadPixels(setup),
    loadBarcodes(),
    loadLetters(setup.languages),
  ])
  return { read: (format, part, found) => readPicture({ pixels, barcodes, letters }, setup, format, part, found) }
}

interface Eyes {
  readonly pixels: Pixels
  readonly barcodes: BarcodeReader
  readonly letters: LetterReader
}

async function readPicture(
  eyes: Eyes,
  setup: Setup,
  format: PictureFormat,
  { bytes, name }: Part,
  found: Found,
): Promise<void> {
  const { width, height } = eyes.pixels.sizeOf(format, bytes)
  if (width * height > setup.pixels) return found.unread(name, 'too-large')
  if (width <= DOT_SIDE_MAX && height <= DOT_SIDE_MAX) return
  if (width < SIDE_MIN || height < SIDE_MIN) return found.unread(name, 'nothing-legible')
  const grey = eyes.pixels.decode(format, bytes, PIXELS_LOOKED_AT)
  const codes = await eyes.barcodes(grey)
  for (const code of codes) found.passage('qr', code, name)
  // What a code carries is certain: letters beside it that need guessing are not worth more looks.
  const letters = bestLetters(eyes, grey, codes.length === 0)
  if (certainLength(letters) > 0) found.passage('picture', letters.text, name)
  else if (codes.length === 0) found.unread(name, 'nothing-legible')
}

function bestLetters({ letters, pixels }: Eyes, grey: Grey, mayLookAgain: boolean): Letters {
  const factor = wantedScale(grey)
  const first = letters(factor === 1 ? grey : pixels.scale(grey, factor))
  if (!mayLookAgain || certainShare(first) >= UPRIGHT_SHARE) return first
  // Spots that are no letters mislead about their height.
  const plain = factor === 1 ? first : better(first, letters(grey))
  // A phone that lay flat does not know which way up its picture is.
  const smaller = area(grey) > TURNED_PIXELS ? pixels.scale(grey, Math.sqrt(TURNED_PIXELS / area(grey))) : grey
  return TURNS.reduce(
    (best, degrees) =>
      certainShare(best) >= UPRIGHT_SHARE ? best : better(best, letters(pixels.turn(smaller, degrees))),
    plain,
  )
}

function wantedScale(grey: Grey): number {
  // A picture as large as that is a photo, whose grain passes for letters, or a screen that shows them large.
  if (area(grey) > PIXELS_MEASURED_MAX) return 1
  const height = letterHeight(grey)
  if (height === undefined || (height >= LETTERS_SMALL && height <= LETTERS_LARGE)) return 1
  return Math.min(LETTERS_WANTED / height, SCALE_MAX, Math.sqrt(PIXELS_SCALED_MAX / area(grey)))
}

const area = ({ width, height }: Grey): number => width * height
const better = (one: Letters, other: Letters): Letters => (certainLength(other) > certainLength(one) ? other : one)

/** Letters in words that are read with certainty. Short ones are also what a border or a shadow looks like. */
const certainLength = ({ words }: Letters): number =>
  lengthOf(words.filter(({ confidence, text }) => confidence >= CERTAIN && WORD.test(text)))
const lengthOf = (words: Letters['words']): number => words.reduce((sum, { text }) => sum + text.length, 0)
const certainShare = (letters: Letters): number => certainLength(letters) / Math.max(1, lengthOf(letters.words))
