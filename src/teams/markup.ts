/**
 * What the markup of a Teams message says besides its words: which pictures stand in it, and which part is quoted from
 * whom. The words themselves are the judge's.
 *
 * Replies and forwarded messages are `<blockquote itemtype="http://schema.skype.com/Reply">` with the author in
 * `<strong itemprop="mri" itemid="8:orgid:{object id}">` (Microsoft Graph docs, "chats: getAllMessages", example).
 * Only the tokenizer of parse5 is used, over tags of bounded length: the cost stays linear whatever the markup.
 */
import { type Token, Tokenizer } from 'parse5'
import { cutLongTags } from '../domain/codeCheck/normalise/html.js'

const QUOTE = /^https?:\/\/schema\.skype\.com\/(?:Reply|Forward)\b/i
/** Drawn by the client from its own set: nothing to read in them. */
const EMOJI = /^https?:\/\/schema\.skype\.com\/Emoji\b/i
const IN_TEXT = /^data:image\/[^,]{1,200};base64,/i
const MENTION = /^https?:\/\/schema\.skype\.com\/Mention\b/i
const USER_MRI = /^8:orgid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
const PICTURES_MAX = 50
const QUOTES_MAX = 50

export interface Quote {
  /** Object id as the quote says, lower case; null where it names nobody of a directory. (untrusted) */
  readonly authorId: string | null
}

export interface Markup {
  /** Sources of pictures, in order. */
  readonly pictures: readonly string[]
  readonly quotes: readonly Quote[]
  /** The markup without what is quoted. */
  readonly own: string
  /** Whether anything is written in it, quotes included; to be mentioned is not. */
  readonly hasWords: boolean
}

export function readMarkup(html: string): Markup {
  const source = cutLongTags(html)
  const reader = new MarkupReader(source)
  new Tokenizer({ sourceCodeLocationInfo: true }, reader).write(source, true)
  return reader.done()
}

class MarkupReader {
  readonly onDoctype = (): void => {}
  readonly onComment = (): void => {}
  readonly onEof = (): void => {}
  readonly onNullCharacter = (): void => {}
  readonly onWhitespaceCharacter = (): void => {}
  readonly #source: string
  readonly #pictures: string[] = []
  readonly #quotes: { authorId: string | null }[] = []
  readonly #own: string[] = []
  #hasWords = false
  /** The element in which somebody is mentioned, while it is open. */
  #mention: string | null = null
  /** Block quotes that are open, from the first one that Teams made. */
  #depth = 0
  #from = 0

  constructor(source: string) {
    this.#source = source
  }

  readonly onCharacter = (token: Token.CharacterToken): void => {
    if (this.#mention === null && /[^\s\u00a0\u200b]/.test(token.chars)) this.#hasWords = true
  }

  readonly onStartTag = (token: Token.TagToken): void => {
    const attribute = (name: string): string => token.attrs.find((one) => one.name === name)?.value ?? ''
    if (token.tagName === 'at' || MENTION.test(attribute('itemtype'))) this.#mention ??= token.tagName
    if (token.tagName === 'img') {
      // What stands in the message itself is taken out of it, and read, with its text.
      const isElsewhere = !EMOJI.test(attribute('itemtype')) && !IN_TEXT.test(attribute('src'))
      if (isElsewhere && this.#pictures.length < PICTURES_MAX) this.#pictures.push(attribute('src'))
    } else if (token.tagName === 'blockquote') {
      if (this.#depth > 0) this.#depth += 1
      else if (QUOTE.test(attribute('itemtype'))) this.#open(token.location?.startOffset ?? 0)
    } else if (this.#depth > 0 && attribute('itemprop') === 'mri') {
      const quote = this.#quotes.at(-1)
      const authorId = USER_MRI.exec(attribute('itemid'))?.[1]?.toLowerCase()
      if (quote !== undefined && authorId !== undefined) quote.authorId ??= authorId
    }
  }

  readonly onEndTag = (token: Token.TagToken): void => {
    if (token.tagName === this.#mention) this.#mention = null
    if (token.tagName !== 'blockquote' || this.#depth === 0) return
    this.#depth -= 1
    if (this.#depth === 0) this.#from = token.location?.endOffset ?? this.#source.length
  }

  done(): Markup {
    if (this.#depth === 0) this.#own.push(this.#source.slice(this.#from))
    return {
      pictures: this.#pictures,
      quotes: this.#quotes,
      own: this.#own.join('\n'),
      hasWords: this.#hasWords,
    }
  }

  #open(at: number): void {
    this.#own.push(this.#source.slice(this.#from, at))
    this.#depth = 1
    if (this.#quotes.length < QUOTES_MAX) this.#quotes.push({ authorId: null })
  }
}

/** Plain text as markup that reads the same. */
export const asMarkup = (text: string): string =>
  `<p>${text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\r?\n/g, '<br>')}</p>`
