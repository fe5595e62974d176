/** Text and HTML. A QR code can stand in HTML itself, as a `data:` address, and is then in no attachment. */
import { Tokenizer } from 'parse5'
import { enterText } from '../domain/codeCheck/normalise/html.js'
import { bytesOfDataPicture, takeDataPictures } from '../domain/dataPictures.js'
import type { Part, Tools } from './part.js'

/** OpenPGP within the text itself, as its older programs send it. */
const SEALED = /^\s{0,100}-----BEGIN PGP MESSAGE-----/

/** HTML is kept as it is: what it hides is for the check to see. */
export async function readDocument(
  text: string,
  { name, depth }: Pick<Part, 'name' | 'depth'>,
  tools: Tools,
): Promise<void> {
  if (SEALED.test(text)) return tools.found.unread(name, 'encrypted')
  const { text: rest, pictures } = takeDataPictures(text)
  tools.found.passage('file', withoutBallast(rest), name)
  for (const encoded of pictures) await tools.read({ name: null, bytes: bytesOfDataPicture(encoded), depth: depth + 1 })
}

/** A text up to here is left as it is. The check reads twice as much, of everything together. */
const LEFT_WHOLE = 32 * 1024
/** Of each block: what is written there for machines to read stands at its beginning as well as anywhere. */
const BLOCK_KEPT = 1000
const BALLAST = new Set(['style', 'script'])

/**
 * Newsletters carry more styles than words, and an attacker can: the words behind them must still be read. What is a
 * block is told by the same tokenizer that tells the check what people see: one that is named in a comment or an
 * attribute is none, and what follows it is shown.
 */
function withoutBallast(html: string): string {
  if (html.length <= LEFT_WHOLE) return html
  const kept: string[] = []
  let from = 0
  for (const { start, end } of blocksOf(html)) {
    kept.push(html.slice(from, Math.min(end, start + BLOCK_KEPT)))
    from = end
  }
  return kept.join('') + html.slice(from)
}

/** Of the words in styles and scripts. One without an end is not told: what it covers is not for us to decide. */
function blocksOf(html: string): readonly { readonly start: number; readonly end: number }[] {
  const blocks: { start: number; end: number }[] = []
  let start: number | null = null
  const ignore = (): void => {}
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onCharacter: ignore,
      onWhitespaceCharacter: ignore,
      onNullCharacter: ignore,
      onComment: ignore,
      onDoctype: ignore,
      onEof: ignore,
      onStartTag({ tagName, location }) {
        enterText(tokenizer, tagName)
        if (BALLAST.has(tagName)) start = location?.endOffset ?? null
      },
      onEndTag({ location }) {
        if (start !== null && location) blocks.push({ start, end: location.startOffset })
        start = null
      },
    },
  )
  tokenizer.write(html, true)
  return blocks
}
