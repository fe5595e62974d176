/**
 * About how high the small letters of a picture are, before anything is read: Tesseract wants them neither small nor
 * huge, and asking it twice costs twice. Counts the heights of connected spots of the rarer of two shades.
 */
import type { Grey } from './grey.js'

const HEIGHT_MIN = 4
const HEIGHT_MAX = 200
/** Fewer spots than these tell nothing. */
const SPOTS_MIN = 12

/** In pixels; undefined where there is too little that could be letters. */
export function letterHeight(grey: Grey): number | undefined {
  const heights = new Uint32Array(HEIGHT_MAX + 1)
  let count = 0
  for (const { width, height } of spots(grey)) {
    if (height < HEIGHT_MIN || height > HEIGHT_MAX || width * 8 < height || width > height * 3) continue
    heights[height]! += 1
    count += 1
  }
  if (count < SPOTS_MIN) return undefined
  let seen = 0
  return heights.findIndex((spotCount) => {
    seen += spotCount
    return seen * 2 >= count
  })
}

interface Spot {
  readonly width: number
  readonly height: number
}

/** Runs of each row, joined with those they touch in the row above (union-find). */
function spots({ width, height, bytes }: Grey): Spot[] {
  const threshold = otsu(bytes)
  const inkIsDark = darkShare(bytes, threshold) <= 0.5
  const parent: number[] = []
  const box: number[] = []
  const root = (run: number): number => {
    let at = run
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  const join = (one: number, other: number): void => {
    const [a, b] = [root(one), root(other)]
    if (a === b) return
    parent[b] = a
    for (const side of [0, 1]) box[4 * a + side] = Math.min(box[4 * a + side]!, box[4 * b + side]!)
    for (const side of [2, 3]) box[4 * a + side] = Math.max(box[4 * a + side]!, box[4 * b + side]!)
  }
  let above: number[] = []
  for (let y = 0; y < height; y++) {
    const row = y * width
    const runs: number[] = []
    let next = 0
    for (let x = 0; x < width; x++) {
      if (bytes[row + x]! <= threshold !== inkIsDark) continue
      const from = x
      while (x + 1 < width && bytes[row + x + 1]! <= threshold === inkIsDark) x++
      const run = parent.length
      parent.push(run)
      box.push(from, y, x, y)
      // Runs are kept as start, end, number.
      while (next < above.length && above[next + 1]! < from) next += 3
      for (let at = next; at < above.length && above[at]! <= x; at += 3) join(above[at + 2]!, run)
      runs.push(from, x, run)
    }
    above = runs
  }
  return parent.flatMap((up, run) =>
    up === run
      ? [{ width: box[4 * run + 2]! - box[4 * run]! + 1, height: box[4 * run + 3]! - box[4 * run + 1]! + 1 }]
      : [],
  )
}

/** The shade that parts dark from light best (N. Otsu, 1979). */
function otsu(bytes: Uint8Array): number {
  const counts = new Float64Array(256)
  for (const byte of bytes) counts[byte]! += 1
  const sum = counts.reduce((total, count, shade) => total + count * shade, 0)
  let [best, threshold, below, sumBelow] = [-1, 127, 0, 0]
  for (let shade = 0; shade < 255; shade++) {
    below += counts[shade]!
    sumBelow += counts[shade]! * shade
    const over = bytes.length - below
    if (below === 0 || over === 0) continue
    const between = below * over * (sumBelow / below - (sum - sumBelow) / over) ** 2
    if (between > best) [best, threshold] = [between, shade]
  }
  return threshold
}

function darkShare(bytes: Uint8Array, threshold: number): number {
  let dark = 0
  for (const byte of bytes) if (byte <= threshold) dark += 1
  return dark / bytes.length
}
