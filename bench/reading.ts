/**
 * Reading pictures: through the warm process of the reader, beside the bare libraries called in this one with the same
 * file. Where letters are small the reader enlarges them first, which the bare library does not, and reads more.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readBarcodes } from 'zxing-wasm/reader'
import { loadBarcodes } from '../src/reading/barcodes.js'
import { createFileReader } from '../src/reading/index.js'
import { quantile, type Row, twoDigits } from './row.js'

const RUNS = 15
const PICTURES = {
  'OCR, QR: a phone’s screenshot': 'light-hidpi.png',
  'OCR, QR: a photo of 12 megapixels': 'photo-12-megapixels.jpg',
  'OCR, QR: a QR code': 'qr-inverted.png',
  'OCR, QR: a screenshot with small letters': 'light.png',
}

export async function readings(): Promise<Row[]> {
  const reader = createFileReader({ languages: ['eng'] })
  const bare = await bareLibraries()
  try {
    const rows: Row[] = []
    for (const [what, name] of Object.entries(PICTURES)) {
      const bytes = readFileSync(join('test', 'data', 'reading', name))
      const [ours, theirs] = await inTurn(
        () => reader.read({ name, contentType: null, bytes }),
        () => bare(bytes),
      )
      rows.push({
        what,
        figure: `${twoDigits(ours)} ms`,
        yardstick: `bare libraries ${twoDigits(theirs)} ms`,
        ratio: twoDigits(ours / theirs),
        target: 'within 1.2',
      })
    }
    return rows
  } finally {
    await reader.close()
  }
}

/** Median milliseconds of each, one after the other, so that both meet the same machine. */
async function inTurn(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let run = 0; run <= RUNS; run++) {
    for (const [index, work] of [one, other].entries()) {
      const startMs = performance.now()
      await work()
      // The first run loads.
      if (run > 0) times[index]!.push(performance.now() - startMs)
    }
  }
  const [a, b] = times.map((list) =>
    quantile(
      list.sort((x, y) => x - y),
      0.5,
    ),
  )
  return [a ?? Number.NaN, b ?? Number.NaN]
}

/** Both libraries with their own decoders and nothing around them. */
async function bareLibraries(): Promise<(bytes: Uint8Array) => Promise<unknown>> {
  const require = createRequire(import.meta.url)
  const { gunzipSync } = await import('node:zlib')
  const core = require('tesseract.js-core/tesseract-core-simd-lstm.js')
  const tesseract = await core({
    wasmBinary: readFileSync(require.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm')),
  })
  const data = require.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz')
  tesseract.FS.writeFile('/eng.traineddata', gunzipSync(readFileSync(data)))
  const api = new tesseract.TessBaseAPI()
  api.Init('/', 'eng', 1)
  await loadBarcodes()
  return async (bytes) => {
    const codes = await readBarcodes(bytes)
    tesseract.FS.writeFile('/input', bytes)
    api.SetImageFile(1, 0)
    api.Recognize(null)
    return [codes, api.GetUTF8Text()]
  }
}
