/**
 * HTML to the text a person sees, with every link as `[text](target)`, so that what a link says and where it goes
 * stay side by side.
 *
 * Only parse5's tokenizer is used: building a tree costs more than linear time on hostile nesting, and the text needs
 * no tree. Very long tags are cut first, because the tokenizer compares each attribute with all before it.
 */
import { type Token, Tokenizer, TokenizerMode } from 'parse5'

const TAG = /<(?:!--|\/?(?:html|head|body|div|span|p|br|a|b|i|u|em|strong|small|table|tr|td|th|ul|ol|li|h[1-6]|font|img|center|code|pre|style|svg)[\s/>])/i
const BLOCK = new Set(['p', 'div', 'br', 'tr', 'li', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'hr', 'center', 'blockquote', 'section'])
const CELL = new Set(['td', 'th'])
const UNSEEN = new Set(['style', 'script', 'title', 'template', 'noscript'])
const HIDING_STYLE = /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0(?:px|pt|em|%)?\s{0,4}(?:;|$)/i
const VOID = new Set(['br', 'img', 'hr', 'meta', 'link', 'input', 'wbr', 'area', 'base', 'col', 'embed', 'source', 'track'])
const TAG_LENGTH_MAX = 4096

export interface HtmlText {
  readonly text: string
  /** Comments and elements that are not shown: text meant for machines, or a command hidden from the reader. */
  readonly hidden: string
}

export const looksLikeHtml = (text: string): boolean => TAG.test(text)

/** Ends a tag that runs on for longer than any real one, so that no tag holds thousands of attributes. */
function cutLongTags(html: string): string {
  const pieces: string[] = []
  let from = 0
  for (let open = html.indexOf('<'); open !== -1; ) {
    const close = html.indexOf('>', open)
    const end = close === -1 ? html.length : close
    if (end - open > TAG_LENGTH_MAX) {
      pieces.push(html.slice(from, open + TAG_LENGTH_MAX), '>')
      from = open + TAG_LENGTH_MAX
    }
    open = html.indexOf('<', end)
  }
  pieces.push(html.slice(from))
  return pieces.join('')
}

class SeenText {
  readonly onDoctype = (): void => {}
  readonly onEof = (): void => {}
  readonly onNullCharacter = (): void => {}
  readonly #html: string
  readonly #seen: string[] = []
  readonly #hidden: string[] = []
  /** Open elements inside a hidden one, itself included; 0 while text is shown. */
  #hiddenDepth = 0
  #target: string | undefined
  #label: string[] = []
  tokenizer: Tokenizer | undefined

  constructor(html: string) {
    this.#html = html
  }

  readonly onCharacter = (token: Token.CharacterToken): void => this.#write(token.chars)
  readonly onWhitespaceCharacter = (token: Token.CharacterToken): void => this.#write(token.chars)
  readonly onComment = (token: Token.CommentToken): void => {
    this.#hidden.push(token.data)
  }

  readonly onStartTag = (token: Token.TagToken): void => {
    if (!/^[a-z][a-z0-9]*$/.test(token.tagName)) {
      // `<https://…>` and `<name@host>`: not HTML but the angle brackets of plain text
      this.#write(this.#source(token))
      return
    }
    const attribute = (name: string): string | undefined => token.attrs.find((one) => one.name === name)?.value
    if (UNSEEN.has(token.tagName) && this.tokenizer !== undefined) this.tokenizer.state = TokenizerMode.RAWTEXT
    const hides = UNSEEN.has(token.tagName) || attribute('hidden') !== undefined || HIDING_STYLE.test(attribute('style') ?? '')
    if ((this.#hiddenDepth > 0 || hides) && !VOID.has(token.tagName) && !token.selfClosing) this.#hiddenDepth += 1
    if (token.tagName === 'a' && this.#hiddenDepth === 0) {
      this.#endLink()
      this.#target = attribute('href')
    }
    if (token.tagName === 'img') this.#write(` ${attribute('alt') ?? ''} `)
    this.#separate(token.tagName)
  }

  readonly onEndTag = (token: Token.TagToken): void => {
    if (this.#hiddenDepth > 0) this.#hiddenDepth -= 1
    else if (token.tagName === 'a') this.#endLink()
    this.#separate(token.tagName)
  }

  done(): HtmlText {
    this.#endLink()
    return { text: this.#seen.join(''), hidden: this.#hidden.join(' ') }
  }

  #source(token: Token.TagToken): string {
    return token.location ? this.#html.slice(token.location.startOffset, token.location.endOffset) : ''
  }

  #separate(tagName: string): void {
    if (BLOCK.has(tagName)) this.#write('\n')
    else if (CELL.has(tagName)) this.#write(' ')
  }

  #write(text: string): void {
    if (this.#hiddenDepth > 0) this.#hidden.push(text)
    else if (this.#target !== undefined) this.#label.push(text)
    else this.#seen.push(text)
  }

  #endLink(): void {
    if (this.#target === undefined) return
    const label = this.#label.join('').replace(/[[\]\s]+/g, ' ').trim()
    const target = this.#target.trim().replace(/[\s()]/g, encodeURIComponent)
    this.#seen.push(label === target || label === '' ? ` ${target} ` : `[${label}](${target})`)
    this.#target = undefined
    this.#label = []
  }
}

export function htmlToText(html: string): HtmlText {
  const bounded = cutLongTags(html)
  const handler = new SeenText(bounded)
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler)
  handler.tokenizer = tokenizer
  tokenizer.write(bounded, true)
  return handler.done()
}
