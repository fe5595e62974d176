/** QR codes and the other two-dimensional codes that carry text, several in one picture, inverted and turned. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { type Grey, portableGreyMap } from './grey.js'

export type BarcodeReader = (grey: Grey) => Promise<readonly string[]>

const CODES_MAX = 20
/** The largest QR code holds 4,296 letters. */
const TEXT_LENGTH_MAX = 4500

export async function loadBarcodes(): Promise<BarcodeReader> {
  // Without these bytes the library would fetch them from a CDN.
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer as ArrayBuffer }, fireImmediately: true })
  return async (grey) => {
    const found = await readBarcodes(portableGreyMap(grey), {
      formats: ['QRCode', 'MicroQRCode', 'RMQRCode', 'Aztec', 'DataMatrix', 'PDF417'],
      maxNumberOfSymbols: CODES_MAX,
      textMode: 'Plain',
    })
    const texts = found.filter((one) => one.isValid).map((one) => one.text.slice(0, TEXT_LENGTH_MAX))
    return [...new Set(texts)].filter((text) => text.trim() !== '')
  }
}
