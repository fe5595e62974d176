/** Letters in a picture, by Tesseract in WebAssembly with the data that is installed beside it: nothing is fetched. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { type Grey, portableGreyMap } from './grey.js'
import { dataOf } from './languageData.js'

export interface Letters {
  readonly text: string
  readonly words: readonly SeenWord[]
}

export interface SeenWord {
  readonly text: string
  /** 0 to 100. */
  readonly confidence: number
  readonly heightPx: number
}

export type LetterReader = (grey: Grey) => Letters

/** As much of the library's interface as is used; it comes without types. */
interface Tesseract {
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void
    unlink(path: string): void
  }
  readonly TessBaseAPI: new () => TesseractApi
}
interface TesseractApi {
  Init(dataFolder: string, languages: string, engine: number): number
  SetVariable(name: string, value: string): boolean
  SetImageFile(exifOrientation: number, angle: number): number
  Recognize(monitor: null): number
  GetUTF8Text(): string
  GetTSVText(page: number): string
  Clear(): void
}

/** The recurrent network alone: the only engine in this build. */
const LSTM_ONLY = 1
const WORD_LEVEL = '5'
const require = createRequire(import.meta.url)

export async function loadLetters(languages: readonly string[]): Promise<LetterReader> {
  const core = require('tesseract.js-core/tesseract-core-simd-lstm.js') as (options: {
    readonly wasmBinary: Uint8Array
    print(): void
    printErr(): void
  }) => Promise<Tesseract>
  const wasmBinary = readFileSync(require.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm'))
  const quiet = (): void => {}
  const tesseract = await core({ wasmBinary, print: quiet, printErr: quiet })
  for (const language of languages) {
    const file = dataOf(language)
    if (file !== undefined) tesseract.FS.writeFile(`/${language}.traineddata`, gunzipSync(readFileSync(file)))
  }
  const api = new tesseract.TessBaseAPI()
  if (api.Init('/', languages.join('+'), LSTM_ONLY) !== 0) throw new Error('the data of Tesseract cannot be used')
  return (grey) => {
    tesseract.FS.writeFile('/input', portableGreyMap(grey))
    try {
      if (api.SetImageFile(1, 0) === 1) throw new Error('Tesseract does not take the picture')
      api.Recognize(null)
      return { text: api.GetUTF8Text(), words: wordsOf(api.GetTSVText(0)) }
    } finally {
      api.Clear()
      tesseract.FS.unlink('/input')
    }
  }
}

/** Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function wordsOf(table: string): SeenWord[] {
  return table.split('\n').flatMap((row) => {
    const columns = row.split('\t')
    if (columns[0] !== WORD_LEVEL) return []
    return [{ text: columns[11] ?? '', confidence: Number(columns[10]), heightPx: Number(columns[9]) }]
  })
}
