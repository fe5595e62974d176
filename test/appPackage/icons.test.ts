/** The icons as Teams wants them: sizes, opacity, and room around the symbol where Teams rounds the corners off. */
import { readFileSync } from 'node:fs'
import { type DecodedPng, PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'

const bytesOf = (icon: string): Buffer => readFileSync(new URL(`../../appPackage/${icon}.png`, import.meta.url))
const read = (icon: string): DecodedPng => PNG.sync.read(bytesOf(icon))

interface Pixel {
  readonly x: number
  readonly y: number
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

function pixelsOf({ width, data }: DecodedPng): Pixel[] {
  return Array.from({ length: data.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(index * 4, index * 4 + 4)
    return { x: index % width, y: Math.floor(index / width), red, green, blue, alpha }
  })
}

const isWhite = ({ red, green, blue }: Pixel): boolean => red === 255 && green === 255 && blue === 255
const luminance = ({ red, green, blue }: Pixel): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

describe('the colour icon', () => {
  const icon = read('color')

  it('is 192 by 192 pixels', () => {
    expect([icon.width, icon.height]).toEqual([192, 192])
  })

  it('covers its whole square', () => {
    expect(pixelsOf(icon).filter(({ alpha }) => alpha !== 255)).toEqual([])
  })

  it('keeps the symbol within the central 120 pixels', () => {
    const outside = pixelsOf(icon).filter(({ x, y }) => Math.min(x, y) < 36 || Math.max(x, y) >= 156)
    expect(Math.max(...outside.map(luminance))).toBeLessThan(90)
  })

  it('has a symbol that stands out from its background', () => {
    expect(Math.max(...pixelsOf(icon).map(luminance))).toBeGreaterThan(220)
  })
})

describe('the outline icon', () => {
  const icon = read('outline')

  it('is 32 by 32 pixels', () => {
    expect([icon.width, icon.height]).toEqual([32, 32])
  })

  it('is white wherever it is not transparent', () => {
    expect(pixelsOf(icon).filter((pixel) => pixel.alpha > 0 && !isWhite(pixel))).toEqual([])
  })

  it('has both a drawing and a transparent ground', () => {
    const alphas = pixelsOf(icon).map(({ alpha }) => alpha)
    expect(alphas.filter((alpha) => alpha === 255).length).toBeGreaterThan(100)
    expect(alphas.filter((alpha) => alpha === 0).length).toBeGreaterThan(400)
  })

  it('leaves its border free', () => {
    const border = pixelsOf(icon).filter(({ x, y }) => Math.min(x, y) < 2 || Math.max(x, y) >= 30)
    expect(border.filter(({ alpha }) => alpha > 0)).toEqual([])
  })
})
