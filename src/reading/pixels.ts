/** Any picture → grey pixels the right way up, by ImageMagick in WebAssembly: nothing native sees the bytes. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  AlphaAction,
  type IMagickImage,
  ImageMagick,
  initializeImageMagick,
  MagickColors,
  MagickFormat,
  MagickImageInfo,
  MagickReadSettings,
  ResourceLimits,
} from '@imagemagick/magick-wasm'
import type { PictureFormat } from '../domain/fileFormat.js'
import { type Grey, portableGreyMap } from './grey.js'

export interface Pixels {
  /** As the header says, without decoding. Throws where it is damaged. */
  sizeOf(format: PictureFormat, bytes: Uint8Array): { readonly width: number; readonly height: number }
  /** The first frame, made smaller where it has more than `pixelsMax`. Throws where it is damaged. */
  decode(format: PictureFormat, bytes: Uint8Array, pixelsMax: number): Grey
  scale(grey: Grey, factor: number): Grey
  /** Clockwise. */
  turn(grey: Grey, degrees: 90 | 180 | 270): Grey
}

/** Named, since ImageMagick would otherwise look for itself, and knows formats that are programs. */
const FORMATS: Readonly<Record<PictureFormat, MagickFormat>> = {
  png: MagickFormat.Png,
  jpeg: MagickFormat.Jpeg,
  gif: MagickFormat.Gif,
  webp: MagickFormat.WebP,
  bmp: MagickFormat.Bmp,
  tiff: MagickFormat.Tiff,
  heic: MagickFormat.Heic,
}
/** A picture this even shows nothing: white letters on what was taken for white. */
const FLAT = 2
const SIDE_MAX = 65_000n

export async function loadPixels(limits: { readonly pixels: number; readonly residentBytes: number }): Promise<Pixels> {
  const wasm = createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')
  await initializeImageMagick(readFileSync(wasm))
  ResourceLimits.width = SIDE_MAX
  ResourceLimits.height = SIDE_MAX
  // Beyond its area it would go on with a file in the place of memory: there is none.
  ResourceLimits.area = BigInt(limits.pixels)
  ResourceLimits.disk = 0n
  ResourceLimits.memory = BigInt(limits.residentBytes)
  ResourceLimits.listLength = 2n
  return { sizeOf, decode, scale, turn }
}

const settingsOf = (format: PictureFormat): MagickReadSettings =>
  new MagickReadSettings({ format: FORMATS[format], frameIndex: 0, frameCount: 1 })

const sizeOf: Pixels['sizeOf'] = (format, bytes) => {
  const { width, height } = MagickImageInfo.create(bytes, settingsOf(format))
  return { width, height }
}

const decode: Pixels['decode'] = (format, bytes, pixelsMax) =>
  ImageMagick.read(bytes, settingsOf(format), (image) => {
    image.autoOrient()
    if (!image.hasAlpha) return greyOf(image, pixelsMax)
    const onWhite = image.clone((copy) => greyOn(copy, 'white', pixelsMax))
    return isFlat(onWhite) ? greyOn(image, 'black', pixelsMax) : onWhite
  })

function greyOn(image: IMagickImage, ground: 'white' | 'black', pixelsMax: number): Grey {
  image.backgroundColor = ground === 'white' ? MagickColors.White : MagickColors.Black
  image.alpha(AlphaAction.Remove)
  return greyOf(image, pixelsMax)
}

function greyOf(image: IMagickImage, pixelsMax: number): Grey {
  const share = Math.sqrt(pixelsMax / (image.width * image.height))
  image.grayscale()
  if (share < 1) resize(image, share)
  return pixelsOf(image)
}

const resize = (image: IMagickImage, factor: number): void =>
  image.resize(Math.max(1, Math.round(image.width * factor)), Math.max(1, Math.round(image.height * factor)))

function pixelsOf(image: IMagickImage): Grey {
  // A picture of two shades would come as eight pixels a byte.
  image.depth = 8
  // What is handed over lies in the memory of the library, which takes it back.
  const bytes = image.write(MagickFormat.Gray, (written) => written.slice())
  if (bytes.length !== image.width * image.height) throw new Error('not one byte a pixel')
  return { width: image.width, height: image.height, bytes }
}

function isFlat({ bytes }: Grey): boolean {
  let [least, most] = [255, 0]
  for (const byte of bytes) {
    if (byte < least) least = byte
    if (byte > most) most = byte
  }
  return most - least <= FLAT
}

const again = (grey: Grey, change: (image: IMagickImage) => void): Grey =>
  ImageMagick.read(portableGreyMap(grey), new MagickReadSettings({ format: MagickFormat.Pgm }), (image) => {
    change(image)
    image.grayscale()
    return pixelsOf(image)
  })

const scale: Pixels['scale'] = (grey, factor) => again(grey, (image) => resize(image, factor))
const turn: Pixels['turn'] = (grey, degrees) => again(grey, (image) => image.rotate(degrees))
