/**
 * HTML to the text a person sees, with every link as `[text](target)`, so that what a link says and where it goes
 * stay side by side.
 *
 * Only parse5's tokenizer is used: building a tree costs more than linear time on hostile nesting, and the text needs
 * no tree. Very long tags are cut first, because the tokenizer compares each attribute with all before it.
 */
import { type Token, Tokenizer, TokenizerMode } from 'parse5'

const TAG =
  /<(?:!--|\/?(?:html|head|body|div|span|p|br|a|b|i|u|em|strong|small|table|tr|td|th|ul|ol|li|h[1-6]|font|img|center|code|pre|style|svg)[\s/>])/i
const BLOCK = new Set([
  'p',
  'div',
  'br',
  'tr',
  'li',
  'ul',
  'ol',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'hr',
  'center',
  'blockquote',
  'section',
])
const CELL = new Set(['td', 'th'])
const UNSEEN = new Set(['style', 'script'])
/** Whose content is text whatever it looks like: a `<script>` named in a title is none (HTML standard, 13.2.6.2, 13.2.6.4). */
const TEXT_STATES: ReadonlyMap<string, Tokenizer['state']> = new Map([
  ...['title', 'textarea'].map((name) => [name, TokenizerMode.RCDATA] as const),
  ...['style', 'script', 'xmp', 'iframe', 'noembed', 'noframes'].map((name) => [name, TokenizerMode.RAWTEXT] as const),
])

/** What a tree builder would do: the tokenizer does not know by itself that a tag opens such an element. */
export function enterText(tokenizer: Tokenizer, tagName: string): void {
  const state = TEXT_STATES.get(tagName)
  if (state !== undefined) tokenizer.state = state
}
const HIDING_STYLE =
  /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0(?:px|pt|em|%)?\s{0,4}(?:;|$)/i
/** Attributes besides `href` that take the reader somewhere, by element. */
const LEADING: Readonly<Record<string, string>> = { form: 'action', iframe: 'src', area: 'href', button: 'formaction' }
const REFRESH = /^\s{0,8}\d{0,6}\s{0,8}[;,]\s{0,8}url\s{0,4}=\s{0,4}["']?([^"']{1,2000})/i
/** Attributes whose words are seen: in fields, lists and buttons. */
const SPEAKING = ['placeholder', 'label', 'value'] as const
const VOID = new Set(['img', 'br', 'hr', 'input', 'meta', 'link', 'area', 'col', 'wbr'])
const CONDITIONAL = /^\[if[^\]]{0,80}\]>/
const TAG_LENGTH_MAX = 4096

export interface HtmlText {
  readonly text: string
  /** Comments, scripts and styles: not shown, but a place for words to machines. */
  readonly hidden: string
  /**
   * Some element is styled not to be seen. Its words stand at the end of `text` all the same: mail programs differ in
   * what they hide. They are taken out of their place, since they are put there to cut a code or a host in two.
   */
  readonly hides: boolean
}

export const looksLikeHtml = (text: string): boolean => TAG.test(text)

/** What is known to be plain text, so that nothing in it is taken for a tag: `<!--` hides nothing there. */
export const literally = (text: string): string =>
  looksLikeHtml(text)
    ? text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\r?\n/g, '<br>')
    : text

/** Ends a tag that runs on for longer than any real one, so that no tag holds thousands of attributes. */
export function cutLongTags(html: string): string {
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
  readonly #styledAway: string[] = []
  #isUnseen = false
  #hides = false
  /** The element that is styled away, and how many of its name are open. */
  #away: { readonly tagName: string; depth: number } | undefined
  #target: string | undefined
  #label: string[] = []
  tokenizer: Tokenizer | undefined

  readonly #isNested: boolean

  constructor(html: string, isNested: boolean) {
    this.#html = html
    this.#isNested = isNested
  }

  readonly onCharacter = (token: Token.CharacterToken): void => this.#write(token.chars)
  readonly onWhitespaceCharacter = (token: Token.CharacterToken): void => this.#write(token.chars)
  readonly onComment = (token: Token.CommentToken): void => {
    // Outlook shows what stands in a conditional comment
    const shown = CONDITIONAL.exec(token.data)
    if (shown === null || this.#isNested) this.#hidden.push(token.data)
    else this.#write(htmlToText(token.data.slice(shown[0].length), true).text)
  }

  readonly onStartTag = (token: Token.TagToken): void => {
    if (!/^[a-z][a-z0-9]*$/.test(token.tagName)) {
      // `<https://…>` and `<name@host>`: not HTML but the angle brackets of plain text
      this.#write(this.#source(token))
      return
    }
    const attribute = (name: string): string | undefined => token.attrs.find((one) => one.name === name)?.value
    if (this.tokenizer !== undefined) enterText(this.tokenizer, token.tagName)
    if (UNSEEN.has(token.tagName)) this.#isUnseen = true
    if (this.#away?.tagName === token.tagName) this.#away.depth += 1
    if (attribute('hidden') !== undefined || HIDING_STYLE.test(attribute('style') ?? '')) {
      this.#hides = true
      if (!VOID.has(token.tagName) && !token.selfClosing) this.#away ??= { tagName: token.tagName, depth: 1 }
    }
    if (token.tagName === 'a') {
      this.#endLink()
      this.#target = attribute('href')
    }
    const leadsTo =
      token.tagName === 'meta' ? REFRESH.exec(attribute('content') ?? '')?.[1] : attribute(LEADING[token.tagName] ?? '')
    if (leadsTo !== undefined && token.tagName !== 'a')
      this.#write(` ${leadsTo.trim().replace(/\s/g, encodeURIComponent)} `)
    for (const name of SPEAKING) {
      const said = attribute(name)
      if (said !== undefined && said.length > 3) this.#write(` ${said} `)
    }
    if (token.tagName === 'img') this.#write(` ${attribute('alt') ?? ''} `)
    this.#separate(token.tagName)
  }

  readonly onEndTag = (token: Token.TagToken): void => {
    this.#isUnseen = false
    if (token.tagName === 'a') this.#endLink()
    if (this.#away?.tagName === token.tagName) {
      this.#away.depth -= 1
      if (this.#away.depth <= 0) {
        this.#away = undefined
        this.#styledAway.push(' ')
      }
    }
    this.#separate(token.tagName)
  }

  done(): HtmlText {
    this.#endLink()
    if (this.#styledAway.length > 0) this.#seen.push('\n', ...this.#styledAway)
    return { text: this.#seen.join(''), hidden: this.#hidden.join(' '), hides: this.#hides }
  }

  #source(token: Token.TagToken): string {
    return token.location ? this.#html.slice(token.location.startOffset, token.location.endOffset) : ''
  }

  #separate(tagName: string): void {
    if (BLOCK.has(tagName)) this.#write('\n')
    else if (CELL.has(tagName)) this.#write(' ')
  }

  #write(text: string): void {
    if (this.#isUnseen) this.#hidden.push(text)
    else if (this.#away !== undefined) this.#styledAway.push(text)
    else if (this.#target !== undefined) this.#label.push(text)
    else this.#seen.push(text)
  }

  #endLink(): void {
    if (this.#target === undefined) return
    const label = this.#label
      .join('')
      .replace(/[[\]\s]+/g, ' ')
      .trim()
    // browsers drop line breaks and tabs within an address
    const target = this.#target
      .trim()
      .replace(/[\t\n\r]/g, '')
      .replace(/[\s()]/g, encodeURIComponent)
    const link = label === target || label === '' ? ` ${target} ` : `[${label}](${target})`
    if (this.#away === undefined) this.#seen.push(link)
    else this.#styledAway.push(link)
    this.#target = undefined
    this.#label = []
  }
}

/** `isNested` stops at the first conditional comment inside another. */
export function htmlToText(html: string, isNested = false): HtmlText {
  const bounded = cutLongTags(html)
  const handler = new SeenText(bounded, isNested)
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler)
  handler.tokenizer = tokenizer
  tokenizer.write(bounded, true)
  return handler.done()
}
